import { listNames } from '../room/sentence.ts'
import { isolate } from '../words/isolate.ts'
import { moreWords } from '../words/more.svelte.ts'

/** A message as it is spoken: by whom, what, and whether it speaks to whoever hears it. */
export type Heard = { authorName: string; text: string; mentionsMe: boolean }

/** So many messages that come together are read out; more are told of. */
export const READ_OUT_MAX = 3

/** Of each so many characters are read out: what is longer is read in the list. */
export const READ_OUT_LENGTH_MAX = 200

/** What is said of the messages that came since the last word, the oldest first. Whoever is spoken to hears that one whatever else came. */
export function announcement(heard: readonly Heard[]): string {
  if (heard.length <= READ_OUT_MAX) return heard.map(readOut).join('\n')
  const names = [...new Set(heard.map(({ authorName }) => authorName))]
  const sum = moreWords().announcer.many(heard.length, listNames(names))
  const mentions = heard.filter(({ mentionsMe }) => mentionsMe).slice(-READ_OUT_MAX)
  return [sum, ...mentions.map(readOut)].join('\n')
}

function readOut({ authorName, text, mentionsMe }: Heard): string {
  const { announcer } = moreWords()
  const letters = [...text.replace(/\s+/gu, ' ').trim()]
  const told =
    letters.length > READ_OUT_LENGTH_MAX
      ? `${letters.slice(0, READ_OUT_LENGTH_MAX).join('')}…`
      : letters.join('')
  const say = mentionsMe ? announcer.mentionsYou : announcer.says
  return say(isolate(authorName), isolate(told))
}

import type { PostRefusalCode } from '@confab/client'
import { moreWords } from '../words/more.svelte.ts'
import { words } from '../words/words.svelte.ts'

/**
 * Why a message did not go out, in words; `writtenOn` names the day it was written. Codes of a newer server get the plain
 * truth.
 */
export function refusedWords(code: PostRefusalCode | null, writtenOn: string): string {
  const { refused, writtenNotSent } = moreWords().messages
  if (code === 'old') return writtenNotSent(writtenOn)
  // In the place of the box stands until when.
  if (code === 'muted') return refused.forbidden
  return isTold(code, refused) ? refused[code] : refused.other
}

/** What the way on is called. Nobody tried to send an old one yet in this life. */
export function retryWords(code: PostRefusalCode | null): string {
  return code === 'old' ? moreWords().messages.sendNow : words().timeline.retry
}

function isTold<Told extends object>(code: string | null, told: Told): code is Extract<keyof Told, string> {
  return code !== null && Object.hasOwn(told, code)
}

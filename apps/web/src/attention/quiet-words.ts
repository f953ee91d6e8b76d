import { date } from '../words/formats.ts'
import { moreWords } from '../words/more.svelte.ts'
import { isForEver } from './quiet.ts'

/** Until when it is quiet, in words; null when it is not. */
export function quietWords(until: number | null, now: number): string | null {
  if (until === null) return null
  const { attention } = moreWords()
  if (isForEver(until, now)) return attention.untilEnded
  return attention.until(date(until, { weekday: 'short', hour: 'numeric', minute: '2-digit' }))
}

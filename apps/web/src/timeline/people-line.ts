import { listNames, NAMED_MAX } from '../room/sentence.ts'
import { words } from '../words/words.svelte.ts'

/** Who came and who went in one run, as a sentence: `Ana, Bo and 3 others joined, 2 left`. */
export function peopleLine(joined: readonly string[], left: readonly string[]): string {
  const { timeline } = words()
  if (joined.length === 0) return timeline.left(listNames(left), left.length)
  const came = timeline.joined(listNames(joined), joined.length)
  if (left.length === 0) return came
  const went = left.length === 1 ? timeline.left(listNames(left), 1) : timeline.countLeft(left.length)
  return timeline.andThen(came, went)
}

/** Whether the line leaves somebody unnamed, so that there is more to show. */
export function isFolded(joined: readonly string[], left: readonly string[]): boolean {
  return joined.length > NAMED_MAX || left.length > NAMED_MAX || (joined.length > 0 && left.length > 1)
}

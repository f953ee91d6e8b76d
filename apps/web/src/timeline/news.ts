/**
 * Where what is new begins, for who is here: `above` what is on the screen and never seen, `here` on it or below, `passed` once it was seen
 * or waved away.
 */
export type NewsAt = 'none' | 'above' | 'here' | 'passed'

/** What becomes of it when the list stands elsewhere. `isAbove` is null while there is no divider; only who looks has seen it. */
export function newsAt(before: NewsAt, isAbove: boolean | null, isLookedAt: boolean): NewsAt {
  if (isAbove === null) return 'none'
  if (before === 'passed') return 'passed'
  if (isAbove) return before === 'here' ? 'passed' : 'above'
  return isLookedAt ? 'here' : before
}

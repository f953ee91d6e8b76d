import { pressureOf } from './pressure.ts'

/** The longest time between the beginnings of two commits, in milliseconds. */
export const COMMIT_WINDOW_MS_MAX = 10

/**
 * How long after the beginning of one commit the next one begins at the earliest, in milliseconds. A commit costs a hand-over to
 * another thread and back, an fsync, and a page for each room in it, however little each of them got: a busy node does better
 * with fewer. `loopBusy` is the part of the time the loop works, 0 to 1.
 */
export function commitWindowMs(loopBusy: number): number {
  return pressureOf(loopBusy) * COMMIT_WINDOW_MS_MAX
}

import { pressureOf } from './pressure.ts'

/** The longest a frame is ever held, in milliseconds: on a node that is all but full. */
export const FRAME_WINDOW_MS_MAX = 40

/** The longest a frame is held for the size of its room alone: a fortieth of a second nobody sees. */
const WINDOW_BY_SIZE_MS_MAX = 25

/** Below this many listeners a frame costs less than the loop's own turn, so nothing is gained by holding it. */
const LISTENERS_MIN = 50

/** A write costs some 7 µs whatever it carries; at 25 µs of window each, one room's frames take some 30 % of a core. */
const WINDOW_MS_PER_LISTENER = 0.025

/**
 * How long after its last frame a room holds the next one, in milliseconds, so that what gathers goes out as one write to each
 * listener. A quiet room never waits: its last frame is long gone. `loopBusy` is the part of the time the loop works, 0 to 1.
 */
export function frameWindowMs(listeners: number, loopBusy: number): number {
  const bySize = listeners < LISTENERS_MIN ? 0 : listeners * WINDOW_MS_PER_LISTENER
  const byPressure = pressureOf(loopBusy) * FRAME_WINDOW_MS_MAX
  return Math.max(Math.min(WINDOW_BY_SIZE_MS_MAX, bySize), byPressure)
}

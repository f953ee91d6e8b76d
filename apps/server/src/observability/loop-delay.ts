import type { Clock } from '../clock.ts'
import { Tally } from './tally.ts'

/** How often the loop is asked, in milliseconds. */
const ASK_MS = 20

const BOUNDS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/**
 * Asks the event loop again and again to come back in a moment, and tallies how late it was. A tally of its own rather than
 * `monitorEventLoopDelay`, whose figures are percentiles since whoever looked last, with the waiting itself counted in.
 */
export function watchLoopDelay(clock: Clock): { delaySeconds: Tally; stop: () => void } {
  const delaySeconds = new Tally(BOUNDS_SECONDS)
  let cancel = () => {}
  function ask(): void {
    const dueAt = clock.monotonic() + ASK_MS
    cancel = clock.after(ASK_MS, () => {
      delaySeconds.observe(Math.max(0, clock.monotonic() - dueAt) / 1000)
      ask()
    })
  }
  ask()
  return { delaySeconds, stop: () => cancel() }
}

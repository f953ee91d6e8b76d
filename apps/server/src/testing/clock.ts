import { createFakeClock, type FakeClock } from '@confab/client/testing'
import { type Clock, systemClock } from '../clock.ts'

/** A clock that stands still until it is told to go on; both its times go on together. */
export function aClock(): FakeClock & Clock {
  const clock = createFakeClock()
  return Object.assign(clock, { monotonic: () => clock.now() })
}

/** The machine's time, but for what it was moved on. What was to come within a leap comes at once. */
export function aLeapingClock(): Clock & { leap(ms: number): void } {
  const waiting = new Map<object, { at: number; fire: () => void }>()
  let ahead = 0
  const monotonic = () => performance.now() + ahead
  return {
    now: () => Date.now() + ahead,
    monotonic,
    after(ms, callback) {
      const key = {}
      const fire = () => {
        cancel()
        callback()
      }
      const cancelTimer = systemClock.after(ms, fire)
      const cancel = () => {
        waiting.delete(key)
        cancelTimer()
      }
      waiting.set(key, { at: monotonic() + ms, fire })
      return cancel
    },
    leap(ms) {
      ahead += ms
      const due = [...waiting.values()].filter(({ at }) => at <= monotonic())
      for (const { fire } of due.sort((a, b) => a.at - b.at)) fire()
    },
  }
}

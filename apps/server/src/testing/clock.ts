import { createFakeClock, type FakeClock } from '@confab/client/testing'
import type { Clock } from '../clock.ts'

/** A clock that stands still until it is told to go on; both its times go on together. */
export function aClock(): FakeClock & Clock {
  const clock = createFakeClock()
  return Object.assign(clock, { monotonic: () => clock.now() })
}

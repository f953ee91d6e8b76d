import { ERASED_KEPT_MS } from '@confab/protocol'
import { expect, test } from 'vitest'
import { ERASED_PURGE_MS } from '../limits.ts'
import { silentLog } from '../observability/log.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { ErasedPurge } from './erased-purge.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('what can be brought back no more is ended every minute, also after a store that did not answer, until the node closes', async () => {
  const clock = aClock()
  const purged: number[] = []
  let isAway = false
  const purge = async (upTo: number) => {
    purged.push(clock.now() - upTo)
    if (isAway) throw new StoreUnavailable('away')
  }
  const store = { erased: { purge } } as unknown as Store
  const erasedPurge = new ErasedPurge({ store, clock, log: silentLog, keptMs: ERASED_KEPT_MS })
  for (const away of [false, true, false]) {
    isAway = away
    clock.advance(ERASED_PURGE_MS)
    await settled()
  }
  expect(purged).toEqual([ERASED_KEPT_MS, ERASED_KEPT_MS, ERASED_KEPT_MS])
  await erasedPurge.close()
  clock.advance(10 * ERASED_PURGE_MS)
  await settled()
  expect(purged).toHaveLength(3)
})

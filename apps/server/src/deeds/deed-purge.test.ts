import { expect, test } from 'vitest'
import { DEED_PURGE_MS, DEEDS_KEPT_MS } from '../limits.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { keepingLog } from '../testing/node.ts'
import { DeedPurge } from './deed-purge.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('what was done a year ago is ended, every hour, also after a store that did not answer, until the node closes', async () => {
  const clock = aClock()
  const log = keepingLog()
  const asked: number[] = []
  const purge = async (upTo: number) => {
    asked.push(upTo)
    if (asked.length === 1) throw new StoreUnavailable('away')
  }
  const sweep = new DeedPurge({ store: { deeds: { purge } } as unknown as Store, clock, log })
  const startedAt = clock.now()
  for (const times of [1, 2, 3]) {
    await settled()
    expect(asked).toHaveLength(times)
    clock.advance(DEED_PURGE_MS)
  }
  await settled()
  expect(asked).toEqual([0, 1, 2, 3].map((hours) => startedAt + hours * DEED_PURGE_MS - DEEDS_KEPT_MS))
  expect(log.lines.map(({ event }) => event)).toEqual(['deed-purge-failed'])
  await sweep.close()
  clock.advance(10 * DEED_PURGE_MS)
  await settled()
  expect(asked).toHaveLength(4)
})

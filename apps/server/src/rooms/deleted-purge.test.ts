import { expect, test } from 'vitest'
import { DELETED_PURGE_MS } from '../limits.ts'
import type { DeletedLeft } from '../store/operator-table.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { keepingLog } from '../testing/node.ts'
import { DeletedPurge } from './deleted-purge.ts'

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('what is left of deleted rooms is erased to its end, every minute, also after a store that did not answer, until the node closes', async () => {
  const clock = aClock()
  const log = keepingLog()
  const answers: (DeletedLeft | Error)[] = ['more', 'more', 'files', new StoreUnavailable('away'), 'nothing']
  let asked = 0
  const eraseDeleted = async () => {
    asked += 1
    const answer = answers.shift() ?? 'nothing'
    if (answer instanceof Error) throw answer
    return answer
  }
  const store = { operator: { eraseDeleted } } as unknown as Store
  const purge = new DeletedPurge({ store, clock, log })
  expect(await purge.purge()).toBe('files')
  expect(asked).toBe(3)
  for (const so of [4, 5, 6]) {
    clock.advance(DELETED_PURGE_MS)
    await settled()
    expect(asked).toBe(so)
  }
  expect(log.lines.map(({ event }) => event)).toEqual(['deleted-purge-failed'])
  await purge.close()
  clock.advance(10 * DELETED_PURGE_MS)
  await settled()
  expect(asked).toBe(6)
})

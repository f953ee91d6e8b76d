import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aCast, create } from '../store/testing/cast.ts'
import { aClock } from '../testing/clock.ts'
import { aHeldStore } from '../testing/held-store.ts'
import { keepingLog } from '../testing/node.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createCounters } from './counters.ts'
import { watchedStore } from './watched-store.ts'

let disk: Store

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

function aWatchedStore() {
  const clock = aClock()
  const log = keepingLog()
  const counters = createCounters()
  const held = aHeldStore(disk)
  const store = watchedStore(held, { counters, clock, log })
  const fails = async () => {
    held.failNext('readHeads', new StoreUnavailable('disk I/O error'))
    await expect(store.readHeads([])).rejects.toThrow(StoreUnavailable)
  }
  return { clock, log, counters, held, store, fails, events: () => log.lines.map(({ event }) => event) }
}

test('a commit is counted by its changes and what became of them', async () => {
  const { store, counters } = aWatchedStore()
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana), create(kitchen, ana)])
  expect(counters.changes).toEqual({ applied: 1, repeated: 1, refused: 0 })
  expect(counters.commitChanges).toMatchObject({ count: 1, sum: 2 })
  expect(counters.storeSeconds.write.count).toBe(1)
})

test('failing is told when it begins, now and then, and when it ended; not each time', async () => {
  const { store, clock, log, counters, fails, events } = aWatchedStore()
  await fails()
  await fails()
  expect(log.lines).toMatchObject([
    { level: 'error', event: 'store-failing', fields: { access: 'read', reason: 'disk I/O error' } },
  ])
  clock.advance(30_000)
  await fails()
  expect(events()).toEqual(['store-failing', 'store-still-failing'])
  expect(counters.storeFailures).toEqual({ write: 0, read: 3 })

  await store.readHeads([])
  expect(events()).toHaveLength(2)
  clock.advance(5_000)
  await store.readHeads([])
  expect(log.lines.at(-1)).toMatchObject({
    level: 'info',
    event: 'store-well',
    fields: { access: 'read', failures: 3, forMs: 35_000 },
  })
  await fails()
  expect(events().at(-1)).toBe('store-failing')
})

test('what fails every other time is told as one trouble', async () => {
  const { store, clock, fails, events } = aWatchedStore()
  for (let i = 0; i < 10; i++) {
    await fails()
    await store.readHeads([])
    clock.advance(1_000)
  }
  expect(events()).toEqual(['store-failing'])
})

test('writing may be well while reading fails', async () => {
  const { store, clock, fails, events } = aWatchedStore()
  await fails()
  clock.advance(60_000)
  await store.commit([])
  expect(events()).toEqual(['store-failing'])
})

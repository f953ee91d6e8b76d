import type { MessageId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { INDEX_RETRY_MS } from '../limits.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aCast, create, type Person, type Place, post } from '../store/testing/cast.ts'
import { aClock } from '../testing/clock.ts'
import { aHeldStore } from '../testing/held-store.ts'
import { keepingLog } from '../testing/node.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { keepIndexed } from './indexing.ts'
import { SEGMENT_PLACES } from './postings.ts'

async function fill(store: Store, place: Place, person: Person, from: number, to: number): Promise<void> {
  for (let at = from; at <= to; at += 512)
    await store.commit(
      Array.from({ length: Math.min(512, to - at + 1) }, (_, i) =>
        post(place, person, 'bread', { messageId: anId<MessageId>(`m-${at + i}`) }),
      ),
    )
}

const isIndexed = async (store: Store, roomId: RoomId) =>
  !(await store.readUnindexed(null, 10)).includes(roomId)

test('what is there at the start is indexed, and what fills up later, with nobody waiting for it', async () => {
  const store = await openTestStore()
  onTestFinished(() => store.close())
  const { kitchen, harbour, ana } = aCast()
  await store.commit([create(kitchen, ana), create(harbour, ana)])
  await fill(store, kitchen, ana, 3, 2 * SEGMENT_PLACES + 10)
  expect(await isIndexed(store, kitchen.roomId)).toBe(false)

  const kept = keepIndexed(store, systemClock, keepingLog())
  await expect.poll(() => isIndexed(store, kitchen.roomId), { timeout: 10_000 }).toBe(true)
  await fill(kept.store, harbour, ana, 3, SEGMENT_PLACES + 10)
  await expect.poll(() => isIndexed(store, harbour.roomId), { timeout: 10_000 }).toBe(true)
  await kept.stop()
})

test('whoever was stopped half way is followed by whoever starts next', async () => {
  const store = await openTestStore()
  onTestFinished(() => store.close())
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana)])
  await fill(store, kitchen, ana, 3, 3 * SEGMENT_PLACES)
  const held = aHeldStore(store)
  const first = keepIndexed(held, systemClock, keepingLog())
  await expect.poll(() => held.calls('indexSegment'), { timeout: 10_000 }).toBeGreaterThan(0)
  await first.stop()
  expect(await isIndexed(store, kitchen.roomId)).toBe(false)
  const second = keepIndexed(store, systemClock, keepingLog())
  await expect.poll(() => isIndexed(store, kitchen.roomId), { timeout: 10_000 }).toBe(true)
  await second.stop()
})

test('a store that fails is asked again after a while', async () => {
  const store = await openTestStore()
  onTestFinished(() => store.close())
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana)])
  await fill(store, kitchen, ana, 3, SEGMENT_PLACES)
  const held = aHeldStore(store)
  held.failNext('indexSegment', new StoreUnavailable('full'), 2)
  const [clock, log] = [aClock(), keepingLog()]
  const kept = keepIndexed(held, clock, log)
  onTestFinished(() => kept.stop())
  await expect.poll(() => log.lines.filter(({ event }) => event === 'index-failed').length).toBe(1)
  await clock.run(INDEX_RETRY_MS)
  await expect.poll(() => log.lines.filter(({ event }) => event === 'index-failed').length).toBe(2)
  await clock.run(INDEX_RETRY_MS)
  await expect.poll(() => isIndexed(store, kitchen.roomId)).toBe(true)
})

import type { Epoch, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { SWEEP_GATHER_MS, SWEEP_MS, SWEEP_ROOMS_MAX, SWEEP_UNTOLD_MS } from '../limits.ts'
import { type Head, StoreUnavailable } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { Sweep } from './sweep.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')
const head: Head = { epoch: anId<Epoch>('now'), head: 7 }

/** A sweep over rooms, of which the store answers when it is told to; at once, unless `isSlow`. */
function aSweep(openRooms: RoomId[], { isSlow = false, isTold = true } = {}) {
  const clock = aClock()
  const asked: (readonly RoomId[])[] = []
  const saw: RoomId[] = []
  const gone: RoomId[] = []
  const store = { isSlow, isTold, deleted: new Set<RoomId>(), answers: [] as PromiseWithResolvers<void>[] }
  const sweep = new Sweep({
    clock,
    isTold: () => store.isTold,
    openRooms: () => openRooms,
    async readHeads(roomIds) {
      asked.push(roomIds)
      const answer = Promise.withResolvers<void>()
      store.answers.push(answer)
      if (!store.isSlow) answer.resolve()
      await answer.promise
      return new Map(roomIds.filter((roomId) => !store.deleted.has(roomId)).map((roomId) => [roomId, head]))
    },
    saw: (roomId) => saw.push(roomId),
    gone: (roomId) => gone.push(roomId),
  })
  onTestFinished(() => sweep.close())
  return { clock, sweep, asked, saw, gone, store }
}

test('[D4] a node that heard nothing still looks, every three seconds, in one question', async () => {
  const { clock, asked, saw } = aSweep([kitchen, harbour])
  await clock.run(SWEEP_MS - SWEEP_UNTOLD_MS)
  expect(asked).toEqual([])
  await clock.run(SWEEP_UNTOLD_MS)
  expect(asked).toEqual([[kitchen, harbour]])
  expect(saw).toEqual([kitchen, harbour])
  await clock.run(10 * SWEEP_MS)
  expect(asked).toHaveLength(11)
})

test('a room that the store has no more is told of, the others are as they were', async () => {
  const { clock, saw, gone, store } = aSweep([kitchen, harbour])
  await clock.run(SWEEP_MS)
  expect(gone).toEqual([])
  store.deleted.add(kitchen)
  await clock.run(SWEEP_MS)
  expect(gone).toEqual([kitchen])
  expect(saw).toEqual([kitchen, harbour, harbour])
})

test('[D4] while no doorbell gets through it looks every half second, and less again afterwards', async () => {
  const { clock, asked, store } = aSweep([kitchen])
  store.isTold = false
  await clock.run(10 * SWEEP_UNTOLD_MS)
  expect(asked).toHaveLength(10)
  store.isTold = true
  await clock.run(SWEEP_MS)
  expect(asked).toHaveLength(11)
})

test('[D4] rooms that may have missed something are looked up soon, those of one moment together', async () => {
  const { clock, sweep, asked, saw } = aSweep([])
  for (let i = 0; i < 3; i++) for (const roomId of [kitchen, harbour]) sweep.soon(roomId)
  await clock.run(SWEEP_GATHER_MS)
  expect(asked).toEqual([[kitchen, harbour]])
  expect(saw).toEqual([kitchen, harbour])
})

test('[D10] a great many rooms are asked for in portions, one after the other', async () => {
  const rooms = Array.from({ length: 2 * SWEEP_ROOMS_MAX + 1 }, (_, i) => anId<RoomId>(`room-${i}`))
  const { clock, asked, store } = aSweep(rooms, { isSlow: true })
  await clock.run(SWEEP_MS)
  for (let portion = 1; portion <= 3; portion++) {
    expect(asked).toHaveLength(portion)
    store.answers[portion - 1]?.resolve()
    await clock.run(0)
  }
  expect(asked.map(({ length }) => length)).toEqual([SWEEP_ROOMS_MAX, SWEEP_ROOMS_MAX, 1])
  expect(asked.flat()).toEqual(rooms)
})

test('[D10] a slow store is asked once at a time, and what is due meanwhile follows', async () => {
  const { clock, sweep, asked, store, saw } = aSweep([kitchen], { isSlow: true, isTold: false })
  await clock.run(20 * SWEEP_UNTOLD_MS)
  expect(asked).toHaveLength(1)
  sweep.soon(harbour)
  await clock.run(SWEEP_GATHER_MS)
  expect(asked).toHaveLength(1)
  store.isSlow = false
  store.answers[0]?.resolve()
  await clock.run(0)
  expect(asked).toEqual([[kitchen], [harbour]])
  expect(saw).toEqual([kitchen, harbour])
})

test('a store that cannot be read is asked again', async () => {
  const { clock, asked, saw, store } = aSweep([kitchen], { isSlow: true })
  await clock.run(SWEEP_MS)
  store.answers[0]?.reject(new StoreUnavailable('no disk'))
  await clock.run(0)
  expect(saw).toEqual([])
  store.isSlow = false
  await clock.run(SWEEP_MS)
  expect(asked).toHaveLength(2)
  expect(saw).toEqual([kitchen])
})

test('closed, it asks nothing, tells nothing, and leaves no timer behind', async () => {
  const { clock, sweep, asked, saw, store } = aSweep([kitchen], { isSlow: true })
  sweep.soon(harbour)
  await clock.run(SWEEP_GATHER_MS)
  sweep.soon(kitchen)
  sweep.close()
  sweep.soon(kitchen)
  store.answers[0]?.resolve()
  await clock.run(SWEEP_MS)
  expect(asked).toHaveLength(1)
  expect(saw).toEqual([])
  expect(clock.waiting).toBe(0)
})

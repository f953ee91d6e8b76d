import { setImmediate } from 'node:timers/promises'
import { PRESENCE_GRACE_MS, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { SWEEP_GATHER_MS, SWEEP_MS } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import { silentLog } from '../observability/log.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { create, post } from '../store/testing/cast.ts'
import { aNodeAmongOthers, openHouses } from '../testing/house.ts'
import { Listener } from '../testing/listener.ts'
import { Rooms } from './rooms.ts'

const theHouse = openHouses()

test('opening a room that others open at the same moment reads the store once', async () => {
  const { rooms, store, harbour, ana } = await theHouse()
  await rooms.changed(create(harbour, ana))
  const before = store.calls('readHeads')
  const opened = await Promise.all([1, 2, 3].map(() => rooms.open(harbour.roomId)))
  expect(new Set(opened).size).toBe(1)
  expect(store.calls('readHeads')).toBe(before + 1)
})

test('a room that is not there is not open, and may be there a moment later', async () => {
  const { rooms, harbour, ana } = await theHouse()
  expect(await rooms.open(anId<RoomId>('nowhere'))).toBeNull()
  expect(await rooms.open(harbour.roomId)).toBeNull()
  await rooms.changed(create(harbour, ana))
  expect(await rooms.open(harbour.roomId)).not.toBeNull()
})

test('a store that cannot be read keeps a room shut for now only', async () => {
  const { rooms, store, harbour, ana } = await theHouse()
  await rooms.changed(create(harbour, ana))
  store.failNext('readHeads', new StoreUnavailable('no disk'))
  await expect(rooms.open(harbour.roomId)).rejects.toThrow('no disk')
  expect(await rooms.open(harbour.roomId)).not.toBeNull()
})

test('[D10] a room is put away when nobody is in it, and not while somebody may be back in a moment', async () => {
  const { rooms, room, enter, clock, bo } = await theHouse()
  const { listener } = await enter(bo)
  clock.advance(120_000)
  expect(rooms.openCount).toBe(1)
  clock.advance(30_000 - PRESENCE_GRACE_MS / 2)
  listener.lose()
  clock.advance(PRESENCE_GRACE_MS / 2)
  expect(rooms.get(room.roomId)).toBe(room)
  clock.advance(30_000)
  expect(rooms.openCount).toBe(0)
})

test('a room that was put away and opened again knows where it stands', async () => {
  const { rooms, enter, say, clock, kitchen, ana, bo } = await theHouse()
  const { listener } = await enter(ana)
  await say(ana, 'salt')
  listener.lose()
  clock.advance(60_000)
  expect(rooms.openCount).toBe(0)
  const again = await rooms.open(kitchen.roomId)
  expect(again?.head).toBe(4)
  const atBo = new Listener(bo)
  await again?.enter(atBo, 1, { epoch: kitchen.epoch, sequence: 4 })
  await say(ana, 'pepper')
  expect(atBo.bodies).toEqual(['pepper'])
})

test('[D4] two nodes on one store: what one commits, the other tells', async () => {
  const { exchange, store, clock, enter, kitchen, ana, bo } = await theHouse()
  const other = new Rooms({
    store,
    broker: exchange.createBroker(),
    clock,
    log: silentLog,
    counters: createCounters(),
    others: null,
    loopBusy: () => 0,
    outdated: () => {},
  })
  onTestFinished(() => other.close())
  const { listener } = await enter(bo)
  await other.open(kitchen.roomId)
  await other.changed(post(kitchen, ana, 'from the other node'))
  await setImmediate()
  expect(listener.bodies).toEqual(['from the other node'])
})

test('[D4] what was said before this node listened, and what no doorbell told, is looked up', async () => {
  const { exchange, store, clock, kitchen, elsewhere, bo } = await theHouse()
  const broker = exchange.createBroker()
  const [log, counters, loopBusy] = [silentLog, createCounters(), () => 0]
  const sweeping = new Rooms({
    store,
    broker,
    clock,
    log,
    counters,
    others: aNodeAmongOthers('other'),
    loopBusy,
    outdated: () => {},
  })
  onTestFinished(() => sweeping.close())
  const room = await sweeping.open(kitchen.roomId)
  const listener = new Listener(bo)
  await room?.enter(listener, 1, null)
  for (const [unheard, afterMs] of [
    ['said too early', SWEEP_GATHER_MS],
    ['never told', SWEEP_MS],
  ] as const) {
    await elsewhere(unheard)
    clock.advance(afterMs)
    while (!listener.bodies.includes(unheard)) await setImmediate()
  }
})

test('[D8] a room that the store has in another epoch is noticed by the next look', async () => {
  const { exchange, store, clock, kitchen, harbour } = await theHouse()
  let noticed = 0
  const renewed: Store = {
    ...store,
    async readHeads(roomIds) {
      const heads = await store.readHeads(roomIds)
      return new Map([...heads].map(([roomId, head]) => [roomId, { ...head, epoch }]))
    },
  }
  let epoch = kitchen.epoch
  const rooms = new Rooms({
    store: renewed,
    broker: exchange.createBroker(),
    clock,
    log: silentLog,
    counters: createCounters(),
    others: aNodeAmongOthers('other'),
    loopBusy: () => 0,
    outdated: () => {
      noticed += 1
      rooms.forget()
    },
  })
  onTestFinished(() => rooms.close())
  await rooms.open(kitchen.roomId)
  clock.advance(SWEEP_MS)
  await setImmediate()
  expect(noticed).toBe(0)
  epoch = harbour.epoch
  clock.advance(SWEEP_MS)
  while (noticed === 0) await setImmediate()
  expect((await rooms.open(kitchen.roomId))?.epoch).toBe(epoch)
})

test('[D3] a post that is there already, and that nobody here heard of, is told at once', async () => {
  const { rooms, store, kitchen, enter, ana, bo } = await theHouse()
  const { listener } = await enter(bo)
  const said = post(kitchen, ana, 'to the node before')
  await store.commit([said])
  expect(await rooms.changed(said)).toMatchObject({ outcome: 'repeated' })
  while (listener.bodies.length === 0) await setImmediate()
  expect(listener.bodies).toEqual(['to the node before'])
})

test('closed, it has settled what it took, and leaves no timer behind', async () => {
  const { rooms, clock, kitchen, ana } = await theHouse()
  const settled = rooms.changed(post(kitchen, ana, 'last words'))
  await rooms.close()
  expect(await Promise.race([settled, setImmediate('not yet')])).toMatchObject({ outcome: 'applied' })
  expect(clock.waiting).toBe(0)
})

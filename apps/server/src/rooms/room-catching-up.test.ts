import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { StoreUnavailable } from '../store/store.ts'
import { openHouses } from '../testing/house.ts'
import { Listener } from '../testing/listener.ts'

const theHouse = openHouses()

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setImmediate()
}

test('[D10] who reads slowly is told no more, and reads from the store what they missed, once', async () => {
  const { enter, say, store, ana, bo } = await theHouse()
  const { listener: atAna } = await enter(ana)
  const { listener: atBo } = await enter(bo)
  const held = store.hold('readChanges')
  atBo.isBehind = true
  await say(ana, 'salt')
  await say(ana, 'pepper')
  expect(atAna.bodies).toEqual(['salt', 'pepper'])
  await held.reached
  expect(atBo.bodies).toEqual([])
  atBo.isBehind = false
  held.answer()
  await until(() => atBo.bodies.length > 0)
  await say(ana, 'oil')
  expect(atBo.bodies).toEqual(['salt', 'pepper', 'oil'])
})

test('[D7] from the word that one is in, one is a member, however long the catching up takes', async () => {
  const { room, say, store, ana, bo } = await theHouse()
  const atBo = new Listener(bo)
  const entry = store.hold('readEntry')
  const changes = store.hold('readChanges')
  const entering = room.enter(atBo, 1, null)
  await entry.reached
  for (let i = 0; i < 300; i++) await say(ana, `word ${i}`)
  entry.answer()
  await changes.reached
  expect(atBo.of('entered')).toHaveLength(1)
  expect(room.memberOf(atBo)?.name).toBe('Bo')
  changes.answer()
  await entering
  expect(atBo.bodies.at(-1)).toBe('word 299')
})

test('[D6] a store that fails for one entering says nothing about the next that waits', async () => {
  const { room, store, bo } = await theHouse()
  const atBo = new Listener(bo)
  store.failNext('readEntry', new StoreUnavailable('no disk'))
  const first = room.enter(atBo, 1, null)
  const second = room.enter(atBo, 2, null)
  await expect(first).rejects.toThrow(StoreUnavailable)
  expect(await second).toBe(true)
  expect(atBo.of('entered')).toMatchObject([{ ref: 2 }])
})

test('[D4] who fell behind before an entering that fails is caught up all the same', async () => {
  const { room, enter, say, store, kitchen, ana, bo } = await theHouse()
  const { listener: atBo } = await enter(bo)
  const cursor = { epoch: kitchen.epoch, sequence: room.head }
  const otherRoom = Promise.withResolvers<void>()
  void atBo.inTurn(() => otherRoom.promise)
  store.failNext('readEntry', new StoreUnavailable('no disk'))
  const entering = room.enter(atBo, 2, cursor)
  atBo.isBehind = true
  await say(ana, 'salt')
  atBo.isBehind = false
  otherRoom.resolve()
  await expect(entering).rejects.toThrow(StoreUnavailable)
  await until(() => atBo.bodies.length > 0)
  await say(ana, 'oil')
  expect(atBo.bodies).toEqual(['salt', 'oil'])
})

test('[D9] a stranger on the way in is told nothing of the room, its head included', async () => {
  const { room, store, chidi } = await theHouse()
  const stranger = new Listener(chidi)
  const held = store.hold('readEntry')
  const entering = room.enter(stranger, 1, null)
  await held.reached
  expect(room.headFor(stranger)).toBeNull()
  held.answer()
  expect(await entering).toBe(false)
  expect(stranger.heard).toEqual([])
})

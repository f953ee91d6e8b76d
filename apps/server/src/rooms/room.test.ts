import { setImmediate } from 'node:timers/promises'
import type { Sequence } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../store/store.ts'
import { openHouses } from '../testing/house.ts'
import { Listener } from '../testing/listener.ts'
import { AskAgain, encodeForDelivery } from './room-connection.ts'

const theHouse = openHouses()

/** Waits for what the store still answers. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setImmediate()
}

const bodiesSince = (listener: Listener, from: number) => listener.bodies.slice(from)

describe('[D4] a room tells its changes in order, each once', () => {
  test('everyone gets the same bytes, encoded once', async () => {
    const { enter, say, ana, bo } = await theHouse()
    const { listener: atAna } = await enter(ana)
    const { listener: atBo } = await enter(bo)
    await say(ana, 'salt')
    expect(atAna.bodies).toEqual(['salt'])
    expect(atBo.told.at(-1)).toBe(atAna.told.at(-1))
  })

  test('what one commit changed is one span', async () => {
    const { enter, say, ana } = await theHouse()
    const { listener } = await enter(ana)
    await say(ana, 'first', 'salt', 'pepper', 'oil')
    expect(listener.of('span').map((span) => span.records.length)).toEqual([1, 3])
  })

  test('a repeated doorbell is dropped', async () => {
    const { enter, elsewhere, ring, bo } = await theHouse()
    const { listener } = await enter(bo)
    const records = await elsewhere('salt')
    ring(records)
    ring(records)
    expect(listener.bodies).toEqual(['salt'])
  })

  test('a doorbell beyond a hole makes the room read the store, and nobody is told across the hole', async () => {
    const { enter, elsewhere, ring, room, bo } = await theHouse()
    const { listener } = await enter(bo)
    await elsewhere('salt', 'pepper')
    ring(await elsewhere('oil'))
    expect(listener.bodies).toEqual([])
    await until(() => listener.bodies.length > 0)
    expect(listener.bodies).toEqual(['salt', 'pepper', 'oil'])
    expect(room.head).toBe(6)
  })

  test('doorbells in the wrong order come out in the right one', async () => {
    const { enter, elsewhere, ring, bo } = await theHouse()
    const { listener } = await enter(bo)
    const [salt, pepper, oil] = [await elsewhere('salt'), await elsewhere('pepper'), await elsewhere('oil')]
    for (const records of [oil, pepper, salt]) ring(records)
    await until(() => listener.bodies.length >= 3)
    expect(listener.bodies).toEqual(['salt', 'pepper', 'oil'])
  })

  test('a head above what was told is a hole too', async () => {
    const { enter, elsewhere, room, kitchen, bo } = await theHouse()
    const { listener } = await enter(bo)
    await elsewhere('salt')
    room.sawHead({ epoch: kitchen.epoch, head: room.head + 1 })
    await until(() => listener.bodies.length > 0)
    expect(listener.bodies).toEqual(['salt'])
  })

  test('a store that cannot be read is asked again, and what came meanwhile follows', async () => {
    const { enter, elsewhere, ring, store, clock, bo } = await theHouse()
    const { listener } = await enter(bo)
    await elsewhere('salt')
    store.failNext('readChanges', new StoreUnavailable('no disk'))
    ring(await elsewhere('pepper'))
    await setImmediate()
    ring(await elsewhere('oil'))
    await setImmediate()
    expect(listener.bodies).toEqual([])
    clock.advance(500)
    await until(() => listener.bodies.length > 0)
    expect(listener.bodies).toEqual(['salt', 'pepper', 'oil'])
    expect(store.calls('readChanges')).toBe(2)
  })

  test('a doorbell that lies about a head costs one read and tells nothing', async () => {
    const { enter, room, store, kitchen, say, bo } = await theHouse()
    const { listener } = await enter(bo)
    room.sawHead({ epoch: kitchen.epoch, head: 1_000 })
    await until(() => store.calls('readChanges') === 1)
    for (let turn = 0; turn < 10; turn++) await setImmediate()
    expect(store.calls('readChanges')).toBe(1)
    await say(bo, 'still here')
    expect(listener.bodies).toEqual(['still here'])
  })

  test('a doorbell of another epoch is not of this history', async () => {
    const { enter, elsewhere, ring, harbour, bo } = await theHouse()
    const { listener } = await enter(bo)
    const records = await elsewhere('salt')
    ring(records, harbour.epoch)
    expect(listener.bodies).toEqual([])
    ring(records)
    expect(listener.bodies).toEqual(['salt'])
  })

  test('what ten nodes could hold is repaired in pieces', async () => {
    const { enter, elsewhere, ring, bo } = await theHouse()
    const { listener } = await enter(bo)
    const bodies = Array.from({ length: 2_300 }, (_, i) => `word ${i}`)
    await elsewhere(...bodies)
    ring(await elsewhere('last'))
    await until(() => listener.bodies.at(-1) === 'last')
    expect(listener.bodies).toEqual([...bodies, 'last'])
  })
})

describe('[D6] entering leaves no hole and repeats nothing', () => {
  test('a newcomer gets a reset with the newest page', async () => {
    const { enter, say, ana, bo } = await theHouse()
    await enter(ana)
    await say(ana, 'salt')
    const { listener } = await enter(bo)
    expect(listener.heard.map((event) => event.type)).toEqual(['entered', 'reset', 'presence'])
    expect(listener.bodies).toEqual(['salt'])
  })

  test('who comes back with a cursor gets what was missed, and who missed nothing gets nothing', async () => {
    const { enter, say, kitchen, ana, bo } = await theHouse()
    await enter(ana)
    await say(ana, 'salt')
    await say(ana, 'pepper')
    const { listener } = await enter(bo, { epoch: kitchen.epoch, sequence: 4 })
    expect(listener.of('entered')).toMatchObject([{ by: 'replay', head: 5 }])
    expect(listener.of('span')).toMatchObject([{ after: 4, upTo: 5 }])
    const { listener: again } = await enter(bo, { epoch: kitchen.epoch, sequence: 5 })
    expect(again.heard.map((event) => event.type)).toEqual(['entered', 'presence'])
  })

  test('what is said between the snapshot and its telling follows it', async () => {
    const { room, store, say, ana, bo } = await theHouse()
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const entering = room.enter(listener, 1, null)
    await held.reached
    await say(ana, 'salt')
    await say(ana, 'pepper')
    expect(listener.heard).toEqual([])
    held.answer()
    await entering
    expect(listener.heard.map((event) => event.type)).toEqual([
      'entered',
      'reset',
      'span',
      'span',
      'presence',
    ])
    expect(listener.bodies).toEqual(['salt', 'pepper'])
  })

  test('what is in the snapshot and was said meanwhile is told once', async () => {
    const { room, store, say, ana, bo } = await theHouse()
    const listener = new Listener(bo)
    // The change is on disk before the snapshot, and its room is told after it.
    const commit = store.hold('commit')
    const saying = say(ana, 'salt')
    await commit.reached
    const entry = store.hold('readEntry')
    const entering = room.enter(listener, 1, null)
    await entry.reached
    commit.answer()
    await saying
    entry.answer()
    await entering
    expect(listener.bodies).toEqual(['salt'])
    await say(ana, 'pepper')
    expect(listener.bodies).toEqual(['salt', 'pepper'])
  })

  test('more than may be held is read again instead, however much it is', async () => {
    const { room, store, elsewhere, ring, say, ana, bo } = await theHouse()
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const entering = room.enter(listener, 1, null)
    await held.reached
    const bodies = Array.from({ length: 1_200 }, (_, i) => `word ${i}`)
    for (let i = 0; i < bodies.length; i += 4) ring(await elsewhere(...bodies.slice(i, i + 4)))
    held.answer()
    await entering
    expect(listener.bodies).toEqual(bodies)
    await say(ana, 'after it')
    expect(bodiesSince(listener, bodies.length)).toEqual(['after it'])
    expect(listener.of('span').every((span, i, spans) => i === 0 || span.after === spans[i - 1]?.upTo)).toBe(
      true,
    )
  })

  test('a store that fails while it is read again is asked until it answers', async () => {
    const { room, store, elsewhere, ring, clock, bo } = await theHouse()
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const entering = room.enter(listener, 1, null)
    await held.reached
    for (let i = 0; i < 300; i++) ring(await elsewhere(`word ${i}`))
    store.failNext('readChanges', new StoreUnavailable('no disk'), 2)
    held.answer()
    for (const calls of [1, 2]) {
      await until(() => store.calls('readChanges') === calls)
      await setImmediate()
      clock.advance(500)
    }
    expect(await entering).toBe(true)
    expect(listener.bodies).toHaveLength(300)
  })

  test('entering twice at once is done one after the other, each answered by what it asked for', async () => {
    const { room, store, say, kitchen, ana, bo } = await theHouse()
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const first = room.enter(listener, 1, null)
    const second = room.enter(listener, 2, { epoch: kitchen.epoch, sequence: 3 })
    await held.reached
    await say(ana, 'salt')
    held.answer()
    expect(await Promise.all([first, second])).toEqual([true, true])
    expect(listener.of('entered')).toMatchObject([
      { ref: 1, by: 'reset', head: 3 },
      { ref: 2, by: 'replay', head: 4 },
    ])
    expect(listener.of('span')).toMatchObject([
      { after: 3, upTo: 4 },
      { after: 3, upTo: 4 },
    ])
    expect(listener.of('presence').filter((presence) => presence.isWhole)).toHaveLength(1)
  })

  test('a store that fails leaves somebody who was in as they were, with nothing missed', async () => {
    const { room, store, enter, say, kitchen, ana, bo } = await theHouse()
    const { listener } = await enter(bo)
    const held = store.hold('readEntry')
    const again = room.enter(listener, 2, { epoch: kitchen.epoch, sequence: 2 })
    await held.reached
    await say(ana, 'salt')
    expect(listener.bodies).toEqual([])
    held.fail(new StoreUnavailable('no disk'))
    await expect(again).rejects.toThrow('no disk')
    expect(listener.bodies).toEqual(['salt'])
    await say(ana, 'pepper')
    expect(listener.bodies).toEqual(['salt', 'pepper'])
    expect(listener.of('entered')).toHaveLength(1)
  })

  test('a store that fails keeps a newcomer out, and they may try again', async () => {
    const { room, store, bo } = await theHouse()
    const listener = new Listener(bo)
    store.failNext('readEntry', new StoreUnavailable('no disk'))
    await expect(room.enter(listener, 1, null)).rejects.toThrow('no disk')
    expect(listener.rooms.size).toBe(0)
    expect(room.memberOf(listener)).toBeNull()
    expect(await room.enter(listener, 2, null)).toBe(true)
    expect(room.memberOf(listener)).toMatchObject({ name: 'Bo' })
  })

  test('[D9] who is no member is told nothing and is not in the room', async () => {
    const { enter, say, room, chidi, ana } = await theHouse()
    const { listener, isMember } = await enter(chidi)
    expect(isMember).toBe(false)
    await say(ana, 'salt')
    expect(listener.heard).toEqual([])
    expect(listener.rooms.size).toBe(0)
    expect(room.memberOf(listener)).toBeNull()
  })

  test('who leaves while entering hears nothing more, and was never seen', async () => {
    const { room, store, enter, say, clock, ana, bo } = await theHouse()
    const { listener: atAna } = await enter(ana)
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const entering = room.enter(listener, 1, null)
    await held.reached
    room.leave(listener, 'left')
    held.answer()
    await expect(entering).rejects.toThrow(AskAgain)
    await say(ana, 'salt')
    clock.advance(60_000)
    expect(listener.heard).toEqual([])
    expect(listener.rooms.size).toBe(0)
    expect(atAna.of('presence').at(-1)).toMatchObject({ here: [{ name: 'Ana' }], count: 1 })
  })

  test('who leaves and enters again before that is done is in, once', async () => {
    const { room, store, say, ana, bo } = await theHouse()
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const first = room.enter(listener, 1, null)
    await held.reached
    room.leave(listener, 'left')
    const second = room.enter(listener, 2, null)
    const isTurnedAway = expect(first).rejects.toThrow(AskAgain)
    held.answer()
    await isTurnedAway
    await second
    await say(ana, 'salt')
    expect(listener.of('entered')).toMatchObject([{ ref: 2 }])
    expect(listener.bodies).toEqual(['salt'])
    expect(room.memberOf(listener)).not.toBeNull()
  })

  test('a line that is lost while entering leaves no trace', async () => {
    const { room, rooms, store, clock, bo } = await theHouse()
    const listener = new Listener(bo)
    const held = store.hold('readEntry')
    const entering = room.enter(listener, 1, null)
    await held.reached
    listener.lose()
    held.answer()
    await expect(entering).rejects.toThrow(AskAgain)
    expect(room.isOver).toBe(true)
    clock.advance(30_000)
    expect(rooms.openCount).toBe(0)
  })
})

test('[D3] a change made before is told again to who asks, and to nobody else', async () => {
  const { enter, elsewhere, room, ana, bo } = await theHouse()
  const { listener: atAna } = await enter(ana)
  const { listener: atBo } = await enter(bo)
  const [record] = await elsewhere('salt')
  if (!record) throw new Error('a record was expected')
  room.tellAgain(atAna, record)
  expect(atAna.of('span')).toMatchObject([{ after: 3, upTo: 4 }])
  expect(atBo.of('span')).toEqual([])
  room.leave(atAna, 'left')
  room.tellAgain(atAna, record)
  expect(atAna.of('span')).toHaveLength(1)
})

test('what may be dropped is not told to those who are still entering, and the room knows who missed it', async () => {
  const { enter, room, store, kitchen, ana, bo } = await theHouse()
  const { listener: atAna } = await enter(ana)
  const entering = await enter(bo)
  const held = store.hold('readEntry')
  const again = room.enter(entering.listener, 9, null)
  await held.reached
  const typing = encodeForDelivery({
    type: 'typing',
    roomId: kitchen.roomId,
    memberId: ana.memberIn(kitchen),
    name: 'Ana',
    isTyping: true,
  })
  expect(room.whisper(typing)).toEqual([entering.listener])
  expect(room.whisper(typing, (me) => me.name === 'Bo')).toEqual([])
  expect(atAna.of('typing')).toHaveLength(2)
  expect(entering.listener.of('typing')).toEqual([])
  held.answer()
  await again
  expect(room.whisper(typing)).toEqual([])
  expect(entering.listener.of('typing')).toHaveLength(1)
})

test('a member who takes another name has it everywhere', async () => {
  const { enter, room, rooms, clock, kitchen, ana, bo } = await theHouse()
  const { listener: atAna } = await enter(ana)
  const { listener: atBo } = await enter(bo)
  const renamed = { name: 'Bonifaz', nameSkeleton: 'bonifaz', at: 0 }
  const memberId = bo.memberIn(kitchen)
  const { roomId } = kitchen
  await rooms.changed({ kind: 'join-room', roomId, tokenHash: bo.tokenHash, memberId, ...renamed })
  expect(room.memberOf(atBo)).toMatchObject({ name: 'Bonifaz' })
  clock.advance(50)
  expect(atAna.of('presence').at(-1)).toMatchObject({
    here: expect.arrayContaining([{ memberId, name: 'Bonifaz' }]),
  })
})

test('the head is how far everyone was told, never a promise', async () => {
  const { enter, elsewhere, ring, room, ana } = await theHouse()
  await enter(ana)
  const before: Sequence = room.head
  await elsewhere('salt')
  expect(room.head).toBe(before)
  ring(await elsewhere('pepper'))
  expect(room.head).toBe(before)
  await until(() => room.head === before + 2)
})

import { setImmediate } from 'node:timers/promises'
import type { MemberRecord, Sequence } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import { PRESENCE_GATHER_MS } from '../limits.ts'
import { applied, join, type Person, remove } from '../store/testing/cast.ts'
import { openHouses } from '../testing/house.ts'
import type { Listener } from '../testing/listener.ts'
import { encodeForDelivery } from './room-connection.ts'

const theHouse = openHouses()

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setImmediate()
}

/** A house in which Ana can remove Bo, here or at another node. */
async function aHouse() {
  const house = await theHouse()
  const { kitchen, ana, store, rooms } = house
  return {
    ...house,
    removeHere: (person: Person) => rooms.changed(remove(kitchen, ana, person)),
    async removeElsewhere(person: Person) {
      const outcomes = await store.commit([remove(kitchen, ana, person)])
      return outcomes.flatMap(applied)
    },
  }
}

/** The sequences up to which somebody was told, in order. */
const reached = (listener: Listener): Sequence[] => listener.of('span').map(({ upTo }) => upTo)

/** What somebody knows of their own membership last. */
const lastRole = (listener: Listener): MemberRecord['role'] | undefined =>
  listener
    .of('span')
    .flatMap(({ records }) => records)
    .findLast((record): record is MemberRecord => record.kind === 'member')?.role

describe('[D9] who is removed hears of it, and then of nothing', () => {
  test('in the room as it talks', async () => {
    const { enter, say, removeHere, room, kitchen, ana, bo } = await aHouse()
    const [{ listener: atAna }, { listener: atBo }] = [await enter(ana), await enter(bo)]
    await say(ana, 'salt')
    await removeHere(bo)
    const told = atBo.told.length
    await say(ana, 'pepper')
    room.whisper(encodeForDelivery({ type: 'heartbeat', heads: [] }))
    await say(ana, 'oil')
    room.tellAgain(atBo, { ...aRecordOf(atAna), version: 99 })
    expect(atAna.bodies).toEqual(['salt', 'pepper', 'oil'])
    expect(atBo.bodies).toEqual(['salt'])
    expect(atBo.told).toHaveLength(told)
    expect(lastRole(atBo)).toBe('removed')
    expect(room.memberOf(atBo)).toBeNull()
    expect(room.headFor(atBo)).toBeNull()
    expect(atBo.rooms.has(kitchen.roomId)).toBe(false)
  })

  test('in the middle of one commit, and everybody is told the same bytes up to there', async () => {
    const { enter, say, removeHere, ana, bo } = await aHouse()
    const [{ listener: atAna }, { listener: atBo }] = [await enter(ana), await enter(bo)]
    await Promise.all([say(ana, 'first'), say(ana, 'salt'), removeHere(bo), say(ana, 'pepper')])
    expect(atAna.bodies).toEqual(['first', 'salt', 'pepper'])
    expect(atBo.bodies).toEqual(['first', 'salt'])
    const common = atBo.told.at(-1)
    expect(atAna.told).toContain(common)
    expect(reached(atBo)).toEqual([4, 6])
  })

  test('in a frame that is held for others under pressure', async () => {
    const { enter, elsewhere, removeElsewhere, ring, setBusy, clock, ana, bo } = await aHouse()
    const { listener: atBo } = await enter(bo)
    // Enough listeners that the room waits before its next frame.
    const [other] = await Promise.all(Array.from({ length: 200 }, () => enter(ana)))
    setBusy(1)
    ring(await elsewhere('at once'))
    ring(await elsewhere('salt'))
    expect(atBo.bodies).toEqual(['at once'])
    ring(await removeElsewhere(bo))
    ring(await elsewhere('pepper'))
    expect(other?.listener.bodies).toEqual(['at once', 'salt'])
    clock.advance(1_000)
    expect(other?.listener.bodies).toEqual(['at once', 'salt', 'pepper'])
    expect(atBo.bodies).toEqual(['at once', 'salt'])
    expect(lastRole(atBo)).toBe('removed')
  })

  test('by another node', async () => {
    const { enter, elsewhere, removeElsewhere, ring, ana, bo } = await aHouse()
    const [{ listener: atAna }, { listener: atBo }] = [await enter(ana), await enter(bo)]
    ring([...(await elsewhere('salt')), ...(await removeElsewhere(bo)), ...(await elsewhere('pepper'))])
    expect(atAna.bodies).toEqual(['salt', 'pepper'])
    expect(atBo.bodies).toEqual(['salt'])
    expect(lastRole(atBo)).toBe('removed')
  })

  test('by another node of which nothing was heard: what the store is asked for ends there as well', async () => {
    const { enter, elsewhere, removeElsewhere, ring, ana, bo } = await aHouse()
    const [{ listener: atAna }, { listener: atBo }] = [await enter(ana), await enter(bo)]
    await elsewhere('salt')
    await removeElsewhere(bo)
    await elsewhere('pepper')
    ring(await elsewhere('oil'))
    await until(() => atAna.bodies.length === 3)
    expect(atBo.bodies).toEqual(['salt'])
    expect(lastRole(atBo)).toBe('removed')
  })

  test('while they come in', async () => {
    const { enter, say, removeHere, store, room, kitchen, ana, bo } = await aHouse()
    const { listener: atAna } = await enter(ana)
    const read = store.hold('readEntry')
    const entering = enter(bo)
    await read.reached
    await say(ana, 'salt')
    await removeHere(bo)
    await say(ana, 'pepper')
    read.answer()
    const { listener: atBo, isMember } = await entering
    expect(isMember).toBe(true)
    expect(atBo.bodies).toEqual(['salt'])
    expect(lastRole(atBo)).toBe('removed')
    expect(atBo.of('presence')).toEqual([])
    expect(room.memberOf(atBo)).toBeNull()
    expect(atBo.rooms.has(kitchen.roomId)).toBe(false)
    expect(atAna.bodies).toEqual(['salt', 'pepper'])
  })

  test('while they read slowly: they are caught up to there', async () => {
    const { enter, say, removeHere, kitchen, ana, bo } = await aHouse()
    const { listener: atBo } = await enter(bo)
    const unsent = Promise.withResolvers<void>()
    atBo.drained = () => unsent.promise
    atBo.isBehind = true
    await say(ana, 'salt')
    await removeHere(bo)
    await say(ana, 'pepper', 'oil')
    expect(atBo.bodies).toEqual([])
    atBo.isBehind = false
    unsent.resolve()
    await until(() => !atBo.rooms.has(kitchen.roomId))
    await say(ana, 'vinegar')
    expect(atBo.bodies).toEqual(['salt'])
    expect(lastRole(atBo)).toBe('removed')
  })

  test('and may not ask to be caught up on what this node has not heard of', async () => {
    const { enter, elsewhere, removeElsewhere, room, kitchen, ana, bo } = await aHouse()
    const [{ listener: atAna }, { listener: atBo }] = [await enter(ana), await enter(bo)]
    await removeElsewhere(bo)
    const pepper = await elsewhere('pepper')
    const cursor = { epoch: kitchen.epoch, sequence: 3 }
    const told = atBo.told.length
    expect(await room.enter(atBo, 9, cursor)).toBe(false)
    expect(await room.enter(atBo, 9, cursor)).toBe(false)
    expect(atBo.told).toHaveLength(told)
    expect(atBo.rooms.has(kitchen.roomId)).toBe(false)
    room.sawHead({ epoch: kitchen.epoch, head: pepper[0]?.version ?? 0 })
    await until(() => atAna.bodies.length === 1)
    expect(atBo.told).toHaveLength(told)
  })

  test('with every line they have, and nobody else with them', async () => {
    const { enter, say, removeHere, rooms, kitchen, ana, bo, chidi } = await aHouse()
    await rooms.changed(join(kitchen, chidi))
    const lines = [await enter(bo), await enter(bo)]
    const { listener: atChidi } = await enter(chidi)
    await removeHere(bo)
    await say(ana, 'pepper')
    expect(lines.map(({ listener }) => [listener.bodies, lastRole(listener)])).toEqual([
      [[], 'removed'],
      [[], 'removed'],
    ])
    expect(atChidi.bodies).toEqual(['pepper'])
  })
})

test('[D9] who is back before this node heard that they were gone stays in', async () => {
  const { enter, elsewhere, removeElsewhere, ring, store, room, kitchen, bo } = await aHouse()
  const { listener } = await enter(bo)
  const removed = await removeElsewhere(bo)
  const back = (await store.commit([join(kitchen, bo)])).flatMap(applied)
  // Comes in anew at once, by a reading that has seen both; the doorbells come later.
  const { listener: anew } = await enter(bo)
  ring(removed)
  expect(room.memberOf(anew)?.role).toBe('member')
  expect(lastRole(listener)).toBe('removed')
  ring(back)
  ring(await elsewhere('salt'))
  expect(anew.bodies).toEqual(['salt'])
  expect(listener.bodies).toEqual([])
})

test('[D9] who joined again hears everything again, as the member they were', async () => {
  const { enter, say, removeHere, rooms, kitchen, ana, bo } = await aHouse()
  const { listener: atAna } = await enter(ana)
  await enter(bo)
  await removeHere(bo)
  await say(ana, 'salt')
  await rooms.changed(join(kitchen, bo))
  const { listener } = await enter(bo)
  await say(bo, 'pepper')
  expect(listener.bodies).toEqual(['salt', 'pepper'])
  expect(lastRole(atAna)).toBe('member')
})

test('who is removed is not here any more, with a line or without one', async () => {
  const { enter, removeHere, rooms, room, clock, kitchen, ana, bo, chidi } = await aHouse()
  await rooms.changed(join(kitchen, chidi))
  const { listener: atAna } = await enter(ana)
  const { listener: atChidi } = await enter(chidi)
  await enter(bo)
  atChidi.lose()
  clock.advance(PRESENCE_GATHER_MS)
  expect(room.attendance.count).toBe(3)
  await removeHere(bo)
  await removeHere(chidi)
  clock.advance(PRESENCE_GATHER_MS)
  expect(room.attendance.count).toBe(1)
  const gone = atAna.of('presence').flatMap((presence) => presence.gone)
  expect(new Set(gone)).toEqual(new Set([bo, chidi].map((person) => person.memberIn(kitchen))))
})

/** Some record this person was told of. */
function aRecordOf(listener: Listener) {
  const record = listener.of('span')[0]?.records[0]
  if (!record) throw new Error('nothing was told')
  return record
}

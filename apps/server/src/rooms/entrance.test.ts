import type { Ref, RoomCode, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ROOMS_MADE_PER_ADDRESS } from '../limits.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import type { Person } from '../store/testing/cast.ts'
import { aHouse } from '../testing/house.ts'
import { Listener } from '../testing/listener.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { Entrance } from './entrance.ts'

let disk: Store
let refs = 0

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

async function theEntrance() {
  const house = await aHouse(disk)
  onTestFinished(() => house.close())
  const { rooms, store, clock } = house
  const entrance = new Entrance({ rooms, store, clock })
  let unknownCodes = 0
  const entered = (listener: Listener) => listener.of('entered').at(-1)
  return {
    ...house,
    entered,
    get unknownCodes() {
      return unknownCodes
    },
    async create(person: Person, roomId: RoomId, name = person.name, address?: string) {
      const listener = Object.assign(new Listener(person), address === undefined ? {} : { address })
      const ref: Ref = ++refs
      const refused = await entrance.create(listener, { type: 'create-room', ref, roomId, name })
      return { listener, refused }
    },
    async join(person: Person, code: string, name = person.name) {
      const listener = new Listener(person)
      const command = { type: 'join-room', ref: ++refs, code: code as RoomCode, name } as const
      const refused = await entrance.join(listener, command, {
        onUnknownCode: () => {
          unknownCodes++
        },
        showPassword: async () => ({ since: null }),
      })
      return { listener, refused }
    },
    async resume(person: Person, roomId: RoomId) {
      const listener = new Listener(person)
      return { listener, refused: await entrance.resume(listener, { ref: ++refs, roomId, cursor: null }) }
    },
  }
}

const theCode = (listener: Listener) => {
  const code = listener.of('reset')[0]?.room.code
  if (!code) throw new Error('a room was expected')
  return code
}

describe('creating a room', () => {
  test('makes a room with a code, its owner in it', async () => {
    const { create, ana } = await theEntrance()
    const { listener, refused } = await create(ana, anId<RoomId>('pantry-1'))
    expect(refused).toBeNull()
    expect(listener.of('reset')).toMatchObject([{ me: { name: 'Ana', role: 'owner' }, room: { title: '' } }])
    expect(theCode(listener)).toMatch(/^[0-9a-z]{10}$/)
  })

  test('[D3] the same command again is the same room', async () => {
    const { create, ana } = await theEntrance()
    const { listener } = await create(ana, anId<RoomId>('pantry-2'))
    const { listener: again, refused } = await create(ana, anId<RoomId>('pantry-2'))
    expect(refused).toBeNull()
    expect(theCode(again)).toBe(theCode(listener))
    expect(again.of('entered')).toMatchObject([{ head: listener.of('entered')[0]?.head }])
  })

  test('[D3] somebody else’s room id is a conflict, and tells nothing', async () => {
    const { create, ana, bo } = await theEntrance()
    await create(ana, anId<RoomId>('pantry-3'))
    const { listener, refused } = await create(bo, anId<RoomId>('pantry-3'))
    expect(refused).toEqual({ code: 'id-conflict' })
    expect(listener.heard).toEqual([])
  })

  test.each(['', '   ', '\u200b', 'Ana\u202e', 'Аna'])('under “%s” is refused', async (name) => {
    const { create, store, ana } = await theEntrance()
    const before = store.calls('commit')
    const { refused } = await create(ana, anId<RoomId>('pantry-4'), name)
    expect(refused).toEqual({ code: 'name-unusable' })
    expect(store.calls('commit')).toBe(before)
  })

  test('[D10] [A88] from one address is slowed after a while, but for what is there already; others and this machine are not', async () => {
    const { create, ana, bo, clock } = await theEntrance()
    const from = async (address: string, name: string, person = ana) =>
      (await create(person, anId<RoomId>(`made-${name}`), person.name, address)).refused
    for (let i = 0; i < ROOMS_MADE_PER_ADDRESS.burst; i++) {
      expect(await from('203.0.113.9', `there-${i}`)).toBeNull()
      expect(await from('127.0.0.1', `here-${i}`)).toBeNull()
    }
    expect(await from('203.0.113.9', 'late')).toMatchObject({ code: 'rate-limited', retryAfterMs: 30_000 })
    expect(await from('203.0.113.9', 'late-too', bo)).toMatchObject({ code: 'rate-limited' })
    expect(await from('203.0.113.9', 'there-0')).toBeNull()
    expect(await from('203.0.113.10', 'other')).toBeNull()
    expect(await from('127.0.0.1', 'here')).toBeNull()
    clock.advance(30_000)
    expect(await from('203.0.113.9', 'late')).toBeNull()
  })

  test('with a store that fails is to be tried again', async () => {
    const { create, store, ana } = await theEntrance()
    store.failNext('commit', new StoreUnavailable('no disk'))
    const { refused } = await create(ana, anId<RoomId>('pantry-5'))
    expect(refused).toEqual({ code: 'unavailable', retryAfterMs: 2_000 })
    expect((await create(ana, anId<RoomId>('pantry-5'))).refused).toBeNull()
  })
})

describe('joining by a code', () => {
  test('makes a member, and those in the room hear of it', async () => {
    const { enter, join, kitchen, ana, chidi } = await theEntrance()
    const { listener: atAna } = await enter(ana)
    const { listener, refused } = await join(chidi, kitchen.code)
    expect(refused).toBeNull()
    expect(listener.of('reset')).toMatchObject([{ me: { name: 'Chidi', role: 'member' } }])
    expect(atAna.of('span')).toMatchObject([{ records: [{ kind: 'member', name: 'Chidi' }] }])
  })

  test('again is the same membership', async () => {
    const { join, entered, kitchen, chidi } = await theEntrance()
    const { listener } = await join(chidi, kitchen.code)
    const { listener: again } = await join(chidi, kitchen.code)
    expect(entered(again)).toMatchObject({
      memberId: entered(listener)?.memberId,
      head: entered(listener)?.head,
    })
  })

  test('under another name renames', async () => {
    const { join, enter, kitchen, ana, bo } = await theEntrance()
    const { listener: atAna } = await enter(ana)
    const { refused } = await join(bo, kitchen.code, 'Bonifaz')
    expect(refused).toBeNull()
    expect(atAna.of('span')).toMatchObject([{ records: [{ kind: 'member', name: 'Bonifaz' }] }])
  })

  test.each([
    ['Ana', 'Ana 2'],
    ['ANA', 'ANA 2'],
    ['ana.', 'ana. 2'],
    ['Ａｎａ', 'Ana 2'],
  ])('as “%s” where Ana is: taken, with “%s” to choose instead', async (name, suggestion) => {
    const { join, kitchen, chidi } = await theEntrance()
    const { listener, refused } = await join(chidi, kitchen.code, name)
    expect(refused).toEqual({ code: 'name-taken', suggestion })
    expect(listener.rooms.size).toBe(0)
  })

  test('a suggestion that was taken is not made again', async () => {
    const { join, kitchen, bo, chidi } = await theEntrance()
    await join(bo, kitchen.code, 'Ana 2')
    const { refused } = await join(chidi, kitchen.code, 'Ana')
    expect(refused).toEqual({ code: 'name-taken', suggestion: 'Ana 3' })
    const { listener, refused: then } = await join(chidi, kitchen.code, 'Ana 3')
    expect(then).toBeNull()
    expect(listener.of('reset')).toMatchObject([{ me: { name: 'Ana 3' } }])
  })

  test('that leads nowhere is not found, and counted', async () => {
    const entrance = await theEntrance()
    const { listener, refused } = await entrance.join(entrance.chidi, '0000000000')
    expect(refused).toEqual({ code: 'not-found' })
    expect(entrance.unknownCodes).toBe(1)
    expect(listener.heard).toEqual([])
    await entrance.join(entrance.chidi, entrance.kitchen.code)
    expect(entrance.unknownCodes).toBe(1)
  })

  test('under an unusable name is not even looked up', async () => {
    const { join, store, chidi } = await theEntrance()
    const { refused } = await join(chidi, '0000000000', '\u3164')
    expect(refused).toEqual({ code: 'name-unusable' })
    expect(store.calls('findRoom')).toBe(0)
  })
})

test('coming back to a room one is no member of looks like coming back to none', async () => {
  const { resume, kitchen, chidi, bo } = await theEntrance()
  const foreign = await resume(chidi, kitchen.roomId)
  const unknown = await resume(chidi, anId<RoomId>('nowhere'))
  expect(foreign.refused).toEqual({ code: 'not-found' })
  expect(unknown.refused).toEqual(foreign.refused)
  expect([foreign.listener.heard, unknown.listener.heard]).toEqual([[], []])
  expect((await resume(bo, kitchen.roomId)).refused).toBeNull()
})

import type { MessageId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Change } from './store.ts'
import {
  applied,
  create,
  idOf,
  join,
  type Person,
  type Place,
  post,
  refused,
  theRoom,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk } from './testing/talk.ts'
import { uploaded } from './testing/uploads.ts'

const NOON = 1_700_000_000_000

const close = ({ roomId }: Place, isLocked = true): Change => ({
  kind: 'close-room',
  roomId,
  isLocked,
  at: NOON,
})
const lift = (place: Place, person: Person): Change => ({
  kind: 'lift-ban',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  at: NOON,
})
const ban = (place: Place, actor: Person, person: Person): Change => ({
  kind: 'ban-member',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  actorId: actor.memberIn(place),
  isBanned: true,
  at: NOON,
})

/** What only whoever runs the server does. */
export function operatorContract(harness: Harness): void {
  const { commit, aRoomWithAMessage, expectFetchedAnew } = aTalk(harness)
  const eraseAll = async (limit: number) => {
    for (let steps = 1; ; steps++) {
      const left = await harness.store.operator.eraseDeleted(limit)
      if (left !== 'more') return { left, steps }
    }
  }

  test('closes a room to newcomers without being anybody in it, and opens it again', async () => {
    const { kitchen, ana, chidi } = await aRoomWithAMessage()
    const [closed, again] = await commit(close(kitchen), close(kitchen))
    expect(theRoom(applied(closed)).settings).toEqual({ isLocked: true })
    expect(again).toMatchObject({ outcome: 'repeated' })
    expect(await commit(join(kitchen, chidi))).toEqual([refused('locked')])
    const [opened] = await commit(close(kitchen, false))
    expect(theRoom(applied(opened)).settings).toBeUndefined()
    await expectFetchedAnew(kitchen, ana, applied(opened))
    expect(await commit(join(kitchen, chidi))).toMatchObject([{ outcome: 'applied' }])
    const nowhere = { ...kitchen, roomId: anId<RoomId>('nowhere') }
    expect(await commit(close(nowhere))).toEqual([refused('not-found')])
  })

  test('lifts a ban, once', async () => {
    const { kitchen, ana, bo, chidi } = await aRoomWithAMessage()
    await commit(ban(kitchen, ana, bo))
    expect(await commit(join(kitchen, bo))).toEqual([refused('banned')])
    const [lifted, again, unknown] = await commit(lift(kitchen, bo), lift(kitchen, bo), lift(kitchen, chidi))
    expect(applied(lifted)).toMatchObject([{ kind: 'member', role: 'removed' }])
    expect(again).toMatchObject({ outcome: 'repeated' })
    expect(unknown).toEqual(refused('not-found'))
    await expectFetchedAnew(kitchen, ana, applied(lifted))
    expect(await commit(join(kitchen, bo))).toMatchObject([{ outcome: 'applied' }])
  })

  test('deletes a room: nobody finds it from then on, nobody changes it, and its code is free', async () => {
    const { kitchen, harbour, ana, bo, message } = await aRoomWithAMessage()
    await commit(create(harbour, ana), post(harbour, ana, 'beside'))
    const { store } = harness
    expect(await store.operator.deleteRoom(kitchen.roomId, NOON)).toBe(true)
    expect(await store.operator.deleteRoom(kitchen.roomId, NOON)).toBe(false)

    expect(await store.findRoom(kitchen.code)).toBeNull()
    expect(await store.readHeads([kitchen.roomId, harbour.roomId])).toHaveProperty('size', 1)
    expect(await store.readEntry(kitchen.roomId, [ana.tokenHash, bo.tokenHash], null)).toBeNull()
    expect(await store.readStanding(ana.tokenHash, kitchen.roomId)).toBe('stranger')
    const ids = { messageIds: [idOf(message)], memberIds: [] }
    expect(await store.readRecords(kitchen.roomId, ids, ana.tokenHash)).toBeNull()
    expect(await store.readSummaries(ana.tokenHash, [{ roomId: kitchen.roomId, after: 0 }])).toEqual([])
    const outcomes = await commit(post(kitchen, bo, 'late'), join(kitchen, bo), close(kitchen))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused'])

    const anew = { ...kitchen, roomId: anId<RoomId>('kitchen-anew') }
    expect(await commit(create(anew, bo))).toMatchObject([{ outcome: 'applied' }])
    await eraseAll(100)
    expect(await store.findRoom(kitchen.code)).toBe(anew.roomId)
    await expectFetchedAnew(anew, bo, [])
    await expectFetchedAnew(harbour, ana, [])
  })

  test('erases what a deleted room held, a few messages at a time, and its files by their own way', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const { store } = harness
    const file = await uploaded(harness, kitchen, ana)
    const withFile = { ...post(kitchen, ana, 'the plan'), files: [file.fileId] } as Change
    const many = Array.from({ length: 12 }, (_, i) => post(kitchen, bo, `word ${i}`))
    expect((await commit(withFile, ...many)).every(({ outcome }) => outcome === 'applied')).toBe(true)
    expect(await store.files.findPosted(file.fileId)).not.toBeNull()
    await store.operator.deleteRoom(kitchen.roomId, NOON)
    expect(await store.files.findPosted(file.fileId)).toBeNull()

    const due = await store.files.readDue(NOON, 1_000)
    expect(due.map(({ fileId }) => fileId)).toContain(file.fileId)
    await eraseAll(5)
    await store.files.forget(due.map(({ fileId }) => fileId))
    expect((await eraseAll(5)).left).toBe('nothing')
    const messageIds = [withFile, ...many].map(idOf) as MessageId[]
    expect(await store.readRecords(kitchen.roomId, { messageIds, memberIds: [] }, ana.tokenHash)).toBeNull()
  })

  test('ends nobody who is not there', async () => {
    expect(await harness.store.operator.endIdentity(999_999_999)).toBeNull()
  })
}

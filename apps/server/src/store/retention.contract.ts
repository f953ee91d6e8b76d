import type { MessageId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { EXPIRED_AT_ONCE_MAX } from '../limits.ts'
import { SEGMENT_PLACES } from '../search/postings.ts'
import { parseQuery } from '../search/query.ts'
import type { Change } from './store.ts'
import {
  aCast,
  applied,
  create,
  edit,
  idOf,
  join,
  type Person,
  type Place,
  pageFor,
  pin,
  post,
  react,
  refused,
  shown,
  theRoom,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk, one } from './testing/talk.ts'
import { uploaded } from './testing/uploads.ts'

const NOON = 1_700_000_000_000
const HOUR = 3_600_000

const keep = (place: Place, person: Person, keptHours: number | null): Change => ({
  kind: 'change-settings',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  keptHours,
  at: NOON,
})
const expire = ({ roomId }: Place, at: number): Change => ({ kind: 'expire-messages', roomId, at })

/** What a room keeps no longer is gone from everywhere. */
export function retentionContract(harness: Harness): void {
  const { commit, aRoomWithAMessage, expectFetchedAnew } = aTalk(harness)
  const found = async ({ roomId }: Place, { tokenHash }: Person, text: string) => {
    const asked = { query: parseQuery(text, 'UTC'), before: null, limit: 10 }
    return (await harness.store.search(roomId, asked, tokenHash))?.results.length
  }
  const expired = async (at: number) => {
    const rooms: RoomId[] = []
    for (let after: RoomId | null = null; ; ) {
      const next: RoomId[] = await harness.store.readExpired(at, after, 2)
      rooms.push(...next)
      if (next.length < 2) return rooms
      after = next.at(-1) ?? null
    }
  }

  test('is for the owner to settle, and for ever until then', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    expect(await expired(NOON + 1_000 * HOUR)).not.toContain(kitchen.roomId)
    expect(await commit(keep(kitchen, bo, 1))).toEqual([refused('forbidden')])
    expect(one((await commit(keep(kitchen, ana, 24)))[0])).toMatchObject({ settings: { keptHours: 24 } })
    expect(one((await commit(keep(kitchen, ana, null)))[0])).not.toHaveProperty('settings')
    const [outcome] = await commit(expire(kitchen, NOON + 1_000 * HOUR))
    expect(outcome?.outcome).toBe('repeated')
  })

  test('[D2] [D8] everything up to a place goes with one change of the room, and what is younger stays', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage('old bread')
    const young = post(kitchen, ana, 'young bread', { at: NOON + 1, replyTo: idOf(message) })
    await commit(young, react(kitchen, ana, message, '👍'), edit(kitchen, bo, message, 'older bread'))
    await commit(pin(kitchen, ana, message), pin(kitchen, ana, young), keep(kitchen, ana, 1))
    expect(await expired(NOON + HOUR - 1)).not.toContain(kitchen.roomId)
    expect(await expired(NOON + HOUR)).toContain(kitchen.roomId)

    const records = applied((await commit(expire(kitchen, NOON + HOUR)))[0])
    expect(records).toMatchObject([
      { kind: 'room', version: 11, pins: [idOf(young)], settings: { keptHours: 1, expiredUpTo: 4 } },
    ])
    await harness.reopen()
    const { page } = await pageFor(bo, harness.store, kitchen, { before: 100 }, 50)
    expect(shown(page.records)).toEqual(['room ""', 'Ana joined', 'Bo joined', 'Ana: young bread'])
    await expectFetchedAnew(kitchen, bo, records)
    const { store } = harness
    const ids = { messageIds: [idOf(message)], memberIds: [] }
    expect((await store.readRecords(kitchen.roomId, ids, bo.tokenHash))?.records).toEqual([])
    expect(await store.readEdits(kitchen.roomId, idOf(message), bo.tokenHash)).toMatchObject({ edits: [] })
    expect(await store.readReactors(kitchen.roomId, idOf(message), '👍', bo.tokenHash)).toMatchObject({
      members: [],
    })
    expect(await store.readPlace(kitchen.roomId, 0, bo.tokenHash)).toMatchObject({ sequence: 5 })
    expect(await found(kitchen, bo, 'bread')).toBe(1)
    expect(await expired(NOON + HOUR)).not.toContain(kitchen.roomId)
    expect((await commit(expire(kitchen, NOON + HOUR)))[0]?.outcome).toBe('repeated')
  })

  test('what is gone is not changed, answered or brought back, and its place is nobody’s again', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const { roomId } = kitchen
    const lead = { roomId, messageIds: [idOf(message)], memberId: ana.memberIn(kitchen) }
    await commit(keep(kitchen, ana, 1), { kind: 'erase-messages', ...lead, at: NOON + HOUR - 1 })
    const outcomes = await commit(
      expire(kitchen, NOON + HOUR),
      edit(kitchen, bo, message, 'again'),
      react(kitchen, bo, message, '👍'),
      { kind: 'restore-messages', ...lead, at: NOON + HOUR },
    )
    expect(outcomes.slice(1, 3)).toEqual([refused('not-found'), refused('not-found')])
    expect(outcomes[3]?.outcome).toBe('repeated')
    const answer = post(kitchen, bo, 'answer', { replyTo: idOf(message), at: NOON + HOUR })
    expect(await commit(answer)).toEqual([refused('not-found')])
    const { head } = (await harness.store.readHeads([roomId])).get(roomId) ?? { head: 0 }
    const again = one((await commit({ ...message, at: NOON + HOUR } as Change))[0])
    expect(again.sequence).toBe(head + 1)
  })

  test('who was away past it learns of it, and of nothing that is gone', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage('secret')
    await commit(keep(kitchen, ana, 1), react(kitchen, ana, message, '👍'))
    const cursor = { epoch: kitchen.epoch, sequence: 3 }
    await commit(expire(kitchen, NOON + HOUR), post(kitchen, ana, 'hello again', { at: NOON + HOUR }))
    const entry = await harness.store.readEntry(kitchen.roomId, [bo.tokenHash], cursor)
    if (entry?.by !== 'replay') throw new Error('a replay was expected')
    expect(shown(entry.records)).toEqual(['room ""', 'Ana: hello again'])
    expect(theRoom(entry.records).settings).toMatchObject({ expiredUpTo: 4 })
    const [summary] = await harness.store.readSummaries(bo.tokenHash, [{ roomId: kitchen.roomId, after: 3 }])
    expect(summary).toMatchObject({ unreadCount: 1, latest: { body: 'hello again' } })
  })

  test('files go with their messages, with those that were set aside too, and their space is free', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const [posted, aside, young] = [
      await uploaded(harness, kitchen, bo),
      await uploaded(harness, kitchen, bo),
      await uploaded(harness, kitchen, bo),
    ]
    const postFile = (name: string, file: typeof posted, at = NOON) =>
      post(kitchen, bo, name, { files: [file.fileId], at })
    const erased = postFile('erased', aside)
    await commit(
      postFile('posted', posted),
      erased,
      postFile('young', young, NOON + 1),
      keep(kitchen, ana, 1),
    )
    const [memberId, messageIds] = [ana.memberIn(kitchen), [idOf(erased)]]
    await commit({ kind: 'erase-messages', roomId: kitchen.roomId, messageIds, memberId, at: NOON })
    const before = await harness.store.files.readSpaceTaken()
    await commit(expire(kitchen, NOON + HOUR))
    const { files } = harness.store
    expect(await files.findPosted(posted.fileId)).toBeNull()
    expect(await files.findPosted(young.fileId)).not.toBeNull()
    const due = (await files.readDue(0, 1_000)).map(({ fileId }) => fileId)
    expect(due).toEqual(expect.arrayContaining([posted.fileId, aside.fileId]))
    expect(due).not.toContain(young.fileId)
    expect(await files.readSpaceTaken()).toBe(before - 1_000)
  })

  test('[D10] a long history goes step by step, out of the index too, and is not indexed again', async () => {
    const { kitchen, ana } = aCast()
    await commit(create(kitchen, ana), join(kitchen, aCast().bo), keep(kitchen, ana, 1))
    for (let at = 5; at <= SEGMENT_PLACES; at += 512)
      await commit(
        ...Array.from({ length: 512 }, (_, i) =>
          post(kitchen, ana, at + i < 1_000 ? 'stale' : 'bread', {
            messageId: anId<MessageId>(`m-${at + i}`),
            at: at + i < 1_000 ? NOON : NOON + HOUR,
          }),
        ),
      )
    expect(await harness.store.indexSegment(kitchen.roomId)).toBe(true)
    expect(await harness.store.readUnindexed(null, 1_000)).not.toContain(kitchen.roomId)
    expect(await found(kitchen, ana, 'stale')).toBe(10)
    const [first] = await commit(expire(kitchen, NOON + HOUR))
    expect(theRoom(applied(first)).settings?.expiredUpTo).toBe(4 + EXPIRED_AT_ONCE_MAX)
    await commit(expire(kitchen, NOON + HOUR))
    expect(await found(kitchen, ana, 'stale')).toBe(0)
    expect(await found(kitchen, ana, 'bread')).toBe(10)
    expect(await harness.store.readUnindexed(null, 1_000)).not.toContain(kitchen.roomId)
    expect(await harness.store.indexSegment(kitchen.roomId)).toBe(false)
  })
}

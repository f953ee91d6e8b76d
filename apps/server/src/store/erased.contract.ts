import { ERASED_KEPT_MS, type MessageId, type MessageRecord } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Change } from './store.ts'
import {
  applied,
  edit,
  erase,
  idOf,
  type Person,
  type Place,
  pin,
  post,
  react,
  refused,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk } from './testing/talk.ts'
import { uploaded } from './testing/uploads.ts'

const NOON = 1_700_000_000_000
const ALL = { needles: [], from: null, after: null, before: null, hasFile: false, hasLink: false }

const many =
  (kind: 'erase-messages' | 'restore-messages') =>
  (place: Place, person: Person, messages: readonly Change[], at = NOON): Change => ({
    kind,
    roomId: place.roomId,
    messageIds: messages.map(idOf),
    memberId: person.memberIn(place),
    at,
  })
const eraseMany = many('erase-messages')
const restoreMany = many('restore-messages')

/** What those who lead erase many at a time, and can bring back for a while. */
export function erasedContract(harness: Harness): void {
  const { commit, aRoomWithAMessage, expectFetchedAnew } = aTalk(harness)
  const erased = ({ roomId }: Place, by: Person, above = 0, after = NOON - 1) =>
    harness.store.erased.readErased(roomId, {
      erasedBy: by.memberIn({ roomId } as Place),
      above,
      after,
      limit: 10,
    })
  const messageNow = async (place: Place, person: Person, message: Change) => {
    const ids = { messageIds: [idOf(message)], memberIds: [] }
    const found = await harness.store.readRecords(place.roomId, ids, person.tokenHash)
    return found?.records[0] as MessageRecord
  }

  test('leaves a tombstone of each, and takes what stands around it along, as deleting one does', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const second = post(kitchen, bo, 'second')
    await commit(second, react(kitchen, ana, message, '👍'), pin(kitchen, ana, message))
    const [outcome] = await commit(eraseMany(kitchen, ana, [message, second]))
    const records = applied(outcome)
    expect(records).toMatchObject([
      { kind: 'message', body: '', deletedAt: NOON, deletedBy: ana.memberIn(kitchen) },
      { kind: 'reactions', reactions: [] },
      { kind: 'room' },
      { kind: 'message', body: '', sequence: 5, deletedAt: NOON },
    ])
    await expectFetchedAnew(kitchen, bo, records)
    const found = await harness.store.search(
      kitchen.roomId,
      { query: ALL, before: null, limit: 10 },
      ana.tokenHash,
    )
    expect(found?.results).toEqual([])
  })

  test('is for those who lead, and so is bringing back', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    expect(await commit(eraseMany(kitchen, bo, [message]))).toEqual([refused('forbidden')])
    await commit(eraseMany(kitchen, ana, [message]))
    expect(await commit(restoreMany(kitchen, bo, [message]))).toEqual([refused('forbidden')])
  })

  test('brings messages back as they were, at their places, and they are found again', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage('bread')
    await commit(edit(kitchen, bo, message, `bread for <@${ana.memberIn(kitchen)}>`))
    const before = await messageNow(kitchen, bo, message)
    await commit(eraseMany(kitchen, ana, [message]))
    await harness.reopen()
    expect(await erased(kitchen, ana)).toEqual([idOf(message)])
    const [outcome] = await commit(restoreMany(kitchen, ana, [message]))
    const records = applied(outcome)
    expect(records).toEqual([{ ...before, version: before.version + 2 }])
    await expectFetchedAnew(kitchen, bo, records)
    expect(await erased(kitchen, ana)).toEqual([])
    const query = { ...ALL, needles: [{ text: 'bread', startsWord: false, endsWord: false }] }
    const found = await harness.store.search(kitchen.roomId, { query, before: null, limit: 10 }, bo.tokenHash)
    expect(found?.results).toMatchObject([{ messageId: idOf(message) }])
  })

  test('brings back what one person erased above a version, once, and not what an author deleted', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const second = post(kitchen, bo, 'second')
    const third = post(kitchen, bo, 'third')
    await commit(second, third, eraseMany(kitchen, ana, [message]), erase(kitchen, bo, third))
    const above = 6
    await commit(eraseMany(kitchen, ana, [second, third]))
    expect(await erased(kitchen, ana)).toEqual([idOf(message), idOf(second)])
    expect(await erased(kitchen, ana, above + 1)).toEqual([idOf(second)])
    expect(await erased(kitchen, bo)).toEqual([])
    const back = restoreMany(kitchen, ana, [second, third])
    expect(applied((await commit(back))[0])).toMatchObject([{ body: 'second' }])
    expect(await commit(back)).toMatchObject([{ outcome: 'repeated' }])
    expect(await messageNow(kitchen, bo, third)).toMatchObject({ body: '', deletedAt: NOON })
  })

  test('[A83] does not bring back what its author deleted since, whose files are due at once', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const photo = await uploaded(harness, kitchen, bo)
    const message = post(kitchen, bo, 'look', { messageId: anId<MessageId>('look'), files: [photo.fileId] })
    await commit(message, eraseMany(kitchen, ana, [message]))
    const deleted = erase(kitchen, bo, message)
    const [outcome, again] = await commit(deleted, deleted)
    const records = applied(outcome)
    expect(records).toMatchObject([{ body: '', deletedBy: bo.memberIn(kitchen), version: 7 }])
    expect(again).toMatchObject({ outcome: 'repeated', records })
    await expectFetchedAnew(kitchen, ana, records)
    expect(await erased(kitchen, ana)).toEqual([])
    expect(await commit(restoreMany(kitchen, ana, [message]))).toMatchObject([{ outcome: 'repeated' }])
    expect(await harness.store.files.readDue(NOON, 1_000)).toContainEqual(
      expect.objectContaining({ fileId: photo.fileId }),
    )
  })

  test('in one commit erases, brings back and erases again, and leaves what the last one said', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const photo = await uploaded(harness, kitchen, bo)
    const message = post(kitchen, bo, 'look', { messageId: anId<MessageId>('look'), files: [photo.fileId] })
    await commit(message, eraseMany(kitchen, ana, [message]), restoreMany(kitchen, ana, [message]))
    expect(await messageNow(kitchen, bo, message)).toMatchObject({ body: 'look', files: [photo] })
    expect(await harness.store.files.findPosted(photo.fileId)).not.toBeNull()
    await commit(restoreMany(kitchen, ana, [message]), eraseMany(kitchen, ana, [message]))
    expect(await messageNow(kitchen, bo, message)).toMatchObject({ body: '', deletedAt: NOON })
    expect(await erased(kitchen, ana)).toEqual([idOf(message)])
  })

  test('files are nobody’s until they are brought back, and are due when they cannot be any more', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const photo = await uploaded(harness, kitchen, bo)
    const message = post(kitchen, bo, '', { messageId: anId<MessageId>('photo'), files: [photo.fileId] })
    await commit(message, eraseMany(kitchen, ana, [message]))
    const { files } = harness.store
    const isDue = async (at: number) =>
      (await files.readDue(at, 1_000)).some(({ fileId }) => fileId === photo.fileId)
    expect(await files.findPosted(photo.fileId)).toBeNull()
    expect(await files.readPosted(kitchen.roomId, [photo.fileId], bo.tokenHash)).toEqual([])
    expect(await isDue(NOON + ERASED_KEPT_MS)).toBe(false)
    expect(await isDue(NOON + ERASED_KEPT_MS + 60_000)).toBe(true)
    await commit(restoreMany(kitchen, ana, [message]))
    expect(await files.readPosted(kitchen.roomId, [photo.fileId], bo.tokenHash)).toEqual([photo])
    expect(await isDue(1e15)).toBe(false)
    // Deleted by its author it takes no space any more, and its bytes go at once.
    const before = await files.readSpaceTaken()
    await commit(erase(kitchen, bo, message))
    expect(await files.readSpaceTaken()).toBe(before - 500)
    expect(await isDue(NOON)).toBe(true)
  })

  test('what is kept too long is not brought back, and is purged', async () => {
    const { kitchen, ana, message } = await aRoomWithAMessage()
    await commit(eraseMany(kitchen, ana, [message]))
    const late = restoreMany(kitchen, ana, [message], NOON + ERASED_KEPT_MS)
    expect(await commit(late)).toMatchObject([{ outcome: 'repeated' }])
    await harness.store.erased.purge(NOON - 1)
    expect(await erased(kitchen, ana)).toEqual([idOf(message)])
    await harness.store.erased.purge(NOON)
    expect(await erased(kitchen, ana)).toEqual([])
    expect(await commit(restoreMany(kitchen, ana, [message]))).toMatchObject([{ outcome: 'repeated' }])
  })
}

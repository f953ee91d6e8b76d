import type { ConfabRecord, MemberId, MessageId, RoomCode, RoomRecord } from '@confab/protocol'
import { aMessage, anId, someReactions } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import {
  addChange,
  type ChangeId,
  type ChangeQueue,
  type ChangeWish,
  markDone,
  refuseWaiting,
} from './changes.ts'
import { isOver, isSo, overlayPending, overlayRecords, overlayRoom } from './overlay.ts'

const ANA = anId<MemberId>('ana')
const BO = anId<MemberId>('bo')
const AUTHOR = { me: ANA, aheadMs: 1_000 }
const message = aMessage({ sequence: 4 })
const { messageId } = message

const queueOf = (...wishes: ChangeWish[]): ChangeQueue =>
  wishes.reduce<ChangeQueue>(
    (queue, wish, index) =>
      addChange(queue, {
        changeId: anId<ChangeId>(`change-${index}`),
        wish,
        createdAt: 1_800_000_000_000,
        refusal: null,
        isKept: true,
      }),
    [],
  )
const react = (isOn: boolean, wasOn = !isOn): ChangeWish => ({
  kind: 'react',
  messageId,
  emoji: '👍',
  isOn,
  wasOn,
})
const thumbs = (count: number, members: MemberId[]) =>
  someReactions({ sequence: 4, version: 9, reactions: [{ emoji: '👍', count, members }] })
const crowd = Array.from({ length: 10 }, (_, index) => anId<MemberId>(`member-${index}`))
const shownThumbs = (records: readonly ConfabRecord[], queue: ChangeQueue) =>
  overlayRecords(records, queue, AUTHOR).flatMap((one) => (one.kind === 'reactions' ? one.reactions : []))

test('what nobody changes is the very same', () => {
  const records = [aMessage({ sequence: 3 }), message, thumbs(1, [BO])]
  expect(overlayRecords(records, [], AUTHOR)).toBe(records)
  const edit: ChangeWish = { kind: 'edit', messageId: anId<MessageId>('message-3'), body: 'other words' }
  const shown = overlayRecords(records, queueOf(edit), AUTHOR)
  expect(shown[0]).toMatchObject({ body: 'other words', editedAt: 1_800_000_001_000 })
  expect(shown.slice(1)).toEqual(records.slice(1))
  expect(shown[1]).toBe(message)
})

test('what is refused is shown no more', () => {
  const records = [message]
  const refused = refuseWaiting(queueOf({ kind: 'delete', messageId }), 'forbidden')
  expect(overlayRecords(records, refused, AUTHOR)).toBe(records)
})

test('a deleted message keeps its place, and neither text nor answers', () => {
  const whole = { ...message, replyTo: anId<MessageId>('message-1'), editedAt: 5 }
  const [tombstone, beside] = overlayRecords(
    [whole, thumbs(1, [BO])],
    queueOf(react(true), { kind: 'delete', messageId }),
    AUTHOR,
  )
  expect(tombstone).toMatchObject({ sequence: 4, body: '', deletedBy: ANA })
  expect(tombstone).not.toHaveProperty('replyTo')
  expect(tombstone).not.toHaveProperty('editedAt')
  expect(beside).toMatchObject({ kind: 'reactions', reactions: [] })
})

test('the first reaction stands behind its message at once; the last one taken back leaves nothing', () => {
  const records = overlayRecords([message, aMessage({ sequence: 5 })], queueOf(react(true)), AUTHOR)
  expect(records.map(({ kind }) => kind)).toEqual(['message', 'reactions', 'message'])
  expect(shownThumbs([message, thumbs(1, [ANA])], queueOf(react(false)))).toEqual([])
  expect(shownThumbs([message, thumbs(2, [ANA, BO])], queueOf(react(false)))).toMatchObject([
    { count: 1, members: [BO] },
  ])
})

test('what stands there already is not counted twice', () => {
  expect(shownThumbs([message, thumbs(1, [ANA])], queueOf(react(true)))).toMatchObject([{ count: 1 }])
  expect(shownThumbs([message, thumbs(1, [BO])], queueOf(react(false)))).toMatchObject([{ count: 1 }])
})

test('where more reacted than are listed, what was shown before tells whether one is among them', () => {
  const many = [message, thumbs(40, crowd)]
  expect(shownThumbs(many, queueOf(react(true)))).toMatchObject([
    { count: 41, members: expect.arrayContaining([ANA]) },
  ])
  expect(shownThumbs(many, queueOf(react(false)))).toMatchObject([{ count: 39 }])
  expect(shownThumbs(many, queueOf(react(false, false)))).toMatchObject([{ count: 40 }])
  const known = { message, reactions: thumbs(40, crowd), room: null }
  expect(isSo(react(true), known, ANA)).toBeNull()
  expect(isSo(react(true), { ...known, reactions: thumbs(10, crowd) }, ANA)).toBe(false)
})

test('pins are shown in the room; what is about to be deleted is none', () => {
  const room: RoomRecord = {
    kind: 'room',
    sequence: 1,
    version: 1,
    code: 'k7m4qp2x9d' as RoomCode,
    title: '',
    createdAt: 0,
    pins: [anId<MessageId>('message-2')],
  }
  expect(overlayRoom(room, [])).toBe(room)
  const pinned = queueOf({ kind: 'pin', messageId, isPinned: true })
  expect(overlayRoom(room, pinned).pins).toEqual([anId('message-2'), messageId])
  expect(overlayRoom({ ...room, pins: [messageId] }, queueOf({ kind: 'delete', messageId })).pins).toEqual([])
})

test('a post on its way is shown with its new words, or not at all', () => {
  const pending = {
    messageId,
    body: 'words',
    createdAt: 1,
    state: 'sending' as const,
    refusal: null,
    retryAt: null,
  }
  const edit: ChangeWish = { kind: 'edit', messageId, body: 'better words' }
  expect(overlayPending([pending], queueOf(edit))).toMatchObject([{ body: 'better words', state: 'sending' }])
  expect(overlayPending([pending], queueOf({ kind: 'delete', messageId }))).toEqual([])
})

test('a pin that crossed the deletion of its message is over: of what was deleted nothing is pinned', () => {
  const pin: ChangeWish = { kind: 'pin', messageId, isPinned: true }
  const room: RoomRecord = {
    kind: 'room',
    sequence: 1,
    version: 8,
    code: 'k7m4qp2x9d' as RoomCode,
    title: '',
    createdAt: 1,
  }
  const [change] = markDone(queueOf(pin), anId<ChangeId>('change-0'), { version: 8, now: 0 })
  if (!change) throw new Error('nothing was asked')
  const deleted = { ...message, body: '', version: 7, deletedAt: 1, deletedBy: BO }
  expect(isOver(change, { message, reactions: null, room }, ANA, 1)).toBe(false)
  expect(isOver(change, { message: deleted, reactions: null, room }, ANA, 1)).toBe(true)
})

test('what is done is over once the history shows it, something newer, or nothing of it; or when time is up', () => {
  const edit: ChangeWish = { kind: 'edit', messageId, body: 'better words' }
  const [change] = markDone(queueOf(edit), anId<ChangeId>('change-0'), { version: 4, now: 0 })
  if (!change) throw new Error('nothing was asked')
  const known = (fields: Partial<typeof message>) => ({
    message: { ...message, ...fields },
    reactions: null,
    room: null,
  })
  expect(isOver(change, known({}), ANA, 1)).toBe(false)
  expect(isOver(change, known({ version: 7, body: 'better words' }), ANA, 1)).toBe(true)
  // Said by another tab right behind it: one span brings both.
  expect(isOver(change, known({ version: 8, body: 'the best words' }), ANA, 1)).toBe(true)
  expect(isOver(change, { message: null, reactions: null, room: null }, ANA, 1)).toBe(true)
  expect(isOver(change, known({}), ANA, 5_000)).toBe(true)
})

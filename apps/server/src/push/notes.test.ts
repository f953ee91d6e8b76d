import { type MemberId, mentionToken, type RoomCode, type RoomId } from '@confab/protocol'
import { aFile, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { PUSH_PAUSE_MS, PUSH_PAUSE_MS_MAX } from '../limits.ts'
import { type Burst, type Call, callFor } from './notes.ts'

const [ana, bo, chidi] = ['ana', 'bo', 'chidi'].map((name) => anId<MemberId>(name)) as [
  MemberId,
  MemberId,
  MemberId,
]

const burst = (...messages: Burst['messages']): Burst => ({
  roomId: anId<RoomId>('kitchen'),
  room: {
    kind: 'room',
    sequence: 1,
    version: 1,
    code: 'k7m4qp2x9d' as RoomCode,
    title: 'Kitchen',
    createdAt: 0,
  },
  messages,
  authorOf: new Map([[aMessage({ sequence: 3 }).messageId, bo]]),
  names: new Map([[bo, 'Bo']]),
})

/** Bo, as he is called; pass what the test is about. */
const call = (
  of: Burst,
  {
    level = 'all',
    lastRead = 3,
    before = null,
    now = 1_000_000,
    ignores = [],
  }: {
    level?: 'all' | 'mentions'
    lastRead?: number
    before?: Call | null
    now?: number
    ignores?: MemberId[]
  } = {},
) => callFor(of, { memberId: bo, lastRead, unread: 2, ignores, subscriptions: [] }, level, before, now)

const [soup, toBo, answer, own] = [
  aMessage({ sequence: 4, body: 'Soup' }),
  aMessage({ sequence: 5, body: `${mentionToken(bo)}, bread?`, authorId: chidi, authorName: 'Chidi' }),
  aMessage({ sequence: 6, body: 'No', replyTo: aMessage({ sequence: 3 }).messageId }),
  aMessage({ sequence: 7, body: 'Mine', authorId: bo }),
]

test('whoever is ignored calls for nothing, whatever they say to whom', () => {
  const late = aMessage({ sequence: 8 })
  expect(call(burst(soup, toBo, late), { ignores: [chidi] })?.note).toMatchObject({
    kind: 'message',
    sequence: 8,
  })
  expect(call(burst(toBo), { ignores: [chidi] })).toBeNull()
  expect(call(burst(toBo), { ignores: [chidi], level: 'mentions' })).toBeNull()
})

test('the newest of all is what one is called for, but for what is said to oneself', () => {
  expect(call(burst(soup, aMessage({ sequence: 8 })))?.note).toMatchObject({
    sequence: 8,
    kind: 'message',
    unread: 2,
  })
  expect(call(burst(soup, toBo, aMessage({ sequence: 8 })))?.note).toMatchObject({
    kind: 'mention',
    sequence: 5,
    memberName: 'Chidi',
    excerpt: '@Bo, bread?',
  })
  expect(call(burst(toBo, answer))?.note).toMatchObject({ kind: 'reply', sequence: 6 })
  expect(call(burst({ ...answer, body: `No, ${mentionToken(bo)}` }))?.note.kind).toBe('mention')
})

test('nobody is called for what they wrote, read or were told of', () => {
  expect(call(burst(own))).toBeNull()
  expect(call(burst(soup, toBo), { lastRead: 5 })).toBeNull()
  expect(call(burst(soup, toBo), { before: { at: 0, upTo: 5, times: 1 } })).toBeNull()
  expect(call(burst(soup, own))?.note.sequence).toBe(4)
})

test('who wants only what is said to them is called for nothing else', () => {
  expect(call(burst(soup), { level: 'mentions' })).toBeNull()
  expect(call(burst(soup, toBo), { level: 'mentions' })?.note.sequence).toBe(5)
  expect(call(burst({ ...toBo, authorId: ana }), { level: 'mentions', lastRead: 5 })).toBeNull()
})

test('what is told counts up to the newest, so that an older one is not told after it', () => {
  expect(call(burst(toBo, aMessage({ sequence: 8 })))?.call.upTo).toBe(8)
})

test('the pause grows from call to call, and begins anew once somebody read', () => {
  const pause = (times: number, lastRead = 3) => {
    for (let now = 0; ; now += 1_000)
      if (call(burst(aMessage({ sequence: 9 })), { before: { at: 0, upTo: 8, times }, now, lastRead }))
        return now
  }
  expect([1, 2, 3].map((times) => pause(times))).toEqual([1, 2, 4].map((many) => many * PUSH_PAUSE_MS))
  expect(pause(30)).toBe(PUSH_PAUSE_MS_MAX)
  expect(pause(30, 8)).toBe(PUSH_PAUSE_MS)
  const again = call(burst(aMessage({ sequence: 9 })), { before: { at: 0, upTo: 8, times: 3 }, lastRead: 8 })
  expect(again?.call).toMatchObject({ times: 1, upTo: 9 })
  const urgent = { before: { at: 0, upTo: 4, times: 9 }, now: PUSH_PAUSE_MS }
  expect(call(burst(toBo), urgent)?.call.times).toBe(10)
})

test('files are counted, and without words there are none', () => {
  const files = [aFile(), aFile()]
  expect(call(burst(aMessage({ sequence: 4, body: '', files })))?.note).toMatchObject({
    excerpt: '',
    fileCount: 2,
  })
  expect(call(burst(soup))?.note).not.toHaveProperty('fileCount')
})

import type { StoredRoom } from '@confab/client'
import type { ConfabRecord, RoomCode, RoomRecord, RoomSummary } from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { KnownRoom } from '../storage/app-storage.ts'
import { previewOf, roomName, unreadWords } from './preview.ts'

const kitchen: KnownRoom = {
  roomId: anId('kitchen'),
  code: 'k7m4qp2x9d' as RoomCode,
  title: 'Kitchen crew',
  memberId: anId('ana'),
  name: 'Ana',
  lastReadSequence: 2,
  lastOpenedAt: 1,
}
const record: RoomRecord = {
  kind: 'room',
  sequence: 1,
  version: 1,
  code: kitchen.code,
  title: 'Kitchen crew',
  createdAt: 1,
}
const byBo = { authorId: anId<KnownRoom['memberId']>('bo'), authorName: 'Bo' }

function stored(records: ConfabRecord[]): StoredRoom {
  return {
    roomId: kitchen.roomId,
    epoch: anId('epoch'),
    cursor: 9,
    room: record,
    me: aMember({ sequence: 1 }),
    page: { from: 0, to: 9, head: 9, records },
  }
}

function line(...given: Parameters<typeof previewOf>): string {
  const { speaker, words } = previewOf(...given)
  return speaker ? `${speaker}: ${words}` : words
}

test('offline, the list speaks from storage', () => {
  const page = stored([
    aMessage({ sequence: 3, body: 'the oven\narrives', ...byBo }),
    aMember({ sequence: 4 }),
  ])
  expect(line(kitchen, null, page, null)).toBe('Bo: the oven arrives')
  expect(previewOf(kitchen, null, page, null).unreadCount).toBe(1)
})

test('the id in a mention is not shown, for nobody typed it', () => {
  const body = `Ask <@${anId('ana')}>\nabout soup`
  expect(line(kitchen, null, stored([record, aMessage({ sequence: 3, body, ...byBo })]), null)).toBe(
    'Bo: Ask @… about soup',
  )
})

test('nor is a part of it, where a long text is cut', () => {
  for (let before = 270; before < 302; before++) {
    const body = `${'a'.repeat(before)}<@${anId('ana')}> and more`
    const told = line(kitchen, null, stored([record, aMessage({ sequence: 3, body, ...byBo })]), null)
    expect(told).toMatch(/^Bo: a+(@…[ a-z]*)?$/)
  }
})

test('what I said or read is not unread', () => {
  const page = stored([aMessage({ sequence: 2, ...byBo }), aMessage({ sequence: 3, body: 'see you' })])
  expect(line(kitchen, null, page, null)).toBe('You: see you')
  expect(previewOf(kitchen, null, page, null).unreadCount).toBe(0)
})

test('the server knows newer things than storage', () => {
  const summary: RoomSummary = {
    roomId: kitchen.roomId,
    room: record,
    unreadCount: 100,
    mentionCount: 0,
    lastRead: 3,
    latest: aMessage({ sequence: 120, body: 'still there?', ...byBo }),
  }
  expect(line(kitchen, null, stored([aMessage({ sequence: 3 })]), summary)).toBe('Bo: still there?')
  expect(previewOf(kitchen, null, null, summary).unreadCount).toBe(100)
})

test('a draft comes before what others said', () => {
  const draft = { text: 'my question  is', caret: 3 }
  expect(line(kitchen, draft, stored([aMessage({ sequence: 3, ...byBo })]), null)).toBe(
    'Draft: my question is',
  )
})

test('a silent room says so, and one without a title goes by its code', () => {
  expect(line(kitchen, null, null, null)).toBe('Nothing said yet')
  expect(roomName({ ...kitchen, title: '' })).toBe('k7m-4qp2-x9d')
})

test.each([
  [1, '1 unread message'],
  [99, '99 unread messages'],
  [100, 'more than 99 unread messages'],
])('%i is heard as %s', (count, words) => {
  expect(unreadWords(count)).toBe(words)
})

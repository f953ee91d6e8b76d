import type { Notice, PendingPost, PlacedRecord } from '@confab/client'
import type { MemberId, MessageId, RoomCode } from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { PEOPLE_LINES_MAX, type RowsInput } from './happenings.ts'
import { reuseRows } from './reuse-rows.ts'
import { buildRows, dayAbove, type Row } from './rows.ts'

const MINUTE_MS = 60_000
const NINE = Date.parse('2026-11-22T09:00:00Z')

const ana = aMember({
  sequence: 2,
  memberId: anId<MemberId>('ana'),
  name: 'Ana',
  role: 'owner',
  joinedAt: NINE,
})
const bo = aMember({ sequence: 3, memberId: anId<MemberId>('bo'), name: 'Bo', joinedAt: NINE })
const kitchen: PlacedRecord = {
  kind: 'room',
  sequence: 1,
  version: 1,
  code: 'k7m4qp2x9d' as RoomCode,
  title: 'Kitchen crew',
  createdAt: NINE,
}

function rowsOf(input: Partial<RowsInput>): Row[] {
  return buildRows({
    records: [],
    notices: [],
    pending: [],
    restoredAfter: null,
    me: ana,
    hereCount: 2,
    newAfter: null,
    timeZone: 'UTC',
    serverOffsetMs: 0,
    ...input,
  })
}

/** What one reads on the screen, line by line. */
function read(rows: readonly Row[]): string[] {
  return rows.map(readRow)
}

function readRow(row: Row): string {
  switch (row.kind) {
    case 'day':
      return `— ${row.day} —`
    case 'new':
      return '— New —'
    case 'ignored':
      return `— ${row.messageIds.length} ignored —`
    case 'restored':
      return '— restored —'
    case 'created':
      return `${row.creator ?? 'somebody'} began`
    case 'people':
      return [...row.joined.map((name) => `+${name}`), ...row.left.map((name) => `-${name}`)].join(' ')
    case 'removed':
      return `${row.name} was removed`
    case 'message':
      return `${row.isFirst ? `${row.authorName}: ` : '  '}${row.body}${row.state === 'sent' ? '' : ` (${row.state})`}`
  }
}

function says(name: 'Ana' | 'Bo', sequence: number, body: string, minutes = sequence): PlacedRecord {
  return aMessage({
    sequence,
    messageId: anId<MessageId>(body),
    authorId: anId<MemberId>(name.toLowerCase()),
    authorName: name,
    postedAt: NINE + minutes * MINUTE_MS,
    body,
  })
}

function came(name: string, after: number, kind: Notice['kind'] = 'came'): Notice {
  const memberId = anId<MemberId>(name.toLowerCase())
  return { id: `${kind}-${name}-${after}`, kind, memberId, name, at: NINE + after * MINUTE_MS, after }
}

function isWriting(body: string, fields: Partial<PendingPost> = {}): PendingPost {
  return {
    messageId: anId<MessageId>(body),
    body,
    createdAt: NINE + 60 * MINUTE_MS,
    state: 'sending',
    refusal: null,
    retryAt: null,
    ...fields,
  }
}

test('messages of one author within five minutes are one group', () => {
  const rows = rowsOf({
    records: [
      says('Bo', 1, 'one', 0),
      says('Bo', 2, 'two', 5),
      says('Bo', 3, 'three', 10.1),
      says('Ana', 4, 'four', 10.2),
    ],
  })

  expect(read(rows)).toEqual(['— 2026-11-22 —', 'Bo: one', '  two', 'Bo: three', 'Ana: four'])
})

test('a new name begins a new group, though the author is the same', () => {
  const renamed = { ...says('Bo', 2, 'two', 1), authorName: 'Bob' } as PlacedRecord

  expect(read(rowsOf({ records: [says('Bo', 1, 'one', 0), renamed] })).slice(1)).toEqual([
    'Bo: one',
    'Bob: two',
  ])
})

test("a day begins where the viewer's does, and a group ends there", () => {
  const records = [says('Bo', 1, 'late', 15 * 60 - 1), says('Bo', 2, 'early', 15 * 60)]

  expect(read(rowsOf({ records, timeZone: 'UTC' }))).toEqual([
    '— 2026-11-22 —',
    'Bo: late',
    '— 2026-11-23 —',
    'Bo: early',
  ])
  expect(read(rowsOf({ records, timeZone: 'Europe/Helsinki' }))).toEqual([
    '— 2026-11-23 —',
    'Bo: late',
    '  early',
  ])
})

test('the room begins with one quiet line, whoever made it does not join it as well', () => {
  expect(read(rowsOf({ records: [kitchen, ana, bo, says('Bo', 4, 'hello')] }))).toEqual([
    '— 2026-11-22 —',
    'Ana began',
    '+Bo',
    'Bo: hello',
  ])
})

test('who comes and goes in a run is one line, telling the last of each', () => {
  const rows = rowsOf({
    records: [says('Ana', 4, 'hello'), says('Ana', 5, 'anybody?')],
    notices: [came('Bo', 4), came('Chidi', 4), came('Bo', 4, 'left'), came('Dora', 5, 'left')],
  })

  expect(read(rows).slice(1)).toEqual(['Ana: hello', '+Chidi -Bo', 'Ana: anybody?', '-Dora'])
})

test('a line about me stands alone', () => {
  const me = aMember({ sequence: 5, memberId: anId<MemberId>('me'), name: 'Emeka', joinedAt: NINE })
  const chidi = aMember({ sequence: 6, memberId: anId<MemberId>('chidi'), name: 'Chidi', joinedAt: NINE })

  expect(read(rowsOf({ me, records: [says('Ana', 2, 'hi', 0), bo, me, chidi] })).slice(2)).toEqual([
    '+Bo',
    '+Emeka',
    '+Chidi',
  ])
})

test('joining for the first time is told once, not as a member and as a presence', () => {
  const notice: Notice = { ...came('Bo', 4), at: NINE + 2_000 }

  expect(
    read(rowsOf({ records: [says('Ana', 2, 'hi', 0), bo, says('Bo', 4, 'hello', 0)], notices: [notice] })),
  ).toEqual(['— 2026-11-22 —', 'Ana: hi', '+Bo', 'Bo: hello'])
})

test('above twenty people who comes and goes is no news', () => {
  const input = { records: [kitchen, ana, bo, says('Ana', 4, 'hi')], notices: [came('Chidi', 4)] }

  expect(read(rowsOf({ ...input, hereCount: 20 }))).toContain('+Chidi')
  expect(read(rowsOf({ ...input, hereCount: 21 }))).toEqual(['— 2026-11-22 —', 'Ana began', 'Ana: hi'])
})

test('what happened before the window is not told at its top', () => {
  const input = { notices: [came('Chidi', 4), came('Dora', 60)] }

  expect(read(rowsOf({ ...input, records: [says('Ana', 60, 'later'), says('Ana', 61, 'on')] }))).toEqual([
    '— 2026-11-22 —',
    'Ana: later',
    '+Dora',
    'Ana: on',
  ])
})

test('[D7] a pending message is the last row, and keeps its key when it is confirmed', () => {
  const pending = rowsOf({ records: [says('Ana', 4, 'hi', 59)], pending: [isWriting('limes')] })
  const confirmed = rowsOf({ records: [says('Ana', 4, 'hi', 59), says('Ana', 5, 'limes', 60)] })

  expect(read(pending).slice(1)).toEqual(['Ana: hi', '  limes (sending)'])
  expect(read(confirmed).slice(1)).toEqual(['Ana: hi', '  limes'])
  expect(pending.at(-1)?.key).toBe(confirmed.at(-1)?.key)
})

test('[D7] a message both confirmed and still pending is one row', () => {
  const rows = rowsOf({ records: [says('Ana', 5, 'limes', 60)], pending: [isWriting('limes')] })

  expect(read(rows)).toEqual(['— 2026-11-22 —', 'Ana: limes'])
})

test('a post written yesterday and still waiting stands below what was said today', () => {
  const old = isWriting('old', { createdAt: NINE - 24 * 60 * MINUTE_MS, state: 'queued' })

  expect(read(rowsOf({ records: [says('Bo', 4, 'hi')], pending: [old] }))).toEqual([
    '— 2026-11-22 —',
    'Bo: hi',
    'Ana: old (queued)',
  ])
})

test('a browser whose clock is years behind shows its pending posts today', () => {
  const years = 3 * 365 * 24 * 60 * MINUTE_MS
  const rows = rowsOf({
    records: [says('Bo', 4, 'hi', 55)],
    pending: [isWriting('limes', { createdAt: NINE + 56 * MINUTE_MS - years })],
    serverOffsetMs: years,
  })

  expect(read(rows)).toEqual(['— 2026-11-22 —', 'Bo: hi', 'Ana: limes (sending)'])
})

test('the New divider stands above the first unread message of somebody else, and ends a group', () => {
  const records = [
    says('Bo', 4, 'read', 1),
    says('Ana', 5, 'mine', 2),
    says('Bo', 6, 'new', 3),
    says('Bo', 7, 'newer', 3),
  ]

  expect(read(rowsOf({ records, newAfter: 4 })).slice(1)).toEqual([
    'Bo: read',
    'Ana: mine',
    '— New —',
    'Bo: new',
    '  newer',
  ])
  expect(read(rowsOf({ records, newAfter: 6 })).slice(1)).toEqual([
    'Bo: read',
    'Ana: mine',
    'Bo: new',
    '— New —',
    'Bo: newer',
  ])
  expect(read(rowsOf({ records, newAfter: 7 }))).not.toContain('— New —')
})

test('no two rows have the same key, whatever comes together', () => {
  const rows = rowsOf({
    records: [kitchen, ana, bo, says('Ana', 4, 'hi'), says('Bo', 5, 'ho')],
    notices: [came('Chidi', 4), came('Chidi', 4, 'left'), came('Chidi', 5)],
    pending: [isWriting('one'), isWriting('two')],
    newAfter: 3,
  })

  expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length)
})

test('a row that did not change is the very same object, one that did is not', () => {
  const records = [says('Bo', 4, 'one'), says('Bo', 5, 'two')]
  const before = rowsOf({ records })
  const after = reuseRows(before, rowsOf({ records: records.slice(1), pending: [isWriting('limes')] }))

  expect(after[0]).toBe(before[0])
  expect(after[1]).toMatchObject({ body: 'two', isFirst: true })
  expect(after[1]).not.toBe(before[2])
  expect(reuseRows(before, rowsOf({ records }))).toEqual(before)
  expect(reuseRows(before, rowsOf({ records }))[2]).toBe(before[2])
})

test('a line knows its day, unless the day itself is in sight', () => {
  const [first, second] = ['2026-11-21', '2026-11-22'].map((day) => ({ kind: 'day', key: day, day }) as Row)
  const line: Row = { kind: 'new', key: 'new' }
  if (!first || !second) throw new Error('There are two.')
  const rows = [first, line, line, second, line]

  expect(rows.map((_row, i) => dayAbove(rows, i))).toEqual([
    null,
    '2026-11-21',
    '2026-11-21',
    null,
    '2026-11-22',
  ])
  expect(dayAbove([], 0)).toBeNull()
})

test('where a restored backup lost what came behind, a line says so, in the day it stands in', () => {
  const records = [says('Bo', 1, 'one', 0), says('Bo', 2, 'two', 1), says('Ana', 3, 'three', 24 * 60)]

  expect(read(rowsOf({ records, restoredAfter: 2 }))).toEqual([
    '— 2026-11-22 —',
    'Bo: one',
    '  two',
    '— restored —',
    '— 2026-11-23 —',
    'Ana: three',
  ])
  expect(read(rowsOf({ records, restoredAfter: 3, pending: [isWriting('four')] })).slice(-3)).toEqual([
    'Ana: three',
    '— restored —',
    'Ana: four (sending)',
  ])
})

test('a removal is told by itself, between those who come and go, in a full room too', () => {
  const notices = [came('Chidi', 2), came('Bo', 2, 'removed'), came('Dora', 2)]
  const told = (hereCount: number) =>
    read(rowsOf({ records: [says('Ana', 1, 'one'), says('Bo', 2, 'two')], notices, hereCount })).slice(-3)
  expect(told(3)).toEqual(['+Chidi', 'Bo was removed', '+Dora'])
  expect(told(PEOPLE_LINES_MAX + 1)).toEqual(['Ana: one', 'Bo: two', 'Bo was removed'])
})

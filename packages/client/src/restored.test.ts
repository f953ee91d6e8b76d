import type { ConfabRecord, MessageId, Page } from '@confab/protocol'
import { aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { lostAfter } from './restored.ts'

const messages = (from: number, to: number, history = ''): ConfabRecord[] =>
  Array.from({ length: to - from }, (_, i) =>
    aMessage({ sequence: from + i + 1, messageId: anId<MessageId>(`${history}${from + i + 1}`) }),
  )

const known = (from: number, to: number) => ({
  cursor: to,
  window: { from, to, records: messages(from, to) },
})

const pageOf = (from: number, head: number, records = messages(from, head)): Page => ({
  from,
  to: head,
  head,
  records,
})

test('a backup that holds all that was known, or more, lost nothing one knew of', () => {
  expect(lostAfter(known(0, 10), pageOf(0, 10))).toBeNull()
  expect(lostAfter(known(0, 10), pageOf(5, 20))).toBeNull()
})

test('of a shorter one, everything behind its end is gone', () => {
  expect(lostAfter(known(0, 10), pageOf(0, 6))).toBe(6)
})

test('where others talked on since, the break is behind what both histories share', () => {
  const page = pageOf(0, 12, [...messages(0, 6), ...messages(6, 12, 'other ')])
  expect(lostAfter(known(0, 10), page)).toBe(6)
})

test('what shares nothing with the window breaks at its end, to be on the safe side', () => {
  expect(lostAfter(known(400, 500), pageOf(200, 300))).toBe(300)
  expect(lostAfter(known(400, 500), pageOf(600, 700))).toBe(700)
})

test('a record that was changed later is not the one of the backup', () => {
  const [first, second] = messages(0, 2)
  const renamed = { ...first, version: 3 } as ConfabRecord
  const before = { cursor: 3, window: { from: 0, to: 3, records: [renamed, second] as ConfabRecord[] } }
  expect(lostAfter(before, pageOf(0, 2))).toBe(2)
})

test('a newest change that the page is too short to show, a name’s or the title’s, is no loss', () => {
  // Placed up to 10; at 11 somebody further up took another name.
  const before = { cursor: 11, window: { from: 0, to: 11, records: messages(0, 10) } }
  const page = { from: 4, to: 11, head: 11, records: messages(4, 10) }
  expect(lostAfter(before, page)).toBeNull()
  const talkedOn = messages(11, 13, 'other ')
  expect(lostAfter(before, { from: 4, to: 13, head: 13, records: [...page.records, ...talkedOn] })).toBeNull()
})

test('it is one where the other history ends before it, or has something else in its place', () => {
  const before = { cursor: 11, window: { from: 0, to: 11, records: messages(0, 10) } }
  expect(lostAfter(before, { from: 4, to: 10, head: 10, records: messages(4, 10) })).toBe(10)
  const other = [...messages(4, 10), ...messages(10, 12, 'other ')]
  expect(lostAfter(before, { from: 4, to: 12, head: 12, records: other })).toBe(10)
  const renamed = messages(0, 10).map((record) =>
    record.sequence === 6 ? ({ ...record, version: 11 } as ConfabRecord) : record,
  )
  const inSight = { cursor: 11, window: { from: 0, to: 11, records: renamed } }
  expect(lostAfter(inSight, { from: 4, to: 11, head: 11, records: messages(4, 10) })).toBe(10)
})

test('the order of fields, as a disk may give it, makes no difference', () => {
  const stored = messages(0, 3).map(
    (record) => Object.fromEntries(Object.entries(record).reverse()) as unknown as ConfabRecord,
  )
  expect(lostAfter({ cursor: 3, window: { from: 0, to: 3, records: stored } }, pageOf(0, 3))).toBeNull()
})

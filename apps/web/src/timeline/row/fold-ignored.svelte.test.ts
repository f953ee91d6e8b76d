import type { MemberId } from '@confab/protocol'
import { aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { besideOf, sentRow } from '../message-row.ts'
import type { Row } from '../rows.ts'
import { foldIgnored, unfold } from './fold-ignored.svelte.ts'

const [bo, chidi, dilnoza] = ['bo', 'chidi', 'dilnoza'].map((name) => anId<MemberId>(name)) as [
  MemberId,
  MemberId,
  MemberId,
]
const says = (sequence: number, authorId: MemberId): Row =>
  sentRow(aMessage({ sequence, authorId }), null, besideOf({ records: [] }))
const day: Row = { kind: 'day', key: 'day:1', day: '2026-11-24' as never }

const told = (rows: readonly Row[]) =>
  rows.map((row) =>
    row.kind === 'message' ? row.sequence : row.kind === 'ignored' ? row.messageIds.length * -1 : row.kind,
  )

test('what those who are ignored wrote in a row is one line, whoever of them; all else stands between', () => {
  const rows = [
    says(1, bo),
    says(2, chidi),
    says(3, dilnoza),
    says(4, chidi),
    day,
    says(5, chidi),
    says(6, bo),
  ]
  const ignored = new Set([chidi, dilnoza])
  expect(told(foldIgnored(rows, ignored))).toEqual([1, -3, 'day', -1, 6])
  const [, line] = foldIgnored(rows, ignored)
  // With more below it, it is the same line.
  expect(foldIgnored(rows.slice(0, 3), ignored)[1]?.key).toBe(line?.key)
  expect(foldIgnored(rows, new Set())).toBe(rows)
})

test('what was asked for is shown, and what comes after it is folded again', () => {
  const rows = [says(11, chidi), says(12, chidi), says(13, chidi)]
  const ignored = new Set([chidi])
  const [line] = foldIgnored(rows.slice(0, 2), ignored)
  if (line?.kind !== 'ignored') throw new Error('Nothing is folded.')
  unfold(line.messageIds)
  expect(told(foldIgnored(rows, ignored))).toEqual([11, 12, -1])
})

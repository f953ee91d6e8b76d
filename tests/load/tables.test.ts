import { expect, test } from 'vitest'
import { markdownOf, overviewTable, scenarioNotes, scenarioTable } from './tables.ts'
import { aReport, harbour, kitchen } from './testing/measured.ts'

test('where there are peers everybody has a row, and what Confab does of theirs', () => {
  expect(scenarioTable(kitchen, aReport())?.rows).toEqual([
    ['', '', 'deliveries', 'p99', 'Confab, times this', 'goal'],
    ['the kitchen', 'Confab', '150 k', '3.50 ms', '', '≥ 2 × socket.io: met; p99 ≤ 4 ms: met'],
    ['', 'socket.io', '60 k', '2.00 ms', '2.50 ×', ''],
  ])
})

test('where there are none a row is a case, and a goal that was missed says by how much', () => {
  expect(scenarioTable(harbour, aReport())?.rows).toEqual([
    ['', 'p99', 'goal'],
    ['the quay', '7.25 ms', '≤ 10 ms: met'],
    ['the pier', '31.0 ms', '≤ 20 ms: not met (31.0 ms)'],
  ])
})

test('what was not measured has no table, and no row', () => {
  const report = aReport()
  expect(scenarioTable(kitchen, { ...report, cases: [] })).toBeNull()
  const onlyPier = { ...report, cases: report.cases.filter(({ id }) => id === 'pier') }
  expect(scenarioTable(harbour, onlyPier)?.rows).toHaveLength(2)
})

test('notes say of whom they are', () => {
  expect(scenarioNotes(kitchen, aReport())).toEqual([
    'the kitchen, socket.io: the load generator was at its limit.',
  ])
})

test('the overview has one line for each case, with everybody’s most telling figure', () => {
  expect(overviewTable([kitchen, harbour], aReport()).rows).toEqual([
    ['', '', 'Confab', 'socket.io', 'goal'],
    ['the kitchen', 'deliveries', '150 k', '60 k', '≥ 2 × socket.io: met; p99 ≤ 4 ms: met'],
    ['At the harbour: the quay', 'p99', '7.25 ms', '', '≤ 10 ms: met'],
    ['At the harbour: the pier', 'p99', '31.0 ms', '', '≤ 20 ms: not met (31.0 ms)'],
  ])
})

test('tables are Markdown that a terminal shows as one: words to the left, figures to the right', () => {
  const table = {
    rows: [
      ['', 'posts'],
      ['the quay', '7'],
    ],
    texts: 1,
  }
  expect(markdownOf(table)).toBe(
    ['|          | posts |', '| -------- | ----: |', '| the quay |     7 |'].join('\n'),
  )
})

test('what is told in its own section alone is not in the overview', () => {
  const { rows } = overviewTable([kitchen, { ...harbour, isInOverview: false }], aReport())
  expect(rows.flat()).toContain('the kitchen')
  expect(rows.flat().join()).not.toContain('quay')
})

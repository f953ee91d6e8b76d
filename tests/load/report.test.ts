import { expect, test } from 'vitest'
import { judge, withCase, written } from './report.ts'
import { aReport, kitchen } from './testing/measured.ts'

test('figures are written with three digits at most, and their unit', () => {
  expect(written(7_237_000, 'count')).toBe('7.24 M')
  expect(written(126_345, 'count')).toBe('126 k')
  expect(written(1_389.4, 'count')).toBe('1,389')
  expect(written(1.604, 'ms')).toBe('1.60 ms')
  expect(written(843.2, 'ms')).toBe('843 ms')
  expect(written(8.74, 'kib')).toBe('8.7 KiB')
  expect(written(0, 'part')).toBe('0')
  expect(written(0.0123, 'part')).toBe('1.2 %')
  expect(written(Number.NaN, 'ms')).toBe('')
  expect(written(undefined, 'count')).toBe('')
})

test('goals are judged against a figure or against a peer', () => {
  const verdicts = aReport().cases.map(({ id, verdicts }) => [id, verdicts])
  expect(Object.fromEntries(verdicts)).toMatchObject({
    kitchen: [
      { goal: '≥ 2 × socket.io', reached: '2.50 ×', isMet: true },
      { goal: '≤ 4 ms', reached: '3.50 ms', isMet: true },
    ],
    quay: [{ goal: '≤ 10 ms', isMet: true }],
    pier: [{ goal: '≤ 20 ms', reached: '31.0 ms', isMet: false }],
  })
})

test('what was not measured is not judged', () => {
  const [one] = kitchen.cases
  if (!one) throw new Error('no kitchen')
  const alone = [{ peer: 'Confab', rounds: [], figures: { speed: 1 }, notes: [] }]
  expect(judge(one, kitchen.columns, alone)).toEqual([])
})

test('a case measured anew takes the place of what it was', () => {
  const report = aReport()
  const [first] = report.cases
  if (!first) throw new Error('no case')
  const again = withCase(report, { ...first, standings: [] })
  expect(again.cases).toHaveLength(report.cases.length)
  expect(again.cases.find(({ id }) => id === first.id)?.standings).toEqual([])
})

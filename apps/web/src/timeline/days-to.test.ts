import { expect, test } from 'vitest'
import { type Day, dayOf } from './day.ts'
import { dayBefore, dayTyped, startOfDay } from './days-to.ts'

const here = new Intl.DateTimeFormat().resolvedOptions().timeZone

test('a day begins with its first millisecond', () => {
  for (const day of ['2026-11-23', '2026-03-29', '2024-02-29'] as Day[]) {
    expect(dayOf(startOfDay(day), here)).toBe(day)
    expect(dayOf(startOfDay(day) - 1, here)).toBe(dayBefore(day, here))
  }
})

test('the day before the first of March is the last of February', () => {
  expect(dayBefore('2024-03-01' as Day, here)).toBe('2024-02-29')
})

test.each(['', '23.11.2026', '2026-11'])('%j is no day', (typed) => {
  expect(dayTyped(typed)).toBeNull()
})

import { expect, test } from 'vitest'
import { isForEver, quietUntil } from './quiet.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime()

test.each([
  ['in the evening', at(23, 22, 30), at(24, 8)],
  ['at night', at(24, 1), at(24, 8)],
  ['in the morning itself', at(24, 8), at(25, 8)],
  ['on the last day of the month', at(30, 12), new Date(2026, 11, 1, 8).getTime()],
])('until the morning, asked %s', (_when, now, until) => {
  expect(quietUntil('morning', now)).toBe(until)
})

test('for an hour, and for ever', () => {
  const now = at(23, 12)
  expect(quietUntil('hour', now)).toBe(at(23, 13))
  expect(isForEver(quietUntil('ever', now), now)).toBe(true)
  expect(isForEver(quietUntil('morning', now), now)).toBe(false)
})

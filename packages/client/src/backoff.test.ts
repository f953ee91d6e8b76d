import { expect, test } from 'vitest'
import { BACKOFF_MAX_MS, backoffMs } from './backoff.ts'

test.each([
  [0, 500],
  [1, 1_000],
  [2, 2_000],
  [5, 16_000],
  [6, BACKOFF_MAX_MS],
  [1_000_000, BACKOFF_MAX_MS],
])('after try %i the wait is anything below %i ms', (attempt, longestMs) => {
  expect(backoffMs(attempt, 0)).toBe(0)
  expect(backoffMs(attempt, 0.5)).toBe(longestMs / 2)
  expect(backoffMs(attempt, 0.999_999)).toBe(longestMs - 1)
})

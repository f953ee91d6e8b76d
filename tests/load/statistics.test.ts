import { expect, test } from 'vitest'
import { median, medians, percentile } from './statistics.ts'

test('a percentile is a value that was measured, and that this part does not exceed', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(percentile(hundred, 0.5)).toBe(50)
  expect(percentile(hundred, 0.99)).toBe(99)
  expect(percentile(hundred, 1)).toBe(100)
  expect(percentile([7], 0.99)).toBe(7)
})

test('numbers are in the order of numbers, not of their digits', () => {
  expect(percentile([10, 9, 100, 2], 1)).toBe(100)
})

test('the median of an even number is the lower middle, and of nothing there is none', () => {
  expect(median([4, 1, 3, 2])).toBe(2)
  expect(median([])).toBeNaN()
})

test('rounds come down to the median of each figure', () => {
  const rounds = [{ p50: 3, lost: 0 }, { p50: 1, lost: 0 }, { p50: 2, lost: 1 }, { mostly: 5 }]
  expect(medians(rounds)).toEqual({ p50: 2, lost: 0, mostly: 5 })
})

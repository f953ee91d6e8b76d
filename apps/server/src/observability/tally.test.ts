import { expect, test } from 'vitest'
import { Tally } from './tally.ts'

test('a value is counted in the first bucket that reaches up to it, or above them all', () => {
  const tally = new Tally([1, 10])
  for (const value of [0, 1, 1.5, 10, 11]) tally.observe(value)
  expect(tally.counts).toEqual([2, 2, 1])
  expect([tally.count, tally.sum]).toEqual([5, 23.5])
})

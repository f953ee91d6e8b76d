import { expect, test } from 'vitest'
import { recalled } from './recall.ts'

const sent = ['one', 'two', 'three']

test.each([
  ['an empty box gets the last one', '', 'three'],
  ['a recalled one gives way to the one before', 'three', 'two'],
  ['the first of all stays', 'one', null],
  ['own words stay', 'a thought', null],
])('%s', (_case, standing, expected) => {
  expect(recalled(sent, standing)).toBe(expected)
})

test('who sent nothing recalls nothing', () => {
  expect(recalled([], '')).toBeNull()
})

import { expect, test } from 'vitest'
import { hueOf, initialOf } from './avatar.ts'

test.each([
  ['Ana', 'A'],
  ['  émile', 'É'],
  ['"Bo"', 'B'],
  ['7b – biology', '7'],
  ['क्षमा', 'क्ष'],
  ['👩‍👩‍👧 family', '👩‍👩‍👧'],
  ['魚屋', '魚'],
  ['e\u0301mile', 'E\u0301'],
  ['한국', '한'],
  ['👍🏽 yes', '👍🏽'],
  ['', '·'],
  ['…', '…'],
])('the initial of %j is %s', (text, initial) => {
  expect(initialOf(text)).toBe(initial)
})

test('a colour follows from the id, and ids spread over all colours', () => {
  expect(hueOf('ana')).toBe(hueOf('ana'))
  const hues = new Set(Array.from({ length: 200 }, (_, i) => hueOf(`member-${i}`)))
  expect(hues.size).toBe(12)
})

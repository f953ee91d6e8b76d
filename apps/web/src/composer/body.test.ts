import { BODY_LENGTH_MAX } from '@confab/protocol'
import { expect, test } from 'vitest'
import { bodyOf, fitnessOf } from './body.ts'

test.each([
  ['hello', 'hello'],
  ['hello \n\n', 'hello'],
  ['\n  \n  indented\nnext', '  indented\nnext'],
  ['one\r\ntwo', 'one\ntwo'],
  ['a\u202eb', 'ab'],
])('%j is posted as %j', (text, body) => {
  expect(bodyOf(text)).toBe(body)
})

test.each([
  ['nothing', '', { state: 'empty', left: null }],
  ['spaces and a joiner', ' \n\u200d ', { state: 'empty', left: null }],
  ['a word', 'hello', { state: 'fits', left: null }],
  ['just below the last tenth', 'x'.repeat(7_199), { state: 'fits', left: null }],
  ['the last tenth', 'x'.repeat(7_200), { state: 'fits', left: 800 }],
  ['exactly as much as fits', 'x'.repeat(BODY_LENGTH_MAX), { state: 'fits', left: 0 }],
  ['one too many', 'x'.repeat(BODY_LENGTH_MAX + 1), { state: 'too-long', left: -1 }],
  [
    'one too many, but it is a space at the end',
    `${'x'.repeat(BODY_LENGTH_MAX)} `,
    { state: 'fits', left: 0 },
  ],
])('%s', (_case, text, fitness) => {
  expect(fitnessOf(text, BODY_LENGTH_MAX)).toEqual(fitness)
})

test('where messages may be less long, it is counted from there', () => {
  expect(fitnessOf('x'.repeat(89), 100)).toEqual({ state: 'fits', left: null })
  expect(fitnessOf('x'.repeat(101), 100)).toEqual({ state: 'too-long', left: -1 })
})

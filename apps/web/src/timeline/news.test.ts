import { expect, test } from 'vitest'
import { newsAt } from './news.ts'

test('what came while nobody looked, and went off the screen above, is told', () => {
  expect(newsAt('none', true, true)).toBe('above')
  expect(newsAt('above', true, true)).toBe('above')
})

test('who sees where it begins is told no more, however they go on', () => {
  expect(newsAt('above', false, true)).toBe('here')
  expect(newsAt('here', true, true)).toBe('passed')
  expect(newsAt('passed', false, true)).toBe('passed')
})

test('on a screen nobody looks at nothing was seen', () => {
  expect(newsAt('none', false, false)).toBe('none')
  expect(newsAt(newsAt('none', false, false), true, true)).toBe('above')
})

test('without a divider there is nothing to tell', () => {
  expect(newsAt('passed', null, true)).toBe('none')
})

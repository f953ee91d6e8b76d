import { expect, test } from 'vitest'
import { isPlain } from './is-plain.ts'

test.each([
  'Soup tonight?',
  'Two\nlines, and a third:\n\nafter a pause.',
  'It costs 5-6 euros (or 7). Well... "yes" & no!',
  '味噌もあるよ。🍲',
  'Back in 10. See you at 12:30, a/b',
  '-5 degrees, +1, #soup, 3.5',
])('%j is mere text', (body) => {
  expect(isPlain(body)).toBe(true)
})

test.each([
  '*a*',
  '_a_',
  '`a`',
  '~~a~~',
  '# a',
  '> a',
  'a\n> b',
  '- a',
  '1. a',
  '  + a',
  '[a](b)',
  'a | b',
  '---',
  'https://good.example',
  'MAILTO:ana@example.org',
  '<@aaaaaaaaaaaaaaaaaaaaaa>',
  '\\*',
])('%j has markup', (body) => {
  expect(isPlain(body)).toBe(false)
})

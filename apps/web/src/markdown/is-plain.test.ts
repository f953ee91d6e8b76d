import { parse } from '@confab/markdown/parse'
import { plainTextOf } from '@confab/markdown/plain-text'
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

test('what counts as plain is drawn by the library letter by letter too', () => {
  const parts = 'a bc 1 12. - -- + * _ ~ ~~ # > | ` [ ] ( ) < & ! : / // http mailto . , \n \n\n'
    .split(' ')
    .concat(' ', '  ')
  let seed = 7
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  let plainCount = 0
  for (let i = 0; i < 20_000; i++) {
    const body = Array.from({ length: 1 + next(7) }, () => parts[next(parts.length)]).join('')
    if (!isPlain(body) || body.trim() === '') continue
    plainCount++
    const texts = parse(body).map((block) => (block.kind === 'paragraph' ? block.inlines : [block]))
    for (const inlines of texts) expect(inlines, JSON.stringify(body)).toMatchObject([{ kind: 'text' }])
    expect(plainTextOf(parse(body))).toBe(body.replace(/\s+/g, ' ').trim())
  }
  expect(plainCount).toBeGreaterThan(500)
})

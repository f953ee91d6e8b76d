import { expect, test } from 'vitest'
import { hitsIn } from './hits.ts'
import { parse } from './parse.ts'
import { plainTextOf } from './plain-text.ts'

test.each([
  ['**Soup** _tonight_?\n`yes`', 'Soup tonight? yes'],
  ['# Soup\n\n> with bread\n\n- leeks\n- lemons', 'Soup with bread leeks, lemons'],
  ['```ts\nlet a\n  b\n```', 'let a b'],
  ['[photos](https://good.example) ![pot](https://good.example/p)', 'photos pot'],
  ['a|b\n-|-\n1|2', 'a b 1 2'],
])('%j in one line', (body, line) => {
  expect(plainTextOf(parse(body))).toBe(line)
})

test('a mention is the name the member has now, if somebody knows it', () => {
  const tree = parse('Ask <@aaaaaaaaaaaaaaaaaaaaaa>')
  expect(plainTextOf(tree, () => 'Ana')).toBe('Ask @Ana')
  expect(plainTextOf(tree)).toBe('Ask @…')
  const code = parse('`<@aaaaaaaaaaaaaaaaaaaaaa>`\n```\nto <@aaaaaaaaaaaaaaaaaaaaaa>\n```')
  expect(plainTextOf(code, () => 'Ana')).toBe('@Ana to @Ana')
})

test('what was searched for is found small and capital, as it was typed', () => {
  expect(hitsIn('Soup and soups (hot)', ['soup', 'SOUPS', '(hot)'])).toEqual([
    { text: 'Soup', isHit: true },
    { text: ' and ', isHit: false },
    { text: 'soups', isHit: true },
    { text: ' ', isHit: false },
    { text: '(hot)', isHit: true },
  ])
  expect(hitsIn('Soup', ['', 'x.*'])).toEqual([{ text: 'Soup', isHit: false }])
})

import { expect, test } from 'vitest'
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

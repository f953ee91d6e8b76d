import { type MemberId, mentionToken, PUSH_EXCERPT_LENGTH_MAX } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'

const bo = anId<MemberId>('bo')
const nameOf = (memberId: MemberId) => (memberId === bo ? 'Bo' : null)
const excerpt = (body: string) => excerptOf(body, nameOf)
const count = (text: string) => [...new Intl.Segmenter('en').segment(text)].length

test.each([
  ['Supper?', 'Supper?'],
  ['**Soup** _tonight_?\n`yes`', 'Soup tonight? yes'],
  ['# Soup\n\n> with bread\n\n- leeks\n- lemons', 'Soup with bread leeks lemons'],
  ['```ts\nlet a\n  b\n```', 'let a b'],
  ['[photos](https://good.example) ![pot](https://good.example/p)', 'photos pot'],
  ['~~no~~ ***yes***', 'no yes'],
  ['2 * 3 * 4, snake_case_name, 5 < 6', '2 * 3 * 4, snake_case_name, 5 < 6'],
  ['-5 degrees - cold', '-5 degrees - cold'],
  ['***', '***'],
  ['', ''],
  ['魚を\n食べる', '魚を 食べる'],
])('%j is shown as %j', (body, line) => {
  expect(excerpt(body)).toBe(line)
})

test('a mention is a name, if somebody knows it', () => {
  expect(excerpt(`Ask ${mentionToken(bo)}, not ${mentionToken(anId('chidi_'))}`)).toBe('Ask @Bo, not @…')
  expect(excerpt(`*${mentionToken(bo)}*`)).toBe('@Bo')
  for (const id of ['__-y60khuy0Epb-emFEI96', '-y60khuy0Epb-emFEI96__', '_'.repeat(22)])
    expect(excerptOf(`_${mentionToken(id as MemberId)}_ ${mentionToken(id as MemberId)}`, () => 'Bo')).toBe(
      '@Bo @Bo',
    )
})

test('what is long is cut between characters, whatever they consist of', () => {
  const long = excerpt('word '.repeat(400))
  expect(count(long)).toBeLessThanOrEqual(PUSH_EXCERPT_LENGTH_MAX + 1)
  expect(long.endsWith('word…')).toBe(true)
  expect(excerpt('x'.repeat(PUSH_EXCERPT_LENGTH_MAX))).toBe('x'.repeat(PUSH_EXCERPT_LENGTH_MAX))
  expect(excerpt('x'.repeat(PUSH_EXCERPT_LENGTH_MAX + 1))).toBe(`${'x'.repeat(PUSH_EXCERPT_LENGTH_MAX)}…`)
  const family = '👨‍👩‍👧‍👦'
  const families = excerpt(family.repeat(100))
  expect(families.length).toBeLessThanOrEqual(PUSH_EXCERPT_LENGTH_MAX * 4)
  expect(families.slice(0, -1).replaceAll(family, '')).toBe('')
  expect(excerpt('a'.padEnd(8_000, '\u0301')).length).toBeLessThanOrEqual(PUSH_EXCERPT_LENGTH_MAX * 4)
  expect(excerpt('😀'.repeat(4_000)).isWellFormed()).toBe(true)
})

test('whatever is written takes a moment', () => {
  const floods = [
    '[',
    '*',
    '_',
    '>',
    '`',
    '![',
    '](',
    '<@',
    '# ',
    '- ',
    '~',
    ' ',
    '\n',
    '*a _',
    '[a](',
    '**a',
  ]
  const startedAt = performance.now()
  for (const unit of floods) excerpt(unit.repeat(8_000 / unit.length))
  expect(performance.now() - startedAt).toBeLessThan(500)
})

import type { MemberId } from '@confab/protocol'
import { expect, test } from 'vitest'
import { onLine, piecesOf } from './excerpt.ts'

const ana = 'aN1aM2bR3dT4fH6jK8lZ0q' as MemberId

const shown = (excerpt: string, hits: { from: number; to: number }[] = []) =>
  piecesOf({ excerpt, hits }).map(({ text, isHit, memberId }) =>
    memberId ? '@' : isHit ? `[${text}]` : text,
  )

test('what was found stands apart, wherever it is', () => {
  expect(shown('bread')).toEqual(['bread'])
  expect(shown('bread', [{ from: 0, to: 5 }])).toEqual(['[bread]'])
  expect(
    shown('the bread, bread', [
      { from: 4, to: 9 },
      { from: 11, to: 16 },
    ]),
  ).toEqual(['the ', '[bread]', ', ', '[bread]'])
})

test('a mention is a name, never its token', () => {
  expect(shown(`<@${ana}> brings bread`, [{ from: 33, to: 38 }])).toEqual(['@', ' brings ', '[bread]'])
  expect(shown(`thanks <@${ana}>`)).toEqual(['thanks ', '@'])
})

test('the marks of Markdown are no words, but in what was found', () => {
  expect(shown('brings the **soup**?', [{ from: 13, to: 17 }])).toEqual(['brings the ', '[soup]', '?'])
  expect(shown('so **hot**', [{ from: 3, to: 8 }])).toEqual(['so ', '[**hot]'])
})

test('lines become one', () => {
  expect(onLine('one \n\n two\nthree')).toBe('one two three')
})

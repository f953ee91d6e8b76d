import { expect, test } from 'vitest'
import { type Cell, type EmojiSection, emojiAt, emojiLines, type Step, stepFrom } from './emoji-lines.ts'

const section = (name: EmojiSection['name'], chars: string): EmojiSection => ({
  name,
  emojis: [...chars].map((char) => ({ char, label: char, codes: [], group: 'food', hasTones: false })),
})

// A heading, abc, de, a heading, fg.
const lines = emojiLines([section('recent', 'abcde'), section('food', 'fg'), section('flags', '')], 3)

test('sections are laid out in lines; an empty one has no heading', () => {
  expect(lines.map((line) => (line.kind === 'heading' ? line.name : line.emojis.length))).toEqual([
    'recent',
    3,
    2,
    'food',
    2,
  ])
  expect(emojiLines([section('found', 'ab')], 3)).toMatchObject([{ kind: 'cells' }])
})

test.each<[from: string | null, step: Step, to: string]>([
  [null, 'down', 'a'],
  ['a', 'right', 'b'],
  ['c', 'right', 'd'],
  ['d', 'left', 'c'],
  ['c', 'down', 'e'],
  ['e', 'down', 'g'],
  ['f', 'up', 'd'],
  ['a', 'left', 'a'],
  ['g', 'right', 'g'],
  ['a', 'up', 'a'],
  ['b', 'start', 'a'],
  ['a', 'end', 'c'],
  ['a', 'page-down', 'f'],
  ['g', 'page-up', 'b'],
])('from %s %s is %s', (from, step, to) => {
  const cell = stepFrom(lines, from === null ? null : cellOf(from), step)
  expect(emojiAt(lines, cell)?.char).toBe(to)
})

test('where nothing is found there is nowhere to go', () => {
  expect(stepFrom([], null, 'down')).toBeNull()
})

function cellOf(char: string): Cell | null {
  for (const [line, one] of lines.entries()) {
    const column = one.kind === 'cells' ? one.emojis.findIndex((emoji) => emoji.char === char) : -1
    if (column >= 0) return { line, column }
  }
  return null
}

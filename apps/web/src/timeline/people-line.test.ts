import { expect, test } from 'vitest'
import { plain } from '../words/isolate.ts'
import { isFolded, peopleLine } from './people-line.ts'

test.each([
  [['Bo'], [], 'Bo joined', false],
  [[], ['Bo'], 'Bo left', false],
  [['Ana', 'Bo'], ['Chidi'], 'Ana and Bo joined, Chidi left', false],
  [['Ana'], ['Bo', 'Chidi'], 'Ana joined, 2 left', true],
  [['Ana', 'Bo', 'Chidi', 'Dora', 'Emeka'], ['Fumiko', 'Goran'], 'Ana, Bo and 3 others joined, 2 left', true],
  [[], ['Ana', 'Bo', 'Chidi', 'Dora'], 'Ana, Bo and 2 others left', true],
])('joined %j, left %j', (joined, left, line, folded) => {
  expect(plain(peopleLine(joined, left))).toBe(line)
  expect(isFolded(joined, left)).toBe(folded)
})

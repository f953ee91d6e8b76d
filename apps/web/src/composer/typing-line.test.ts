import { expect, test } from 'vitest'
import { plain } from '../words/isolate.ts'
import { typingLine } from './typing-line.ts'

test.each([
  [[], ''],
  [['Ana'], 'Ana is typing'],
  [['Ana', 'Bo'], 'Ana and Bo are typing'],
  [['Ana', 'Bo', 'Chidi'], 'Ana, Bo and Chidi are typing'],
  [['Ana', 'Bo', 'Chidi', 'Dora'], 'Several people are typing'],
])('%j', (names, line) => {
  expect(plain(typingLine(names))).toBe(line)
})

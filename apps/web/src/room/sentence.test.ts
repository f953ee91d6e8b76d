import { expect, test } from 'vitest'
import { listNames, plainSentence } from './sentence.ts'

test.each([
  [['Ana'], 'Ana'],
  [['Ana', 'Bo'], 'Ana and Bo'],
  [['Ana', 'Bo', 'Chidi'], 'Ana, Bo and Chidi'],
  [['Ana', 'Bo', 'Chidi', 'Dora'], 'Ana, Bo and 2 others'],
  [['Ana', 'Bo', 'Chidi', 'Dora', 'Emeka'], 'Ana, Bo and 3 others'],
])('%j in a sentence', (names, sentence) => {
  expect(plainSentence(listNames(names))).toBe(sentence)
})

test('each name is a part of its own, so a name written right to left disturbs nobody', () => {
  expect(listNames(['דנה', 'Bo'])).toEqual([
    { kind: 'name', text: 'דנה' },
    { kind: 'words', text: ' and ' },
    { kind: 'name', text: 'Bo' },
  ])
})

test('somebody called "2 others" is still a name', () => {
  expect(listNames(['2 others', 'Bo'])[0]).toEqual({ kind: 'name', text: '2 others' })
})

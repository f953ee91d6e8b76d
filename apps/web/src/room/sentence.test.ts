import { expect, test } from 'vitest'
import { isolate, piecesOf, plain } from '../words/isolate.ts'
import { listNames } from './sentence.ts'

test.each([
  [['Ana'], 'Ana'],
  [['Ana', 'Bo'], 'Ana and Bo'],
  [['Ana', 'Bo', 'Chidi'], 'Ana, Bo and Chidi'],
  [['Ana', 'Bo', 'Chidi', 'Dora'], 'Ana, Bo and 2 others'],
  [['Ana', 'Bo', 'Chidi', 'Dora', 'Emeka'], 'Ana, Bo and 3 others'],
])('%j in a sentence', (names, sentence) => {
  expect(plain(listNames(names))).toBe(sentence)
})

test('each name is a piece of its own, so a name written right to left disturbs nobody', () => {
  expect(piecesOf(listNames(['דנה', 'Bo']))).toEqual([
    { kind: 'isolated', text: 'דנה' },
    { kind: 'words', text: ' and ' },
    { kind: 'isolated', text: 'Bo' },
  ])
})

test('somebody called "2 others" is still a name', () => {
  expect(piecesOf(listNames(['2 others', 'Bo']))[0]).toEqual({ kind: 'isolated', text: '2 others' })
})

test('a name that holds marks of its own cannot break out of its place', () => {
  expect(piecesOf(`${isolate('A\u2069n\u202ea')} left`)).toEqual([
    { kind: 'isolated', text: 'An\u202ea' },
    { kind: 'words', text: ' left' },
  ])
})

test('where there are no elements, only a name written the other way keeps its marks', () => {
  expect(plain(`Remove ${isolate('Bo')}?`)).toBe('Remove Bo?')
  expect(plain(`Remove ${isolate('דנה')}?`)).toBe('Remove \u2068דנה\u2069?')
})

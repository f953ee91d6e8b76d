import { expect, test } from 'vitest'
import { EmojiIndex } from './emoji-search.ts'
import type { EmojiRows } from './rows.ts'

const rows: EmojiRows = [
  [
    ['😂', 'face with tears of joy', 'joy', 'laugh', 0],
    ['😍', 'smiling face with heart-eyes', 'heart_eyes', 'love', 0],
    ['❤️', 'red heart', 'heart', 'love', 0],
  ],
  [
    ['👍', 'thumbs up', '+1 thumbsup', 'good like', 1],
    ['🙋', 'personne levant la main', 'raising_hand', 'lève', 1],
  ],
  [],
  [['🍵', '湯のみ', 'tea', 'お茶', 0]],
]
const index = new EmojiIndex(rows)
const found = (query: string) => index.find(query, 8).map(({ char }) => char)

test.each([
  ['a short code from elsewhere', '+1', ['👍']],
  ['the beginning of one', 'thumb', ['👍']],
  ['the code before words that merely hold it', 'heart', ['❤️', '😍']],
  ['two words in any order', 'joy face', ['😂']],
  ['words around it', 'love', ['😍', '❤️']],
  ['with or without accents', 'LEVE', ['🙋']],
  ['an underscore for a space', 'red_he', ['❤️']],
  ['inside a word, where languages write no spaces', '湯の', ['🍵']],
  ['nothing', 'xyz', []],
  ['no words', '  ', []],
])('%s finds it: %s', (_case, query, chars) => {
  expect(found(query)).toEqual(chars)
})

test('an emoji is known in whatever tone it is painted', () => {
  expect(index.byChar('👍🏽')?.label).toBe('thumbs up')
  expect(index.byChar('❤')?.label).toBe('red heart')
  expect(index.byCode('THUMBSUP')?.char).toBe('👍')
  expect(index.byCode('thumb')).toBeNull()
})

import { expect, test } from 'vitest'
import { marksIn } from './marks.ts'

const words = (text: string) => {
  const isMark = marksIn(text)
  return [...Array(text.length).keys()]
    .filter((at) => !isMark[at])
    .map((at) => text[at])
    .join('')
}

test.each([
  ['Who brings the **soup**?', 'Who brings the soup?'],
  ['_all_ of ~~it~~ ***now***', 'all of it now'],
  ['**bread and _lemons_**', 'bread and lemons'],
  ['run `pnpm start` twice', 'run pnpm start twice'],
  ['```ts\nconst soup = 1\n```', '\nconst soup = 1\n'],
  ['> as dark\n> as they have it', 'as dark\nas they have it'],
  ['## Friday', 'Friday'],
  ['| who | what |\n|---|:--|\n| Ana | bread |', ' who | what \n\n Ana | bread '],
  ['魚の**スープ**です', '魚の**スープ**です'],
])('%j reads %j', (text, read) => {
  expect(words(text)).toBe(read)
})

test.each([
  '5 * 3 * 2',
  'snake_case_name',
  'a**b',
  '**cut in the middle',
  '\\*not so\\*',
  '#1 and #2',
  'x | y',
  '5 > 3',
  '~5 and ~6',
  '<@_aN1aM2bR3dT4fH6jK8lZ_>',
])('%j has no marks', (text) => {
  expect(words(text)).toBe(text)
})

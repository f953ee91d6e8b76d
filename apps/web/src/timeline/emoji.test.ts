import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { isOnlyEmoji } from './emoji.ts'

test.each([
  ['👍', true],
  ['👍️', true],
  ['1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿', true],
  ['❤', false],
  ['™', false],
  ['🇳', false],
  ['🎉🎉🎉', true],
  ['👩‍👩‍👧 🇳🇬 👋🏽', true],
  ['❤️', true],
  ['🎉🎉🎉🎉🎉🎉🎉', false],
  ['well done 👍', false],
  ['42', false],
  ['#', false],
  ['…', false],
])('%j is only emoji: %s', (body, expected) => {
  expect(isOnlyEmoji(body)).toBe(expected)
})

test('every emoji there is is one', () => {
  const known: { emoji: string; skins?: { emoji: string }[] }[] = createRequire(import.meta.url)(
    'emojibase-data/en/data.json',
  )
  const emoji = known.flatMap((one) => [one, ...(one.skins ?? [])]).map((one) => one.emoji)
  const recommended = emoji.filter((one) => /^\p{RGI_Emoji}$/v.test(one))

  expect(recommended.length).toBeGreaterThan(3_600)
  expect(recommended.filter((one) => !isOnlyEmoji(one))).toEqual([])
})

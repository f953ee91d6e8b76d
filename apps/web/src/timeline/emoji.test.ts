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

import { expect, test } from 'vitest'
import { isEmoji } from './reactions.ts'

test.each(['👍', '👍🏽', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👩‍👩‍👧‍👦', '🇯🇵', '1️⃣'])('%s is an emoji', (text) => {
  expect(isEmoji(text)).toBe(true)
})

test.each(['', 'a', '1', '👍👍', '👍 ', ' ', 'ok', '❤️a', '\u200d', '👍'.repeat(20)])(
  '“%s” is none',
  (text) => {
    expect(isEmoji(text)).toBe(false)
  },
)

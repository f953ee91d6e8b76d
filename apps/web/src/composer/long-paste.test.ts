import { expect, test } from 'vitest'
import { longPasteAt, whereIsPaste } from './long-paste.ts'

const long = 'word '.repeat(1_000)

test('only a long text is worth a file', () => {
  expect(longPasteAt('x'.repeat(4_000), 0)).toBeNull()
  expect(longPasteAt('x'.repeat(4_001), 3)).toMatchObject({ from: 3 })
  // Counted as the box has it.
  expect(longPasteAt('\r\n'.repeat(2_500), 0)).toBeNull()
})

test('it is found again wherever it was pushed to, and not when it was changed', () => {
  const paste = { text: long, from: 0 }
  expect(whereIsPaste(long, paste)).toEqual({ from: 0, to: 5_000 })
  expect(whereIsPaste(`See: ${long}`, paste)).toEqual({ from: 5, to: 5_005 })
  expect(whereIsPaste(long.slice(1), paste)).toBeNull()
})

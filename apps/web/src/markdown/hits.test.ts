import { expect, test } from 'vitest'
import { hitsIn } from './hits.ts'

test('what was searched for is found small and capital, as it was typed', () => {
  expect(hitsIn('Soup and soups (hot)', ['soup', 'SOUPS', '(hot)'])).toEqual([
    { text: 'Soup', isHit: true },
    { text: ' and ', isHit: false },
    { text: 'soups', isHit: true },
    { text: ' ', isHit: false },
    { text: '(hot)', isHit: true },
  ])
  expect(hitsIn('Soup', ['', 'x.*'])).toEqual([{ text: 'Soup', isHit: false }])
})

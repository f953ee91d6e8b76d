import { expect, test } from 'vitest'
import { correction, firstVisible, isPinned, pageWanted, type Reveal } from './scroll-anchor.ts'

test.each([
  ['at the end', 1_200, false, true],
  ['100 px above it', 1_100, false, true],
  ['101 px above it', 1_099, false, false],
  ['at the end of a window that is not the newest', 1_200, true, false],
  ['pulled past the end, as phones do', 1_260, false, true],
])('%s', (_where, top, hasNewer, expected) => {
  expect(isPinned({ top, viewport: 800, content: 2_000 }, hasNewer)).toBe(expected)
})

test('a list shorter than its viewport is at its end', () => {
  expect(isPinned({ top: 0, viewport: 800, content: 300 }, false)).toBe(true)
})

test.each([
  [0, 0],
  [19, 0],
  [20, 1],
  [55, 2],
  [60, 3],
  [99, 3],
])('scrolled by %i px, line %i is the first one seen', (top, line) => {
  const bottoms = [20, 40, 60]
  expect(firstVisible(3, (index) => bottoms[index] ?? 0, top)).toBe(line)
})

test('what is seen stays: the list moves as far as its first line did', () => {
  const anchors = [
    { key: 'one', bottom: 10 },
    { key: 'two', bottom: 40 },
  ]

  expect(correction(anchors, (key) => (key === 'one' ? 510.5 : 540))).toBe(500.5)
})

test('when the first line seen is gone the next one decides, and with none left nothing does', () => {
  const anchors = [
    { key: 'one', bottom: 10 },
    { key: 'two', bottom: 40 },
  ]

  expect(correction(anchors, (key) => (key === 'two' ? 20 : null))).toBe(-20)
  expect(correction(anchors, () => null)).toBeNull()
})

const middle: Reveal = {
  top: 5_000,
  viewport: 800,
  content: 10_000,
  direction: 'none',
  hasOlder: true,
  hasNewer: true,
  recordCount: 100,
}

test.each<[string, Partial<Reveal>, 'older' | 'newer' | null]>([
  ['in the middle', {}, null],
  ['1.5 viewports below the oldest loaded', { top: 1_199, direction: 'up' }, 'older'],
  ['a little further', { top: 1_200, direction: 'up' }, null],
  ['at the very beginning', { top: 0, direction: 'up', hasOlder: false }, null],
  ['1.5 viewports above the newest loaded', { top: 8_001, direction: 'down' }, 'newer'],
  ['at the newest of all', { top: 9_200, direction: 'down', hasNewer: false }, null],
  ['placed near both ends of a short window', { content: 1_600, top: 400 }, 'older'],
  ['going down in a short window', { content: 1_600, top: 400, direction: 'down' }, 'newer'],
  [
    'going down with nothing newer, the upper edge in sight',
    { content: 1_600, top: 400, direction: 'down', hasNewer: false },
    'older',
  ],
])('%s', (_where, reveal, expected) => {
  expect(pageWanted({ ...middle, ...reveal })).toBe(expected)
})

test('a full window never cuts one side to fill the other by itself', () => {
  const full = { ...middle, recordCount: 300, content: 1_600, top: 400 }

  expect(pageWanted({ ...full, direction: 'none' })).toBeNull()
  expect(pageWanted({ ...full, direction: 'up' })).toBe('older')
  expect(pageWanted({ ...full, direction: 'down' })).toBe('newer')
  expect(pageWanted({ ...full, direction: 'up', hasOlder: false })).toBeNull()
})

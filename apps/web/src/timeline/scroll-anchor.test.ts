import { expect, test } from 'vitest'
import { correction, firstVisible, isPinned, isRead, pageWanted, type Reveal } from './scroll-anchor.ts'

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

const anchors = [
  { key: 'one', top: 10, bottom: 40, width: 600 },
  { key: 'two', top: 60, bottom: 90, width: 600 },
]

test('what is read stays: the list moves as far as its words did, however long the line became', () => {
  const now = (key: string) => (key === 'one' ? { top: 510.5, bottom: 700 } : { top: 720.5, bottom: 750.5 })

  expect(correction(anchors, now, 600)).toBe(500.5)
  expect(correction(anchors, now, 380)).toBe(500.5)
})

test('when the line being read is gone the next one decides, and with none left nothing does', () => {
  expect(correction(anchors, (key) => (key === 'two' ? { top: 40, bottom: 70 } : null), 600)).toBe(-20)
  expect(correction(anchors, () => null, 600)).toBeNull()
})

test('words that began further up and break anew keep the same share of them at the upper edge', () => {
  const long = [{ key: 'long', top: -300, bottom: 900, width: 600 }]

  // A quarter of it was above: of twice the length a quarter is above again.
  expect(correction(long, () => ({ top: -300, bottom: 2_100 }), 380)).toBe(300)
  // In the same width something grew below the words: they stay.
  expect(correction(long, () => ({ top: -300, bottom: 940 }), 600)).toBe(0)
})

test.each([
  ['begins on the screen', { top: 0, bottom: 40 }, true],
  ['is cut off above', { top: -10, bottom: 30 }, false],
  ['is cut off above and fills most of it', { top: -10, bottom: 300 }, true],
  ['fills all of it', { top: -100, bottom: 900 }, true],
])('a line that %s', (_where, extent, expected) => {
  expect(isRead(extent, 500)).toBe(expected)
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

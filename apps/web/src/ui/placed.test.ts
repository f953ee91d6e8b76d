import { expect, test } from 'vitest'
import { placed } from './placed.ts'

const size = { width: 300, height: 400 }
const view = { width: 1000, height: 800 }
const at = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 40 })

test.each([
  ['above, end edge with end edge', at(700, 600), 'ltr', { left: 440, top: 192 }],
  ['the other way round where people write so', at(100, 600), 'rtl', { left: 100, top: 192 }],
  ['below where there is no room above', at(700, 100), 'ltr', { left: 440, top: 148 }],
  ['never beyond the edge', at(20, 600), 'ltr', { left: 8, top: 192 }],
] as const)('%s', (_case, anchor, direction, place) => {
  expect(placed(anchor, size, view, direction)).toEqual(place)
})

test('where nothing fits the beginning is in sight', () => {
  expect(placed(at(700, 200), size, { width: 280, height: 300 }, 'ltr')).toEqual({ left: 8, top: 8 })
})

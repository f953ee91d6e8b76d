import { expect, test } from 'vitest'
import { readable, Seeing } from './seeing.ts'

const list = { top: 100, bottom: 500 }

test('half of a line has to be seen, or as much of a long one as fills half of the list', () => {
  const lines = [
    { sequence: 1, top: 60, bottom: 110 },
    { sequence: 2, top: 80, bottom: 120 },
    { sequence: 3, top: 120, bottom: 160 },
    { sequence: 4, top: 480, bottom: 521 },
    { sequence: 5, top: 600, bottom: 640 },
  ]
  expect(readable(lines, list)).toEqual([2, 3])
  expect(readable([{ sequence: 6, top: 290, bottom: 2_000 }], list)).toEqual([6])
  expect(readable([{ sequence: 6, top: 310, bottom: 2_000 }], list)).toEqual([])
})

test('what is seen for half a second is read, what flies past is not', () => {
  const seeing = new Seeing()
  expect(seeing.look([1, 2, 3], 0)).toBeNull()
  expect(seeing.isWaiting(0)).toBe(true)
  expect(seeing.look([2, 3, 4], 400)).toBeNull()
  expect(seeing.look([2, 3, 4], 500)).toBe(3)
  expect(seeing.look([8, 9], 600)).toBeNull()
  expect(seeing.look([3, 4], 700)).toBeNull()
  expect(seeing.look([3, 4], 1_200)).toBe(4)
  expect(seeing.isWaiting(1_200)).toBe(false)
})

test('looking away begins anew', () => {
  const seeing = new Seeing()
  seeing.look([1], 0)
  seeing.look([], 300)
  expect(seeing.look([1], 600)).toBeNull()
  expect(seeing.look([1], 1_100)).toBe(1)
})

import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { qrPath } from './qr-path.ts'

/** Reads the path back into squares. */
function squaresOf(path: string): Set<string> {
  const squares = new Set<string>()
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let i = 0; i < Number(width); i++) squares.add(`${Number(x) + i},${y}`)
  return squares
}

test('a run of dark squares is one rectangle', () => {
  expect(qrPath([[true, true, false, true]])).toBe('M0 0h2v1h-2zM3 0h1v1h-1z')
})

test('the path has every dark square of a link, and no other', () => {
  const { data } = encode('https://chat.example.org/r/k7m-4qp2-x9d')
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`${x},${y}`] : [])))
  expect(squaresOf(qrPath(data))).toEqual(new Set(dark))
})

import { expect, test } from 'vitest'
import { pathOf, placeOf } from './route.svelte.ts'

test.each([
  ['/', 'home'],
  ['/index.html', 'home'],
  ['/r/k7m-4qp2-x9d', 'room'],
  ['/r/K7M4QP2X9D', 'room'],
  ['/r/k7m%204qp2%20x9d/', 'room'],
  ['/r/k7m-4qp2-x9d/123', 'room'],
  ['/r/k7m-4qp2-x9d/one', 'lost'],
  ['/r/%', 'lost'],
  ['/r/short', 'lost'],
  ['/r/', 'lost'],
  ['/elsewhere', 'lost'],
])('%s is %s', (pathname, name) => {
  expect(placeOf(pathname).name).toBe(name)
})

test('a room keeps its place through its path, however its code was written', () => {
  const place = placeOf('/r/K7M4QP2X9D')
  expect(pathOf(place)).toBe('/r/k7m-4qp2-x9d')
  expect(placeOf(pathOf(place))).toEqual(place)
})

test('a link to a message says its place, and comes back as it was', () => {
  const place = placeOf('/r/k7m-4qp2-x9d/123')
  expect(place).toMatchObject({ name: 'room', at: 123 })
  expect(pathOf(place)).toBe('/r/k7m-4qp2-x9d/123')
})

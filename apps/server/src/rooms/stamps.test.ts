import { expect, test } from 'vitest'
import { Stamps } from './stamps.ts'

test('a stamp is the time, and never the same twice', () => {
  let now = 1_000
  const stamps = new Stamps(() => now)
  expect([stamps.next(), stamps.next()]).toEqual([1_000, 1_001])
  now = 5_000
  expect(stamps.next()).toBe(5_000)
  now = 0
  expect(stamps.next()).toBe(5_001)
})

test('what is stamped after a word was heard comes after it, however far apart the clocks are', () => {
  const [ana, bo] = [new Stamps(() => 1_000), new Stamps(() => 3_600_000)]
  const first = bo.next()
  ana.heard(first)
  const second = ana.next()
  expect(second).toBeGreaterThan(first)
  bo.heard(second)
  expect(bo.next()).toBeGreaterThan(second)
  ana.heard(5)
  expect(ana.next()).toBeGreaterThan(second)
})

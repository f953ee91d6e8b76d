import { expect, test } from 'vitest'
import { EXODUS_AFTER_MS, WELL_HEARD_MS } from '../limits.ts'
import { aClock } from '../testing/clock.ts'
import { Exodus } from './exodus.ts'

/** A node with people on it, and what it hears of the store and the others each second. */
function aNode() {
  const clock = aClock()
  const node = { isDegraded: false, areOthersWell: true, sentAway: 0 }
  const exodus = new Exodus({
    clock,
    isDegraded: () => node.isDegraded,
    sendAway: () => {
      node.sentAway += 1
    },
  })
  const pass = (ms: number) => {
    for (let at = 0; at < ms; at += 1_000) {
      if (node.areOthersWell) exodus.heardWell()
      clock.advance(1_000)
    }
  }
  return { node, pass, clock, exodus }
}

const LONG = EXODUS_AFTER_MS + WELL_HEARD_MS + 10_000

test('people stay on a node that is well', () => {
  const { node, pass } = aNode()
  pass(LONG)
  expect(node.sentAway).toBe(0)
})

test('a node that alone is cut off from the store sends its people to the others, once', () => {
  const { node, pass } = aNode()
  pass(5_000)
  node.isDegraded = true
  pass(EXODUS_AFTER_MS - 1_000)
  expect(node.sentAway).toBe(0)
  pass(LONG)
  expect(node.sentAway).toBe(1)
  node.isDegraded = false
  pass(LONG)
  node.isDegraded = true
  pass(LONG)
  expect(node.sentAway).toBe(2)
})

test('while the store is away for all, people stay where they are', () => {
  const { node, pass } = aNode()
  pass(5_000)
  node.isDegraded = true
  node.areOthersWell = false
  pass(LONG)
  expect(node.sentAway).toBe(0)
  node.areOthersWell = true
  pass(5_000)
  expect(node.sentAway).toBe(1)
})

test('what is only slow for a moment sends nobody away, and a closed exodus leaves no timer behind', () => {
  const { node, pass, clock, exodus } = aNode()
  for (let times = 0; times < 5; times++) {
    node.isDegraded = true
    pass(EXODUS_AFTER_MS - 2_000)
    node.isDegraded = false
    pass(2_000)
  }
  expect(node.sentAway).toBe(0)
  exodus.close()
  expect(clock.waiting).toBe(0)
})

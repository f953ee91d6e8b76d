import { expect, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { EXODUS_AFTER_MS, WELL_HEARD_MS } from '../limits.ts'
import { aClock } from '../testing/clock.ts'
import { Exodus } from './exodus.ts'

/** A node with people on it, and what it hears of the store and the others each second. */
function aNode() {
  const clock = aClock()
  const node = { isDegraded: false, areOthersWell: true, sentAway: 0 }
  const exchange = createMemoryExchange()
  const [broker, other] = [exchange.createBroker(), exchange.createBroker()]
  const exodus = new Exodus({
    clock,
    broker,
    isDegraded: () => node.isDegraded,
    sendAway: () => {
      node.sentAway += 1
    },
  })
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 1_000) {
      if (node.areOthersWell) other.broadcast({ kind: 'well' })
      await Promise.resolve()
      clock.advance(1_000)
    }
  }
  return { node, pass, clock, exodus, other }
}

const LONG = EXODUS_AFTER_MS + WELL_HEARD_MS + 10_000

test('people stay on a node that is well', async () => {
  const { node, pass } = aNode()
  await pass(LONG)
  expect(node.sentAway).toBe(0)
})

test('a node that alone is cut off from the store sends its people to the others, once', async () => {
  const { node, pass } = aNode()
  await pass(5_000)
  node.isDegraded = true
  await pass(EXODUS_AFTER_MS - 1_000)
  expect(node.sentAway).toBe(0)
  await pass(LONG)
  expect(node.sentAway).toBe(1)
  node.isDegraded = false
  await pass(LONG)
  node.isDegraded = true
  await pass(LONG)
  expect(node.sentAway).toBe(2)
})

test('while the store is away for all, people stay where they are', async () => {
  const { node, pass } = aNode()
  await pass(5_000)
  node.isDegraded = true
  node.areOthersWell = false
  await pass(LONG)
  expect(node.sentAway).toBe(0)
  node.areOthersWell = true
  await pass(5_000)
  expect(node.sentAway).toBe(1)
})

test('what is only slow for a moment sends nobody away, and a closed exodus leaves no timer behind', async () => {
  const { node, pass, clock, exodus } = aNode()
  for (let times = 0; times < 5; times++) {
    node.isDegraded = true
    await pass(EXODUS_AFTER_MS - 2_000)
    node.isDegraded = false
    await pass(2_000)
  }
  expect(node.sentAway).toBe(0)
  exodus.close()
  expect(clock.waiting).toBe(0)
})

test('a node says that it is well while it is, and not a word when it is not', async () => {
  const { node, pass, other } = aNode()
  let said = 0
  other.listen(() => {
    said += 1
  })
  await pass(10_000)
  expect(said).toBeGreaterThan(1)
  node.isDegraded = true
  await pass(1_000)
  const before = said
  await pass(10_000)
  expect(said).toBe(before)
})

import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { NodeId } from '../broker/signals.ts'
import { ALIVE_MS, LEASE_MS, NODES_MAX } from '../limits.ts'
import { Neighbours } from './neighbours.ts'

const [ana, bo] = [anId<NodeId>('ana'), anId<NodeId>('bo')]
const alive = (at: number, roundMs = ALIVE_MS) => ({ at, roundMs })

test('a node is new once, and forgotten when it was silent for its lease', () => {
  const neighbours = new Neighbours()
  expect(neighbours.lives(ana, alive(1), 0)).toBe('new')
  expect(neighbours.lives(ana, alive(2, 8_000), 1_000)).toBe('known')
  expect(neighbours.roundMsOf(ana)).toBe(8_000)
  expect(neighbours.sweep(999 + LEASE_MS)).toEqual([])
  expect(neighbours.count).toBe(1)
  expect(neighbours.sweep(1_000 + LEASE_MS)).toEqual([ana])
  expect(neighbours.count).toBe(0)
  expect(neighbours.lives(ana, alive(3), 20_000)).toBe('new')
})

test('whatever it says shows that it lives, but nothing does of a node nobody heard of', () => {
  const neighbours = new Neighbours()
  expect(neighbours.speaks(ana, 0)).toBe(false)
  neighbours.lives(ana, alive(1), 0)
  expect(neighbours.speaks(ana, 5_000)).toBe(true)
  expect(neighbours.sweep(LEASE_MS)).toEqual([])
})

test('a word that is said again keeps nobody alive', () => {
  const neighbours = new Neighbours()
  neighbours.lives(ana, alive(5), 0)
  expect(neighbours.lives(ana, alive(5), 10_000)).toBe('late')
  expect(neighbours.lives(ana, alive(4), 10_000)).toBe('late')
  expect(neighbours.sweep(LEASE_MS)).toEqual([ana])
})

test('who said goodbye is not brought back by a late word, and is gone without being silent', () => {
  const neighbours = new Neighbours()
  neighbours.lives(ana, alive(1), 0)
  expect(neighbours.left(ana, 1_000)).toBe(true)
  expect(neighbours.left(ana, 1_000)).toBe(false)
  expect(neighbours.left(bo, 1_000)).toBe(false)
  expect(neighbours.lives(ana, alive(2), 1_100)).toBe('late')
  expect(neighbours.speaks(ana, 1_100)).toBe(false)
  expect(neighbours.count).toBe(0)
  expect(neighbours.sweep(60_000)).toEqual([])
})

test('while nobody can be heard, silence says nothing', () => {
  const neighbours = new Neighbours()
  neighbours.lives(ana, alive(1), 0)
  neighbours.extend(10 * LEASE_MS)
  expect(neighbours.sweep(11 * LEASE_MS - 1)).toEqual([])
  expect(neighbours.sweep(11 * LEASE_MS)).toEqual([ana])
})

test('[D10] there are only so many', () => {
  const neighbours = new Neighbours()
  for (let i = 0; i < NODES_MAX; i++) neighbours.lives(anId<NodeId>(`node-${i}`), alive(1), 0)
  expect(neighbours.lives(ana, alive(1), 0)).toBe('late')
  expect(neighbours.count).toBe(NODES_MAX)
})

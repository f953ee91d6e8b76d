import { type MemberId, PRESENCE_GRACE_MS } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { Presence } from './presence.ts'

const ana = anId<MemberId>('ana')
const bo = anId<MemberId>('bo')
const here = (presence: Presence) => [...presence.members()]

test('somebody comes with the first of their tabs, and only with that', () => {
  const presence = new Presence()
  expect(presence.come(ana)).toBe(true)
  expect(presence.come(ana)).toBe(false)
  expect(presence.come(bo)).toBe(true)
  expect(here(presence)).toEqual([ana, bo])
  expect(presence.count).toBe(2)
})

test('with one tab of two gone nothing changes, and no grace runs', () => {
  const presence = new Presence()
  presence.come(ana)
  presence.come(ana)
  presence.go(ana, 0)
  expect(presence.sweepAt).toBeNull()
  expect(presence.sweep(PRESENCE_GRACE_MS * 10)).toEqual([])
  expect(here(presence)).toEqual([ana])
})

test('with the last tab gone they stay for the grace, to the millisecond', () => {
  const presence = new Presence()
  presence.come(ana)
  presence.go(ana, 1_000)
  expect(presence.sweepAt).toBe(1_000 + PRESENCE_GRACE_MS)
  expect(presence.sweep(999 + PRESENCE_GRACE_MS)).toEqual([])
  expect(presence.count).toBe(1)
  expect(presence.sweep(1_000 + PRESENCE_GRACE_MS)).toEqual([ana])
  expect(presence.count).toBe(0)
  expect(presence.sweepAt).toBeNull()
  expect(presence.come(ana)).toBe(true)
})

test('a reload within the grace is neither a farewell nor an arrival', () => {
  const presence = new Presence()
  presence.come(ana)
  presence.go(ana, 0)
  expect(presence.come(ana)).toBe(false)
  expect(presence.sweepAt).toBeNull()
  expect(presence.sweep(PRESENCE_GRACE_MS)).toEqual([])
  presence.go(ana, 5_000)
  expect(presence.sweepAt).toBe(5_000 + PRESENCE_GRACE_MS)
})

test('leaving on purpose needs no grace, unless another tab is there', () => {
  const presence = new Presence()
  presence.come(ana)
  presence.come(ana)
  expect(presence.leave(ana)).toBe(false)
  expect(presence.leave(ana)).toBe(true)
  expect(presence.has(ana)).toBe(false)
  expect(presence.sweepAt).toBeNull()
})

test('graces run out in the order they began', () => {
  const presence = new Presence()
  for (const member of [ana, bo]) presence.come(member)
  presence.go(bo, 0)
  presence.go(ana, 3_000)
  expect(presence.sweep(PRESENCE_GRACE_MS)).toEqual([bo])
  expect(presence.sweepAt).toBe(3_000 + PRESENCE_GRACE_MS)
  expect(here(presence)).toEqual([ana])
  expect(presence.sweep(3_000 + PRESENCE_GRACE_MS)).toEqual([ana])
})

test('a connection nobody knew of goes without a trace', () => {
  const presence = new Presence()
  presence.go(ana, 0)
  expect(presence.leave(bo)).toBe(false)
  expect(presence.count).toBe(0)
  expect(presence.sweepAt).toBeNull()
})

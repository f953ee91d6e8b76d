import type { MemberId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { NodeId, PresenceSignal } from '../broker/signals.ts'
import { ASK_AGAIN_MS } from '../limits.ts'
import { Elsewhere } from './elsewhere.ts'

const roomId = anId<RoomId>('kitchen')
const [north, south] = [anId<NodeId>('north'), anId<NodeId>('south')]
const person = (name: string) => ({ memberId: anId<MemberId>(name.toLowerCase()), name })
const [ana, bo, chidi] = [person('Ana'), person('Bo'), person('Chidi')]
const NOW = 100_000
const never = () => false

type Fields = Partial<PresenceSignal> & { number: number }

function anElsewhere(allowance = { left: 100 }) {
  const elsewhere = new Elsewhere(allowance)
  const says = (fields: Fields, now = NOW) => {
    const { here = [] } = fields
    const signal = { nodeId: north, isWhole: false, here, gone: [], count: here.length, ...fields }
    return elsewhere.hear({ kind: 'presence', roomId, ...signal }, now)
  }
  const whole = (number: number, ...here: (typeof ana)[]) => says({ number, isWhole: true, here })
  const seen = () => [...elsewhere.members()].map((memberId) => elsewhere.nameOf(memberId))
  return { elsewhere, allowance, says, whole, seen }
}

describe('a node says who is here', () => {
  test('all at once, then who came and went', () => {
    const { says, whole, seen } = anElsewhere()
    expect(whole(1, ana, bo)).toEqual({ changed: [ana.memberId, bo.memberId], isToAsk: false })
    expect(says({ number: 2, here: [chidi], gone: [ana.memberId], count: 2 })).toEqual({
      changed: [ana.memberId, chidi.memberId],
      isToAsk: false,
    })
    expect(seen()).toEqual(['Bo', 'Chidi'])
  })

  test('whoever is on two nodes is here once, until the last of them has them no more', () => {
    const { elsewhere, says, whole } = anElsewhere()
    whole(1, ana)
    expect(says({ nodeId: south, number: 1, isWhole: true, here: [ana] }).changed).toEqual([])
    expect(elsewhere.count).toBe(1)
    expect(whole(2).changed).toEqual([])
    expect(says({ nodeId: south, number: 2, gone: [ana.memberId] }).changed).toEqual([ana.memberId])
    expect(elsewhere.count).toBe(0)
  })

  test('the same again, and what is older, changes nothing', () => {
    const { says, whole, seen } = anElsewhere()
    whole(5, ana)
    expect(whole(5)).toEqual({ changed: [], isToAsk: false })
    expect(says({ number: 4, gone: [ana.memberId] })).toEqual({ changed: [], isToAsk: false })
    expect(seen()).toEqual(['Ana'])
  })

  test('another name is news once', () => {
    const { elsewhere, says, whole, seen } = anElsewhere()
    whole(1, bo)
    expect(says({ number: 2, here: [{ ...bo, name: 'Bonifaz' }] }).changed).toEqual([bo.memberId])
    expect(elsewhere.rename(bo.memberId, 'Bonifaz')).toBe(false)
    expect(elsewhere.rename(bo.memberId, 'Bob')).toBe(true)
    expect(says({ number: 3, here: [{ ...bo, name: 'Bonifaz' }] }).changed).toEqual([])
    expect(seen()).toEqual(['Bob'])
  })

  test('a list that goes on begins anew for who missed something, and only adds for who did not', () => {
    const { says, whole, seen } = anElsewhere()
    whole(1, ana, bo)
    expect(says({ number: 2, isWhole: true, here: [ana], count: 2 }).changed).toEqual([])
    expect(says({ number: 3, here: [bo], count: 2 }).isToAsk).toBe(false)
    expect(seen()).toEqual(['Ana', 'Bo'])
    says({ number: 7, isWhole: true, here: [chidi], count: 2 })
    expect(says({ number: 8, here: [ana], count: 2 }).isToAsk).toBe(false)
    expect(seen()).toEqual(['Chidi', 'Ana'])
  })

  test('who was removed from the room is gone at once', () => {
    const { elsewhere, says, whole } = anElsewhere()
    whole(1, ana)
    says({ nodeId: south, number: 1, isWhole: true, here: [ana] })
    expect(elsewhere.remove(ana.memberId)).toBe(true)
    expect(elsewhere.remove(ana.memberId)).toBe(false)
    expect(elsewhere.count).toBe(0)
    expect(says({ number: 2, gone: [ana.memberId] })).toEqual({ changed: [], isToAsk: false })
  })
})

describe('something was lost', () => {
  test('a hole in the numbers makes one ask, and everything anew closes it', () => {
    const { says, whole, seen } = anElsewhere()
    whole(1, ana)
    expect(says({ number: 3, here: [chidi], count: 3 }).isToAsk).toBe(true)
    expect(seen()).toEqual(['Ana', 'Chidi'])
    expect(whole(4, ana, bo, chidi).isToAsk).toBe(false)
    expect(says({ number: 5, gone: [ana.memberId] }).isToAsk).toBe(false)
    expect(seen()).toEqual(['Chidi', 'Bo'])
  })

  test('[D10] it is asked for once a second at most, however often it shows', () => {
    const { says } = anElsewhere()
    const asked = Array.from({ length: 50 }, (_, i) => says({ number: 2 + i, here: [ana] }, NOW + i * 100))
    expect(asked.filter(({ isToAsk }) => isToAsk)).toHaveLength((50 * 100) / ASK_AGAIN_MS)
  })

  test('the last word: where the node stands shows it', () => {
    const { elsewhere, whole } = anElsewhere()
    whole(1, ana)
    expect(elsewhere.stands(north, { number: 1, count: 1 }, NOW).isToAsk).toBe(false)
    expect(elsewhere.stands(north, { number: 2, count: 1 }, NOW).isToAsk).toBe(true)
    expect(elsewhere.stands(south, { number: 9, count: 4 }, NOW).isToAsk).toBe(true)
  })

  test('who was heard to be back before it was heard that they were removed', () => {
    const { elsewhere, whole, seen } = anElsewhere()
    whole(1, ana, bo)
    elsewhere.remove(bo.memberId)
    expect(elsewhere.stands(north, { number: 1, count: 2 }, NOW)).toEqual({ changed: [], isToAsk: true })
    expect(whole(2, ana, bo).changed).toEqual([bo.memberId])
    expect(elsewhere.stands(north, { number: 2, count: 2 }, NOW + ASK_AGAIN_MS).isToAsk).toBe(false)
    expect(seen()).toEqual(['Ana', 'Bo'])
  })

  test('the last farewell: a node that has nobody there need not be asked', () => {
    const { elsewhere, says, whole } = anElsewhere()
    whole(1, ana)
    expect(elsewhere.stands(north, { number: 2, count: 0 }, NOW)).toEqual({
      changed: [ana.memberId],
      isToAsk: false,
    })
    expect(says({ number: 2, here: [ana] }).changed).toEqual([])
    expect(elsewhere.stands(south, { number: 3, count: 0 }, NOW).isToAsk).toBe(false)
  })

  test('a standing that comes late says nothing about what was said since', () => {
    const { elsewhere, whole } = anElsewhere()
    whole(5, ana)
    expect(elsewhere.stands(north, { number: 4, count: 0 }, NOW)).toEqual({ changed: [], isToAsk: false })
    expect(elsewhere.count).toBe(1)
  })

  test('what is confirmed no more is forgotten', () => {
    const { elsewhere, whole } = anElsewhere()
    whole(1, ana)
    elsewhere.stands(north, { number: 1, count: 1 }, NOW + 5_000)
    const overdueAt = (limit: number) => elsewhere.sweep(NOW, (_, heardAt) => heardAt < limit)
    expect(overdueAt(NOW + 5_000)).toEqual([])
    expect(overdueAt(NOW + 5_001)).toEqual([ana.memberId])
  })
})

describe('a node is there no more', () => {
  test('forgotten, those whom it alone had are gone', () => {
    const { elsewhere, says, whole } = anElsewhere()
    whole(1, ana, bo)
    says({ nodeId: south, number: 1, isWhole: true, here: [bo] })
    expect(elsewhere.forget(north)).toEqual([ana.memberId])
    expect(elsewhere.forget(north)).toEqual([])
  })

  test('when it leaves they stay for their grace, and who comes to another node has never been away', () => {
    const { elsewhere, says, whole, seen } = anElsewhere()
    whole(1, ana, bo)
    elsewhere.leave(north, NOW + 12_000)
    elsewhere.leave(north, NOW + 99_000)
    elsewhere.leave(south, NOW + 1)
    expect(elsewhere.sweepAt).toBe(NOW + 12_000)
    expect(whole(2).changed).toEqual([])
    expect(elsewhere.stands(north, { number: 2, count: 0 }, NOW).changed).toEqual([])
    expect(says({ nodeId: south, number: 1, isWhole: true, here: [bo] }).changed).toEqual([])
    expect(elsewhere.sweep(NOW + 11_999, never)).toEqual([])
    expect(elsewhere.sweep(NOW + 12_000, never)).toEqual([ana.memberId])
    expect(elsewhere.sweepAt).toBeNull()
    expect(seen()).toEqual(['Bo'])
  })
})

test('[D10] more people than may be remembered are not, and that is known', () => {
  const allowance = { left: 2 }
  const { elsewhere, whole, seen } = anElsewhere(allowance)
  const other = anElsewhere(allowance)
  whole(1, ana)
  expect(elsewhere.isShort).toBe(false)
  other.whole(1, bo, chidi)
  expect([other.elsewhere.isShort, other.elsewhere.count, allowance.left]).toEqual([true, 1, 0])
  expect(seen()).toEqual(['Ana'])
  other.elsewhere.close()
  elsewhere.close()
  expect(allowance.left).toBe(2)
})

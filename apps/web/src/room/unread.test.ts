import type { Timeline } from '@confab/client'
import type { Epoch, MemberId } from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { unreadOf } from './unread.ts'

const ana = anId<MemberId>('ana')
const bo = anId<MemberId>('bo')

const others = (memberId: MemberId) => memberId !== ana

const timeline: Timeline = {
  epoch: anId<Epoch>('epoch'),
  cursor: 14,
  records: [
    aMessage({ sequence: 11, authorId: bo }),
    aMember({ sequence: 12, memberId: anId<MemberId>('chidi') }),
    aMessage({ sequence: 13, authorId: ana }),
    aMessage({ sequence: 14, authorId: bo }),
  ],
  from: 10,
  to: 14,
  hasOlder: true,
  hasNewer: false,
  newerCount: 0,
  pending: [],
}

test.each([
  ['everything is read', 14, { count: 0, isOutside: false }],
  ['own messages and arrivals are not unread', 11, { count: 1, isOutside: false }],
  ['all the window is new', 10, { count: 2, isOutside: false }],
  ['more may be new before the window', 9, { count: 2, isOutside: true }],
  ['nothing is known of what was read', 0, { count: 0, isOutside: false }],
])('%s', (_case, lastRead, expected) => {
  expect(unreadOf(timeline, lastRead, others)).toEqual(expected)
})

test('what is new may begin where the window ends', () => {
  const left = { ...timeline, hasNewer: true, newerCount: 3 }

  expect(unreadOf(left, 14, others)).toEqual({ count: 3, isOutside: true })
  expect(unreadOf(left, 13, others)).toEqual({ count: 4, isOutside: false })
})

test('what arrived below the window counts too', () => {
  expect(unreadOf({ ...timeline, hasNewer: true, newerCount: 3 }, 11, others).count).toBe(4)
})

test('what somebody writes who is ignored is nothing new', () => {
  expect(unreadOf(timeline, 10, (memberId) => others(memberId) && memberId !== bo).count).toBe(0)
})

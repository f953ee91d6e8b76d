import { expect, test } from 'vitest'
import { orderOf } from './order.ts'

const code = 'k7m4qp2x9d'

test.each([
  { order: 'close-room', code, isLocked: true },
  { order: 'delete-room', code },
  { order: 'lift-ban', code, memberId: 'abc' },
  { order: 'sign-out', identity: 7 },
  { order: 'settle-report', report: 7, note: 'spoke to them' },
])('an order is taken as it was given: $order', (order) => {
  expect(orderOf({ ...order, more: 1 })).toEqual(order)
})

test.each([
  null,
  'delete-room',
  {},
  { order: 'delete-room' },
  { order: 'delete-room', code: 'kitchen' },
  { order: 'close-room', code },
  { order: 'lift-ban', code, memberId: 7 },
  { order: 'sign-out', identity: '7' },
  { order: 'open-doors', code },
  { order: 'settle-report', report: '7', note: '' },
  { order: 'settle-report', report: 7 },
  { order: 'settle-report', report: 7, note: 'x'.repeat(501) },
])('anything else is none: %j', (value) => {
  expect(orderOf(value)).toBeNull()
})

import { expect, test } from 'vitest'
import { CLOSE_MEANINGS, closeAction } from './close-codes.ts'
import { REFUSAL_MEANINGS, refusalKind } from './refusals.ts'

test.each([
  [1000, 'retry'],
  [1001, 'retry'],
  [1006, 'retry'],
  [1009, 'retry'],
  [1011, 'retry'],
  [1012, 'retry'],
  [1013, 'retry'],
  [4400, 'stop'],
  [4401, 'rejoin'],
  [4403, 'stop'],
  [4404, 'rejoin'],
  [4408, 'retry'],
  [4409, 'stop'],
  [4426, 'stop'],
  [4429, 'retry'],
  [4440, 'retry'],
  [4999, 'retry'],
])('after %i a client does this: %s', (code, action) => {
  expect(closeAction(code)).toBe(action)
})

test('every close code is one a WebSocket may carry, and says what it means', () => {
  for (const [code, meaning] of Object.entries(CLOSE_MEANINGS)) {
    expect(Number(code) < 1016 || (Number(code) >= 4000 && Number(code) < 5000)).toBe(true)
    expect(meaning).toMatch(/\.$/)
  }
})

test.each(['rate-limited', 'busy', 'unavailable', 'draining'])('“%s” is tried again by itself', (code) => {
  expect(refusalKind(code)).toBe('retry')
})

test.each([
  'invalid',
  'too-large',
  'forbidden',
  'not-found',
  'name-unusable',
  'name-taken',
  'id-conflict',
  'too-many-rooms',
  'limit-reached',
])('“%s” is final', (code) => {
  expect(refusalKind(code)).toBe('final')
})

test('a refusal of a newer server is final, and no word of JavaScript is one', () => {
  for (const code of ['out-of-biscuits', '', 'toString', '__proto__', 'constructor'])
    expect(refusalKind(code)).toBe('final')
})

test('every refusal fits the wire and says what it means', () => {
  for (const [code, meaning] of Object.entries(REFUSAL_MEANINGS)) {
    expect(code).toMatch(/^[a-z-]{1,40}$/)
    expect(meaning).toMatch(/\.$/)
  }
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatRoomCode,
  parseRoomCode,
  ROOM_CODE_ALPHABET,
  ROOM_CODE_LENGTH,
  type RoomCode,
} from './room-code.ts'

const code = 'k7m4qp2x9d' as RoomCode

describe('[A63] a room code is read the way people write it', () => {
  test.each([
    ['as it is', 'k7m4qp2x9d'],
    ['as it is shown', 'k7m-4qp2-x9d'],
    ['in capitals', 'K7M-4QP2-X9D'],
    ['with spaces around and inside', '  k7m 4qp2 x9d\n'],
    ['with dashes of another kind', 'k7m–4qp2—x9d'],
    ['with a minus, dots and underscores', 'k7m−4qp2.x9_d'],
    ['with a space that does not break', 'k7m\u00a04qp2\u202fx9d'],
    ['as a link', 'https://confab.example/r/k7m-4qp2-x9d'],
    ['as a link with more behind it', 'http://localhost:3000/r/K7M4QP2X9D?from=mail#top'],
    ['as a link in a sentence', 'Join us: https://confab.example/r/k7m-4qp2-x9d today'],
    ['as a path', '/r/k7m4qp2x9d/'],
    ['as a link into a folder', 'https://example.org/chat/r/k7m-4qp2-x9d'],
  ])('%s', (_, text) => {
    expect(parseRoomCode(text)).toBe(code)
  })

  test('o is 0, i and l are 1, whatever their case', () => {
    expect(parseRoomCode('oOiIlL-2345')).toBe('0011112345')
  })
})

describe('[A63] what is no room code is none', () => {
  test.each([
    ['nothing', ''],
    ['nine characters', 'k7m4qp2x9'],
    ['eleven characters', 'k7m4qp2x9dd'],
    ['a letter the alphabet leaves out', 'k7m4qp2x9u'],
    ['fullwidth digits', 'k７m４qp２x９d'],
    ['Arabic digits', 'k٧m٤qp٢x٩d'],
    ['mathematical digits', 'k𝟕m𝟒qp𝟐x𝟗d'],
    ['a Cyrillic letter', 'к7m4qp2x9d'],
    ['a Kelvin sign, which lower-cases to k', '\u212a7m4qp2x9e\u0301'],
    ['an invisible joiner', 'k7m4\u200dqp2x9d'],
    ['something else in it', 'k7m4qp2x9d!'],
    ['a link without a code', 'https://confab.example/'],
    ['a link with a bad code', 'https://confab.example/r/kitchen'],
    ['a percent-encoded code', '/r/k7m%2d4qp2-x9d'],
  ])('%s', (_, text) => {
    expect(parseRoomCode(text)).toBeNull()
  })
})

test('any code survives being shown and read again', () => {
  const codes = fc.string({
    unit: fc.constantFrom(...ROOM_CODE_ALPHABET),
    minLength: ROOM_CODE_LENGTH,
    maxLength: ROOM_CODE_LENGTH,
  })
  const property = fc.property(codes, (text) => {
    expect(parseRoomCode(formatRoomCode(text as RoomCode))).toBe(text)
    expect(parseRoomCode(formatRoomCode(text as RoomCode).toUpperCase())).toBe(text)
  })
  fc.assert(property)
})

test('whatever is typed, the answer is a canonical code or none', () => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
    expect(parseRoomCode(text) ?? code).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/)
  })
  fc.assert(property)
})

test('the alphabet has 32 characters, none of them easily mistaken', () => {
  expect(new Set(ROOM_CODE_ALPHABET).size).toBe(32)
  expect(ROOM_CODE_ALPHABET).not.toMatch(/[ilou]/)
})

test('a code is shown in three groups', () => {
  expect(formatRoomCode(code)).toBe('k7m-4qp2-x9d')
})

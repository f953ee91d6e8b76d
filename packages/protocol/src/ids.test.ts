import { Check } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { createId, createIdentityToken, createMessageId, IdentityToken, MessageId, RoomId } from './ids.ts'

const filledWith = (byte: number) => (bytes: Uint8Array) => bytes.fill(byte)

describe('an id', () => {
  test('is 128 bits in 22 characters of base64url', () => {
    expect(createId(filledWith(0))).toBe('A'.repeat(22))
    expect(createId(filledWith(255))).toBe(`${'_'.repeat(21)}w`)
    expect(Check(RoomId, createId<RoomId>())).toBe(true)
  })

  test('is written as others write base64url', () => {
    for (let round = 0; round < 200; round++) {
      let seen = new Uint8Array()
      const id = createId((bytes) => {
        seen = crypto.getRandomValues(bytes)
        return seen
      })
      expect(id).toBe(Buffer.from(seen).toString('base64url'))
    }
  })

  test('comes twice in no ten thousand', () => {
    const ids = Array.from({ length: 10_000 }, () => createId<MessageId>())
    expect(new Set(ids).size).toBe(10_000)
  })

  test('uses every character about equally often', () => {
    const counts = new Map<string, number>()
    const rounds = 10_000
    // The last character holds two bits only.
    for (let round = 0; round < rounds; round++) {
      for (const character of createId().slice(0, 21)) counts.set(character, (counts.get(character) ?? 0) + 1)
    }
    const expected = (rounds * 21) / 64
    expect(counts.size).toBe(64)
    // Nine standard deviations: a fault shows, chance does not.
    for (const count of counts.values())
      expect(Math.abs(count - expected)).toBeLessThan(9 * Math.sqrt(expected))
  })

  test('of a message begins with its moment, so that ids of one moment are neighbours', () => {
    const made = createMessageId(1_700_000_000_123, filledWith(0xab))
    expect(Buffer.from(made, 'base64url').readUIntBE(0, 6)).toBe(1_700_000_000_123)
    expect(Buffer.from(made, 'base64url').subarray(6)).toEqual(Buffer.alloc(10, 0xab))
    expect(createMessageId(1_700_000_000_123).slice(0, 7)).toBe(made.slice(0, 7))
    expect(Check(MessageId, made)).toBe(true)
  })

  test.each([0, -5, 0.5, 2 ** 48 + 7, Number.MAX_SAFE_INTEGER])(
    'of a message is one with a clock at %d too',
    (now) => {
      expect(Check(MessageId, createMessageId(now))).toBe(true)
    },
  )

  test('of a message comes twice in no ten thousand of one moment', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => createMessageId(0))).size).toBe(10_000)
  })

  test('of another length or alphabet is none', () => {
    const id = createId<MessageId>()
    for (const wrong of [
      '',
      id.slice(1),
      `${id}A`,
      `${id.slice(1)}+`,
      `${id.slice(1)}=`,
      `${id}\n`,
      7,
      null,
    ]) {
      expect(Check(MessageId, wrong)).toBe(false)
    }
  })
})

describe('an identity token', () => {
  test('is 256 bits in 43 characters of base64url', () => {
    expect(createIdentityToken(filledWith(255))).toBe(`${'_'.repeat(42)}8`)
    expect(Check(IdentityToken, createIdentityToken())).toBe(true)
    expect(Check(IdentityToken, createId())).toBe(false)
  })
})

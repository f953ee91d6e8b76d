import { expect, test } from 'vitest'
import { PASSWORD_HASHES_AT_ONCE, PASSWORD_HASHES_WAITING_MAX } from '../limits.ts'
import { normalizedPassword, Passwords, PasswordsBusy } from './passwords.ts'

const KITCHEN = 'the kitchen is warm'

test('a password matches its hash, and nothing else does', async () => {
  const passwords = new Passwords()
  const hash = await passwords.hash(KITCHEN)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]+\$[^$]+$/)
  expect(hash).not.toContain('kitchen')
  expect(await passwords.matches(KITCHEN, hash)).toBe(true)
  expect(await passwords.matches(`${KITCHEN} `, hash)).toBe(false)
})

test('two hashes of one password are two, and any process reads both', async () => {
  const [one, other] = await Promise.all([new Passwords().hash(KITCHEN), new Passwords().hash(KITCHEN)])
  expect(one).not.toBe(other)
  const passwords = new Passwords()
  expect(await Promise.all([one, other].map((hash) => passwords.matches(KITCHEN, hash)))).toEqual([
    true,
    true,
  ])
})

test('what is no hash is a fault, not a match', async () => {
  await expect(new Passwords().matches(KITCHEN, 'kitchen')).rejects.toThrow('A stored password is none.')
})

test('[A68] where there is no password to match, nothing matches', async () => {
  expect(await new Passwords().matches(KITCHEN, null)).toBe(false)
})

test('a password is the same however its letters were typed', () => {
  expect(normalizedPassword('cafe\u0301 de nuit')).toBe(normalizedPassword('caf\u00e9 de nuit'))
})

test('[A69] a password has 8 to 128 characters, as people count them', () => {
  expect(normalizedPassword('x'.repeat(7))).toBeNull()
  expect(normalizedPassword('x'.repeat(8))).not.toBeNull()
  expect(normalizedPassword('🫖'.repeat(7))).toBeNull()
  expect(normalizedPassword('🫖'.repeat(128))).not.toBeNull()
  expect(normalizedPassword('x'.repeat(129))).toBeNull()
  expect(normalizedPassword('x'.repeat(1024 * 1024))).toBeNull()
})

test('[A69] a password with a NUL in it, or half a character, is nobody’s', () => {
  expect(normalizedPassword('kitchen\0harbour')).toBeNull()
  expect(normalizedPassword('kitchen\ud800harbour')).toBeNull()
})

test('[D10] [A69] so many passwords are hashed and wait; the next is told to ask again, and those are answered', async () => {
  const passwords = new Passwords()
  const taken = PASSWORD_HASHES_AT_ONCE + PASSWORD_HASHES_WAITING_MAX
  const asked = Array.from({ length: taken }, () => passwords.matches(KITCHEN, null))
  await expect(passwords.hash(KITCHEN)).rejects.toThrow(PasswordsBusy)
  expect(new Set(await Promise.all(asked))).toEqual(new Set([false]))
  expect(await passwords.hash(KITCHEN)).toContain('$argon2id$')
})

import { expect, test } from 'vitest'
import {
  PASSWORD_HASHES_AT_ONCE,
  PASSWORD_HASHES_PER_ADDRESS,
  PASSWORD_HASHES_WAITING_MAX,
} from '../limits.ts'
import { normalizedPassword, Passwords, PasswordsBusy } from './passwords.ts'

const KITCHEN = 'the kitchen is warm'
const HERE = '203.0.113.7'

test('a password matches its hash, and nothing else does', async () => {
  const passwords = new Passwords()
  const hash = await passwords.hash(KITCHEN, HERE)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]+\$[^$]+$/)
  expect(hash).not.toContain('kitchen')
  expect(await passwords.matches(KITCHEN, hash, HERE)).toBe(true)
  expect(await passwords.matches(`${KITCHEN} `, hash, HERE)).toBe(false)
})

test('two hashes of one password are two, and any process reads both', async () => {
  const [one, other] = await Promise.all([
    new Passwords().hash(KITCHEN, HERE),
    new Passwords().hash(KITCHEN, HERE),
  ])
  expect(one).not.toBe(other)
  const passwords = new Passwords()
  expect(await Promise.all([one, other].map((hash) => passwords.matches(KITCHEN, hash, HERE)))).toEqual([
    true,
    true,
  ])
})

test('what is no hash is a fault, not a match', async () => {
  await expect(new Passwords().matches(KITCHEN, 'kitchen', HERE)).rejects.toThrow(
    'A stored password is none.',
  )
})

test('[A68] where there is no password to match, nothing matches', async () => {
  expect(await new Passwords().matches(KITCHEN, null, HERE)).toBe(false)
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
  const asked = Array.from({ length: taken }, (_, i) => passwords.matches(KITCHEN, null, `203.0.113.${i}`))
  await expect(passwords.hash(KITCHEN, '198.51.100.1')).rejects.toThrow(PasswordsBusy)
  expect(new Set(await Promise.all(asked))).toEqual(new Set([false]))
  expect(await passwords.hash(KITCHEN, '198.51.100.1')).toContain('$argon2id$')
})

test('[D10] [A86] from one address no more of them are taken than leave room for others', async () => {
  const passwords = new Passwords()
  const ask = (address: string) => passwords.matches(KITCHEN, null, address)
  const asked = Array.from({ length: PASSWORD_HASHES_PER_ADDRESS }, (_, i) => ask(`2001:db8::${i + 1}`))
  await expect(ask('2001:db8::beef')).rejects.toThrow(PasswordsBusy)
  expect(await ask('2001:db8:0:1::1')).toBe(false)
  await Promise.all(asked)
  expect(await ask('2001:db8::beef')).toBe(false)
})

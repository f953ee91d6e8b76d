import { createIdentityToken, type IdentityToken } from '@confab/protocol'
import { expect, test } from 'vitest'
import { hashToken } from './tokens.ts'

test('a token’s hash is its SHA-256, so that any server of the same data knows it', () => {
  expect(hashToken('abc' as IdentityToken)).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})

test('two tokens have two hashes, and none holds its token', () => {
  const [one, two] = [createIdentityToken(), createIdentityToken()]
  expect(hashToken(one)).not.toBe(hashToken(two))
  expect(hashToken(one)).toBe(hashToken(one))
  expect(hashToken(one)).not.toContain(one)
})

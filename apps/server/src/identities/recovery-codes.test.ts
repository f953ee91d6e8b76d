import { expect, test } from 'vitest'
import { createRecoveryCodes, hashRecoveryCode } from './recovery-codes.ts'

test('eight codes come at once, all different, in groups that can be copied by hand', () => {
  const codes = createRecoveryCodes()
  expect(codes).toHaveLength(8)
  for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  const hashes = new Set(codes.map(hashRecoveryCode))
  expect(hashes.size).toBe(8)
  expect(hashes).not.toContain(null)
})

test('a code is read however it is typed', () => {
  const asShown = hashRecoveryCode('k7m1-4qp0-x9d1-8h3t')
  expect(asShown).toMatch(/^[0-9a-f]{64}$/)
  expect(hashRecoveryCode(' K7MI 4QPO x9dl—8h3t ')).toBe(asShown)
  expect(hashRecoveryCode('k7m1-4qp0-x9d1-8h3v')).not.toBe(asShown)
})

test('what is no code has no hash', () => {
  for (const typed of ['', 'k7m1-4qp0-x9d1-8h3', 'k7m1-4qp0-x9d1-8h3u', 'k'.repeat(1_000_000)])
    expect(hashRecoveryCode(typed)).toBeNull()
})

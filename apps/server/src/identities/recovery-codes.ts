import { hash } from 'node:crypto'
import {
  createRecoveryCode,
  type FillRandom,
  RECOVERY_CODE_LENGTH,
  RECOVERY_CODE_TYPED_MAX,
  ROOM_CODE_ALPHABET,
} from '@confab/protocol'

/** Codes made at once: a short list on one sheet of paper. */
const RECOVERY_CODES = 8

/** Fresh recovery codes as they are shown, once. */
export function createRecoveryCodes(fillRandom?: FillRandom): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => createRecoveryCode(fillRandom))
}

/** What is kept of a code, however it was typed: read as a room code is. Null for what cannot be one. */
export function hashRecoveryCode(typed: string): string | null {
  if (typed.length > RECOVERY_CODE_TYPED_MAX) return null
  const code = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u2010-\u2015\u2212_.-]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
  const isCode =
    code.length === RECOVERY_CODE_LENGTH && [...code].every((c) => ROOM_CODE_ALPHABET.includes(c))
  return isCode ? hash('sha256', code, 'hex') : null
}

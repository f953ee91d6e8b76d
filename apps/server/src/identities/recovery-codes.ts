import { hash } from 'node:crypto'
import { type FillRandom, ROOM_CODE_ALPHABET } from '@confab/protocol'

/** Codes made at once: a short list on one sheet of paper. */
const RECOVERY_CODES = 8

/** Letters of a code at five bits each: 80 bits, so that a plain hash is enough and nobody guesses one. */
const RECOVERY_CODE_LENGTH = 16

const secureRandom: FillRandom = (bytes) => crypto.getRandomValues(bytes)

/** Fresh recovery codes as they are shown, once: `k7m4-4qp2-x9d0-8h3t`. */
export function createRecoveryCodes(fillRandom: FillRandom = secureRandom): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const bytes = fillRandom(new Uint8Array(RECOVERY_CODE_LENGTH))
    const letters = Array.from(bytes, (byte) => ROOM_CODE_ALPHABET.charAt(byte & 31)).join('')
    return letters.replace(/.{4}(?=.)/g, '$&-')
  })
}

/** What is kept of a code, however it was typed: read as a room code is. Null for what cannot be one. */
export function hashRecoveryCode(typed: string): string | null {
  if (typed.length > 8 * RECOVERY_CODE_LENGTH) return null
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

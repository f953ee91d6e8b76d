import type { FillRandom } from './ids.ts'
import { RECOVERY_CODE_LENGTH } from './limits.ts'
import { ROOM_CODE_ALPHABET } from './room-code.ts'

const secureRandom: FillRandom = (bytes) => crypto.getRandomValues(bytes)

/** A fresh recovery code as it is shown, once: `k7m4-4qp2-x9d0-8h3t`. Of an account, or of whoever owns a room. */
export function createRecoveryCode(fillRandom: FillRandom = secureRandom): string {
  const bytes = fillRandom(new Uint8Array(RECOVERY_CODE_LENGTH))
  const letters = Array.from(bytes, (byte) => ROOM_CODE_ALPHABET.charAt(byte & 31)).join('')
  return letters.replace(/.{4}(?=.)/g, '$&-')
}

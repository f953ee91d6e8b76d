import { hash } from 'node:crypto'
import type { IdentityToken } from '@confab/protocol'
import type { TokenHash } from '../store/store.ts'

/** What the server keeps of a token. A plain hash is enough: 256 random bits cannot be guessed, so there is nothing to slow down. */
export function hashToken(token: IdentityToken): TokenHash {
  return hash('sha256', token, 'hex') as TokenHash
}

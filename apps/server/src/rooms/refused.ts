import type { RefusalCode, RoomId } from '@confab/protocol'
import type { Store, TokenHash } from '../store/store.ts'
import type { Settled } from './group-commit.ts'
import { AskAgain } from './room-connection.ts'

/** Why something is refused: somebody is not let in, or a change is not made. */
export type Refused = { code: RefusalCode; retryAfterMs?: number; suggestion?: string }

/** How long to wait after the store said no, in milliseconds. */
export const UNAVAILABLE_RETRY_MS = 2_000

/** What a settled change means for whoever asked for it; null when it is done, now or before. */
export function refusedBy(settled: Settled): Refused | null {
  switch (settled.outcome) {
    case 'applied':
    case 'repeated':
      return null
    case 'refused':
      return settled.retryAfterMs === undefined
        ? { code: settled.code }
        : { code: settled.code, retryAfterMs: settled.retryAfterMs }
    case 'unavailable':
      return { code: 'unavailable', retryAfterMs: UNAVAILABLE_RETRY_MS }
    case 'busy':
      return { code: 'busy', retryAfterMs: UNAVAILABLE_RETRY_MS }
  }
}

/** The token that asked was revoked, so whoever is on the line is nobody. */
export class TokenRevoked extends Error {
  override name = 'TokenRevoked'
  readonly tokenHash: TokenHash

  constructor(tokenHash: TokenHash) {
    super('The token was revoked.')
    this.tokenHash = tokenHash
  }
}

/** Why somebody was found to be no member. It is looked up only then. Throws `TokenRevoked` if that is why. */
export async function whyRefused(
  store: Store,
  tokenHash: TokenHash,
  roomId: RoomId | null,
): Promise<Refused> {
  const standing = await store.readStanding(tokenHash, roomId)
  switch (standing) {
    case 'revoked':
      throw new TokenRevoked(tokenHash)
    case 'removed':
    case 'banned':
      return { code: standing }
    case 'member':
      // They joined since.
      throw new AskAgain('a member after all')
    case 'stranger':
      // A room that is not there and one that may not be known of look the same.
      return { code: 'not-found' }
  }
}

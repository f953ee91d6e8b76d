import { COMMIT_RETRY_WAIT_MS, COMMIT_TRIES_MAX } from '../../limits.ts'
import { StoreUnavailable, type TokenHash } from '../store.ts'
import type { Ask } from './pool.ts'
import { isContended, isLineLost } from './postgres-errors.ts'

/** Nobody is left who could want to be called for anything. */
const endOf = (table: string) =>
  `end_${table} AS (DELETE FROM ${table} WHERE identity IN (SELECT identity FROM ended))`

/** A token's hash. One nobody joined with is written down as well: it is not to prove anything later either. */
export const REVOKE = {
  name: 'revoke-token',
  text: `WITH known AS (SELECT identity FROM tokens WHERE token_hash = $1),
           now AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at),
           made AS (INSERT INTO identities (created_at) SELECT at FROM now WHERE NOT EXISTS (SELECT 1 FROM known)
                    RETURNING identity),
           ended AS (SELECT identity FROM known WHERE NOT EXISTS
             (SELECT FROM tokens WHERE tokens.identity = known.identity AND token_hash <> $1 AND revoked_at IS NULL)),
           silenced AS (DELETE FROM push_subscriptions WHERE identity IN (SELECT identity FROM known)
             AND (kept_by = $1 OR kept_by IS NULL)),
           ${['levels', 'ignored', 'quiet', 'push_subscriptions', 'push_rooms'].map(endOf).join(', ')}
         INSERT INTO tokens (token_hash, identity, revoked_at)
         SELECT $1, coalesce((SELECT identity FROM known), (SELECT identity FROM made)), at FROM now
         ON CONFLICT (token_hash) DO UPDATE SET revoked_at = coalesce(tokens.revoked_at, excluded.revoked_at)`,
}

/** Ends a token. Done twice it changes nothing, so it is done again when nobody knows whether it was. */
export async function revokeToken(ask: Ask, tokenHash: TokenHash): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await ask(REVOKE, [tokenHash])
      return
    } catch (error) {
      const isWorthIt = isContended(error) || isLineLost(error)
      if (!isWorthIt || tries >= COMMIT_TRIES_MAX)
        throw new StoreUnavailable('PostgreSQL did not revoke a token.', { cause: error })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * COMMIT_RETRY_WAIT_MS * tries))
    }
  }
}

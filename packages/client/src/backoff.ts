import type { RefusalCode } from '@confab/protocol'

/** The longest wait between two tries, in milliseconds: somebody looking at the screen waits no longer than half a minute. */
export const BACKOFF_MAX_MS = 30_000

/** The longest wait after the first failure, in milliseconds; each further failure doubles it. */
export const BACKOFF_FIRST_MS = 500

/**
 * The longest wait to ask a node again whose store is out of reach, in milliseconds. The line is good and a try costs one frame, so what
 * waits is gone soon after the store is back, however long it was away.
 */
export const UNAVAILABLE_MAX_MS = 4_000

/** A connection that lived this long, in milliseconds, was a good one: the next wait is a first one again. */
export const GOOD_LIFE_MS = 30_000

/** A number in [0, 1). The default is the platform's; simulations pass a seeded one. */
export type Random = () => number

/** The platform's generator: jitter needs no secrecy. */
export const platformRandom: Random = () => Math.random()

/**
 * How long to wait after the failure of try number `attempt` (from 0), in milliseconds. Full jitter: anything between
 * nothing and the whole wait, so that a thousand clients cut at once come back spread out. `chance` is in [0, 1).
 */
export function backoffMs(attempt: number, chance: number, longestMs: number = BACKOFF_MAX_MS): number {
  // 2^6 × 0.5 s is past the maximum already; the bound keeps the power finite after a week offline.
  return Math.floor(chance * Math.min(longestMs, BACKOFF_FIRST_MS * 2 ** Math.min(attempt, 16)))
}

/** How long what was refused for now waits before it is tried again, in milliseconds: as long as the server says, else further each time. */
export function refusedWaitMs(
  refusal: { code: RefusalCode; retryAfterMs?: number },
  refusals: number,
  chance: number,
): number {
  const longestMs = refusal.code === 'unavailable' ? UNAVAILABLE_MAX_MS : BACKOFF_MAX_MS
  return refusal.retryAfterMs ?? backoffMs(refusals, chance, longestMs)
}

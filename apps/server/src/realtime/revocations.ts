import type { Broker } from '../broker/broker.ts'
import type { Clock } from '../clock.ts'
import {
  REVOKED_OVERLAP_MS,
  REVOKED_READ_MAX,
  REVOKED_REMEMBERED_MAX,
  SWEEP_MS,
  SWEEP_UNTOLD_MS,
} from '../limits.ts'
import type { Store, TokenHash } from '../store/store.ts'

/** What revocations stand on. `ended` hears of tokens that are over, each once as long as it is remembered. */
export type RevocationsOptions = {
  store: Pick<Store, 'revokeToken' | 'readRevoked'>
  broker: Broker
  clock: Clock
  /** There is no other node on the store. */
  isAlone: boolean
  ended(tokenHashes: ReadonlySet<TokenHash>): void
}

/**
 * Which tokens are over. A node hears it from the one that ended a token; and since words between nodes get lost, it looks into the store
 * as often as it looks for changes of rooms, one question for all. So every connection with the token is closed within 5 s, on every node.
 * Whoever comes later is not let into any room by the store; those of the last while are known here and spared the question.
 */
export class Revocations {
  readonly #options: RevocationsOptions
  /** The newest is the last. */
  readonly #known = new Set<TokenHash>()
  readonly #stopListening: () => void
  #lookedAt: number
  #isLooking = false
  #isClosed = false
  #cancelTick = () => {}

  constructor(options: RevocationsOptions) {
    this.#options = options
    this.#lookedAt = options.clock.monotonic()
    this.#stopListening = options.broker.listen((signal) => {
      if (signal.kind === 'revoked') this.learn([signal.tokenHash])
    })
    if (!options.isAlone) this.#scheduleTick()
  }

  /** Whether this token is known to be over. One that is not known may be over all the same. */
  isKnown(tokenHash: TokenHash): boolean {
    return this.#known.has(tokenHash)
  }

  /** Ends a token for good; resolves when that is on disk (D1). `learn` is then for the caller to call, once it has answered. */
  async revoke(tokenHash: TokenHash): Promise<void> {
    await this.#options.store.revokeToken(tokenHash)
    this.#options.broker.broadcast({ kind: 'revoked', tokenHash })
  }

  /** Tokens that were ended for good: tells the other nodes, and acts on it here. */
  announce(tokenHashes: readonly TokenHash[]): void {
    for (const tokenHash of tokenHashes) this.#options.broker.broadcast({ kind: 'revoked', tokenHash })
    this.learn(tokenHashes)
  }

  /** These tokens are over. */
  learn(tokenHashes: readonly TokenHash[]): void {
    const learnt = new Set(tokenHashes).difference(this.#known)
    if (learnt.size === 0) return
    for (const tokenHash of learnt) this.#known.add(tokenHash)
    for (const oldest of this.#known) {
      if (this.#known.size <= REVOKED_REMEMBERED_MAX) break
      this.#known.delete(oldest)
    }
    this.#options.ended(learnt)
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTick()
    this.#stopListening()
  }

  #scheduleTick(): void {
    const { clock, broker } = this.#options
    this.#cancelTick = clock.after(SWEEP_UNTOLD_MS, () => {
      // Ticks come a little late, so the one nearest to the time is the one that is meant.
      const isEarly = clock.monotonic() - this.#lookedAt < SWEEP_MS - SWEEP_UNTOLD_MS / 2
      if (!this.#isLooking && !(isEarly && broker.isConnected)) void this.#look()
      this.#scheduleTick()
    })
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#options
    const now = clock.monotonic()
    this.#isLooking = true
    try {
      const withinMs = now - this.#lookedAt + REVOKED_OVERLAP_MS
      const tokenHashes = await store.readRevoked(withinMs, REVOKED_READ_MAX)
      // Only a look that was answered counts: the next one reaches back to it.
      this.#lookedAt = now
      // The oldest first, so that it is the first to be forgotten.
      if (!this.#isClosed) this.learn(tokenHashes.toReversed())
    } catch {
      // A store that cannot be read is asked again with the next tick.
    } finally {
      this.#isLooking = false
    }
  }
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { CREATION_KEY_TRIES_PER_ADDRESS, type RateLimit } from '../limits.ts'
import { addressBlocks, type Bucket, chargeIn, waitIn } from './rate-limit.ts'
import type { Refused } from './refused.ts'

/** What whoever makes a room has to bring, where a server wants it. Wrong keys are counted by address; after so many, right ones wait as well. */
export class CreationKeys {
  readonly #digests: readonly Buffer[]
  readonly #clock: Clock
  readonly #limit: RateLimit
  readonly #addresses = new Map<string, Bucket>()

  constructor(keys: readonly string[], clock: Clock, limit: RateLimit = CREATION_KEY_TRIES_PER_ADDRESS) {
    this.#limit = limit
    this.#digests = keys.map(digest)
    this.#clock = clock
  }

  /** Whether somebody who shows this may make a room; none and a wrong one are refused alike. */
  show(address: string, shown: string | undefined): Refused | null {
    if (this.#digests.length === 0) return null
    const block = addressBlocks(address).address
    const now = this.#clock.monotonic()
    const retryAfterMs = waitIn(this.#addresses, this.#limit, block, now)
    if (retryAfterMs > 0) return { code: 'rate-limited', retryAfterMs }
    // Whoever brings none asks whether one is wanted, and has guessed nothing.
    if (shown === undefined) return { code: 'key-needed' }
    if (this.#isOne(shown)) return null
    chargeIn(this.#addresses, this.#limit, block, now)
    return { code: 'key-needed' }
  }

  /** Holds it against all of them, however soon one matches: no time tells which, or how much of it is right. */
  #isOne(shown: string): boolean {
    const typed = digest(shown.trim())
    return this.#digests.filter((known) => timingSafeEqual(known, typed)).length > 0
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

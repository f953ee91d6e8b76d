import type { RoomId, Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { normalizedPassword, type Passwords, PasswordsBusy } from '../identities/passwords.ts'
import { PASSWORD_TRIES_PER_ADDRESS, PASSWORD_TRIES_PER_ROOM, type RateLimit } from '../limits.ts'
import type { Store } from '../store/store.ts'
import { addressBlocks, type Bucket, chargeIn, waitIn } from './rate-limit.ts'
import { type Refused, UNAVAILABLE_RETRY_MS } from './refused.ts'

/** What was shown: the version of the password, null when it is another one. Or there is no telling now. */
export type Shown = { since: Sequence | null } | { refused: Refused }

type PasswordCheckOptions = {
  store: Store
  clock: Clock
  passwords: Passwords
  /** How many wrong ones one address has; as many as is usual, unless told. */
  triesPerAddress?: RateLimit
}

/** Holds what newcomers say against the passwords of rooms. Wrong tries are counted by address and by room, before any hashing. */
export class PasswordCheck {
  readonly #options: PasswordCheckOptions
  readonly #addresses = new Map<string, Bucket>()
  readonly #rooms = new Map<string, Bucket>()

  constructor(options: PasswordCheckOptions) {
    this.#options = options
  }

  /** Which password of a room somebody knows. */
  async show(address: string, roomId: RoomId, typed: string): Promise<Shown> {
    const { store, clock, passwords, triesPerAddress = PASSWORD_TRIES_PER_ADDRESS } = this.#options
    const block = addressBlocks(address).address
    const now = clock.monotonic()
    const retryAfterMs = Math.max(
      waitIn(this.#addresses, triesPerAddress, block, now),
      waitIn(this.#rooms, PASSWORD_TRIES_PER_ROOM, roomId, now),
    )
    if (retryAfterMs > 0) return { refused: { code: 'rate-limited', retryAfterMs } }
    const kept = await store.doors.readPassword(roomId)
    const password = normalizedPassword(typed)
    if (!kept) return { since: null }
    try {
      if (password !== null && (await passwords.matches(password, kept.hash, address)))
        return { since: kept.since }
    } catch (error) {
      if (error instanceof PasswordsBusy) return { refused: BUSY }
      throw error
    }
    chargeIn(this.#addresses, triesPerAddress, block, now)
    chargeIn(this.#rooms, PASSWORD_TRIES_PER_ROOM, roomId, now)
    return { since: null }
  }

  /** A password as it is kept; or it cannot be one, or there is no hashing it now. */
  async hash(typed: string, address: string): Promise<{ hash: string } | { refused: Refused }> {
    const password = normalizedPassword(typed)
    if (password === null) return { refused: { code: 'invalid' } }
    try {
      return { hash: await this.#options.passwords.hash(password, address) }
    } catch (error) {
      if (error instanceof PasswordsBusy) return { refused: BUSY }
      throw error
    }
  }
}

const BUSY: Refused = { code: 'busy', retryAfterMs: UNAVAILABLE_RETRY_MS }

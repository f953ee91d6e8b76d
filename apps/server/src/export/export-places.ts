import type { ExportRefusal } from '@confab/protocol'
import {
  EXPORT_BUSY_MS,
  EXPORT_PARTS_AT_ONCE,
  EXPORT_PARTS_AT_ONCE_PER_ADDRESS,
  EXPORT_PARTS_PER_ADDRESS,
  EXPORT_PARTS_PER_TOKEN,
} from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { AddressBuckets, addressBlocks } from '../rooms/rate-limit.ts'
import type { TokenHash } from '../store/store.ts'

/** A place that was given: `done` gives it back. */
export type ExportPlace = { ok: true; done(): void } | { ok: false; refusal: ExportRefusal }

/** Who may take something away now: so many at once, and so many a second, whatever it is they take. */
export class ExportPlaces {
  readonly #addresses: AddressBuckets
  readonly #tokens: AddressBuckets
  /** Who takes one now, and from where. */
  readonly #busy = new Map<TokenHash, string>()

  readonly #counters: Pick<Counters, 'exports'>

  /** `monotonic` tells the time in milliseconds. */
  constructor(monotonic: () => number, counters: Pick<Counters, 'exports'>) {
    this.#counters = counters
    this.#addresses = new AddressBuckets(EXPORT_PARTS_PER_ADDRESS, monotonic)
    this.#tokens = new AddressBuckets(EXPORT_PARTS_PER_TOKEN, monotonic)
  }

  /** One at a time for each token, so many for an address and on a node; and so many a second for each of the first two. */
  take(of: 'room' | 'own' | 'own-file', tokenHash: TokenHash, address: string): ExportPlace {
    const retryAfterMs = this.#addresses.take(address) || this.#tokens.take(tokenHash)
    if (retryAfterMs > 0) return this.#refused('rate-limited', retryAfterMs)
    const { address: block } = addressBlocks(address)
    const ofAddress = [...this.#busy.values()].filter((other) => other === block).length
    const isFull = this.#busy.size >= EXPORT_PARTS_AT_ONCE || ofAddress >= EXPORT_PARTS_AT_ONCE_PER_ADDRESS
    if (this.#busy.has(tokenHash) || isFull) return this.#refused('busy', EXPORT_BUSY_MS)
    this.#counters.exports[of] += 1
    this.#busy.set(tokenHash, block)
    return { ok: true, done: () => void this.#busy.delete(tokenHash) }
  }

  #refused(code: 'rate-limited' | 'busy', retryAfterMs: number): ExportPlace {
    this.#counters.exports[code] += 1
    return { ok: false, refusal: { code, retryAfterMs } }
  }
}

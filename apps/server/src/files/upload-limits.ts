import { type RateLimit, UPLOAD_BLOCKS_MAX, UPLOADS_PER_ADDRESS } from '../limits.ts'
import { addressBlocks, type Bucket, fullBucket, takeToken } from '../rooms/rate-limit.ts'

/** How many files one address announces. Space is bounded by the store; this bounds how often it is asked. */
export class UploadLimits {
  readonly #monotonic: () => number
  readonly #limit: RateLimit
  /** Who announced lately, the latest last. */
  readonly #buckets = new Map<string, Bucket>()

  /** `monotonic` tells the time in milliseconds. */
  constructor(monotonic: () => number, limit: RateLimit = UPLOADS_PER_ADDRESS) {
    this.#limit = limit
    this.#monotonic = monotonic
  }

  /** Counts one more; answers how long this address has to wait instead, in milliseconds, and 0 when it need not. */
  take(address: string): number {
    const { address: block } = addressBlocks(address)
    const before = this.#buckets.get(block) ?? fullBucket(this.#limit)
    const taken = takeToken(this.#limit, before, this.#monotonic())
    this.#buckets.delete(block)
    this.#buckets.set(block, taken.bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > UPLOAD_BLOCKS_MAX && oldest !== undefined) this.#buckets.delete(oldest)
    return taken.ok ? 0 : taken.retryAfterMs
  }
}

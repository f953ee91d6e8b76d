import { isIP } from 'node:net'
import {
  ADDRESS_BLOCKS_MAX,
  CONNECTIONS_RENEWED_SECONDS,
  type RateLimit,
  RETRY_AFTER_SECONDS,
} from '../limits.ts'
import { addressBlocks, type Bucket, fullBucket, takeToken } from '../rooms/rate-limit.ts'

/** Whether an address may connect, and if not, in how many seconds it may try again. */
export type MayConnect = { ok: true } | { ok: false; retryAfterSeconds: number }

/**
 * How much of a node one address may take: connections at once, and how fast it makes new ones. IPv6 counts by /64, which is what one
 * household or one server has. The node's own machine is not counted: whoever is on it can do worse than connect, and a proxy beside the
 * server that nobody told it of would be one address for everybody.
 */
export class AddressLimits {
  readonly #connectionsMax: number
  readonly #rate: RateLimit
  readonly #monotonic: () => number
  /** Holds only who is connected, so it is as bounded as the connections are. */
  readonly #connections = new Map<string, number>()
  /** Who connected lately, the latest last. */
  readonly #buckets = new Map<string, Bucket>()

  /** `monotonic` tells the time in milliseconds. */
  constructor(connectionsMax: number, monotonic: () => number) {
    this.#connectionsMax = connectionsMax
    // Whoever may hold so many may lose all of them at once, and come back with all of them at once.
    this.#rate = { burst: connectionsMax, perSecond: connectionsMax / CONNECTIONS_RENEWED_SECONDS }
    this.#monotonic = monotonic
  }

  /** Addresses anything is remembered of. */
  get remembered(): number {
    return new Set([...this.#connections.keys(), ...this.#buckets.keys()]).size
  }

  /** Asked before the upgrade. Being let in counts against the rate. */
  mayConnect(address: string): MayConnect {
    const block = blockOf(address)
    if (block === null) return { ok: true }
    if ((this.#connections.get(block) ?? 0) >= this.#connectionsMax)
      return { ok: false, retryAfterSeconds: RETRY_AFTER_SECONDS }
    const now = this.#monotonic()
    const taken = takeToken(this.#rate, this.#buckets.get(block) ?? fullBucket(this.#rate), now)
    if (!taken.ok) return { ok: false, retryAfterSeconds: Math.ceil(taken.retryAfterMs / 1_000) }
    this.#remember(block, taken.bucket, now)
    return { ok: true }
  }

  opened(address: string): void {
    const block = blockOf(address)
    if (block !== null) this.#connections.set(block, (this.#connections.get(block) ?? 0) + 1)
  }

  closed(address: string): void {
    const block = blockOf(address)
    const left = block === null ? null : (this.#connections.get(block) ?? 0) - 1
    if (block === null || left === null) return
    if (left > 0) this.#connections.set(block, left)
    else this.#connections.delete(block)
  }

  #remember(block: string, bucket: Bucket, now: number): void {
    // Taken out and put in again, the first is the one that connected longest ago. A bucket that is full again says nothing.
    this.#buckets.delete(block)
    this.#buckets.set(block, bucket)
    for (const [oldest, { at }] of this.#buckets) {
      if (now - at < CONNECTIONS_RENEWED_SECONDS * 1_000 && this.#buckets.size <= ADDRESS_BLOCKS_MAX) return
      this.#buckets.delete(oldest)
    }
  }
}

/** The block an address is counted in; null for the node's own machine. What a proxy passes on that is no address is one block. */
function blockOf(address: string): string | null {
  if (isIP(address) === 0) return 'unreadable'
  const block = addressBlocks(address).address
  return block.startsWith('127.') || address === '::1' ? null : block
}

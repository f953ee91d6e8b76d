import {
  LOOK_UP_BLOCKS_MAX,
  LOOK_UPS_PER_ADDRESS,
  LOOK_UPS_PER_INSTANCE,
  LOOK_UPS_PER_NETWORK,
  type RateLimit,
} from '../limits.ts'

/** What is left of a limit, as of `at` (monotonic milliseconds). */
export type Bucket = { tokens: number; at: number }

/** A bucket nobody has taken from. */
export function fullBucket(limit: RateLimit): Bucket {
  return { tokens: limit.burst, at: Number.NEGATIVE_INFINITY }
}

/** The bucket as it is `now`, with what came back since. */
export function refillBucket(limit: RateLimit, bucket: Bucket, now: number): Bucket {
  const elapsedMs = Math.max(0, now - bucket.at)
  return { tokens: Math.min(limit.burst, bucket.tokens + (elapsedMs * limit.perSecond) / 1000), at: now }
}

/** How long until a token can be taken, in whole milliseconds; 0 when one can. */
export function waitForToken(limit: RateLimit, bucket: Bucket, now: number): number {
  const { tokens } = refillBucket(limit, bucket, now)
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 1000) / limit.perSecond)
}

/** What came of taking a token: a bucket with one less, or the time to wait. */
export type TakenToken = { ok: true; bucket: Bucket } | { ok: false; bucket: Bucket; retryAfterMs: number }

/** Takes a token if there is one. */
export function takeToken(limit: RateLimit, bucket: Bucket, now: number): TakenToken {
  const refilled = refillBucket(limit, bucket, now)
  if (refilled.tokens < 1)
    return { ok: false, bucket: refilled, retryAfterMs: waitForToken(limit, refilled, now) }
  return { ok: true, bucket: { ...refilled, tokens: refilled.tokens - 1 } }
}

/**
 * Takes a token whether there is one or not, down to a debt of one burst: for what is known only afterwards to have cost
 * something, so that many tries at once are paid for as well.
 */
export function chargeToken(limit: RateLimit, bucket: Bucket, now: number): Bucket {
  const refilled = refillBucket(limit, bucket, now)
  return { ...refilled, tokens: Math.max(-limit.burst, refilled.tokens - 1) }
}

/** The blocks an address is counted in: itself (or its /64), and the network around it. */
export function addressBlocks(address: string): Blocks {
  const groups = parseIpv6(address)
  const ipv4 = groups ? mappedIpv4(groups) : address
  if (ipv4 !== null) return { address: ipv4, network: ipv4.split('.').slice(0, 3).join('.') }
  const hex = (groups ?? []).map((group) => group.toString(16))
  return { address: hex.slice(0, 4).join(':'), network: hex.slice(0, 3).join(':') }
}

function parseIpv6(text: string): number[] | null {
  if (!text.includes(':')) return null
  const [head = '', tail] = (text.split('%')[0] ?? '').split('::')
  const before = parseGroups(head)
  const after = parseGroups(tail ?? '')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return [...before, ...new Array<number>(missing).fill(0), ...after]
}

function parseGroups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [a * 256 + b, c * 256 + d]
  })
}

/** The IPv4 address inside `::ffff:a.b.c.d`, which is how one arrives on a socket that listens for both. */
function mappedIpv4(groups: readonly number[]): string | null {
  const [high = 0, low = 0] = groups.slice(6)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : null
}

/** The blocks an address is counted in, by whatever names the nodes agree on. */
export type Blocks = { address: string; network: string }

/** Failed look-ups of room codes, counted by address, by network and in all; those on other nodes as well, as far as they are told. */
export class LookUpLimits {
  readonly #monotonic: () => number
  readonly #nameOf: (block: string) => string
  readonly #addresses = new Map<string, Bucket>()
  readonly #networks = new Map<string, Bucket>()
  #instance = fullBucket(LOOK_UPS_PER_INSTANCE)

  /** `monotonic` tells the time in milliseconds, `nameOf` what a block is called among the nodes. */
  constructor(monotonic: () => number, nameOf = (block: string) => block) {
    this.#monotonic = monotonic
    this.#nameOf = nameOf
  }

  /** How long this address has to wait before its next try, in milliseconds; 0 when it need not. */
  wait(address: string): number {
    const now = this.#monotonic()
    const waitMs = waitForToken(LOOK_UPS_PER_INSTANCE, this.#instance, now)
    // Mostly nobody has failed, and there is nothing to look for.
    if (this.#addresses.size === 0) return waitMs
    const blocks = this.#blocksOf(address)
    return Math.max(
      waitIn(this.#addresses, LOOK_UPS_PER_ADDRESS, blocks.address, now),
      waitIn(this.#networks, LOOK_UPS_PER_NETWORK, blocks.network, now),
      waitMs,
    )
  }

  /** Counts a code that led nowhere; answers what the other nodes have to count as well. */
  failed(address: string): Blocks {
    const blocks = this.#blocksOf(address)
    this.charge(blocks)
    return blocks
  }

  /** Counts one that was looked up from these blocks, here or on another node. */
  charge(blocks: Blocks): void {
    const now = this.#monotonic()
    chargeIn(this.#addresses, LOOK_UPS_PER_ADDRESS, blocks.address, now)
    chargeIn(this.#networks, LOOK_UPS_PER_NETWORK, blocks.network, now)
    this.#instance = chargeToken(LOOK_UPS_PER_INSTANCE, this.#instance, now)
  }

  #blocksOf(address: string): Blocks {
    const blocks = addressBlocks(address)
    return { address: this.#nameOf(blocks.address), network: this.#nameOf(blocks.network) }
  }
}

/** What is done from addresses, whether it leads anywhere or not, counted by IPv4 address or IPv6 /64 on this node. */
export class AddressBuckets {
  readonly #limit: RateLimit
  readonly #monotonic: () => number
  readonly #buckets = new Map<string, Bucket>()

  /** `monotonic` tells the time in milliseconds. */
  constructor(limit: RateLimit, monotonic: () => number) {
    this.#limit = limit
    this.#monotonic = monotonic
  }

  /** How long this address has to wait, in milliseconds; 0 when it need not, and then it is counted. */
  take(address: string): number {
    const { address: block } = addressBlocks(address)
    const now = this.#monotonic()
    const retryAfterMs = waitIn(this.#buckets, this.#limit, block, now)
    if (retryAfterMs === 0) chargeIn(this.#buckets, this.#limit, block, now)
    return retryAfterMs
  }
}

/** How long to wait for a token of one of many buckets, in milliseconds. */
export function waitIn(buckets: Map<string, Bucket>, limit: RateLimit, block: string, now: number): number {
  const bucket = buckets.get(block)
  return bucket ? waitForToken(limit, bucket, now) : 0
}

/** Charges one of many buckets, of which so many are remembered. */
export function chargeIn(buckets: Map<string, Bucket>, limit: RateLimit, block: string, now: number): void {
  const bucket = chargeToken(limit, buckets.get(block) ?? fullBucket(limit), now)
  // Taken out and put in again, the one charged longest ago is always the first.
  buckets.delete(block)
  buckets.set(block, bucket)
  for (const oldest of buckets.keys()) {
    if (buckets.size <= LOOK_UP_BLOCKS_MAX) return
    buckets.delete(oldest)
  }
}

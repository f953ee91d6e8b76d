import { createHmac } from 'node:crypto'
import type { MemberId, RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { ADDRESSES_SEEN_MAX, BARRED_ADDRESS_LIFE_MS, BARRED_ADDRESSES_PER_ROOM_MAX } from '../limits.ts'
import type { Store } from '../store/store.ts'
import { addressBlocks } from './rate-limit.ts'

/** An address, as opposed to whatever else a proxy passes on. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)$/i

/**
 * Keeps those out who come new from where a banned member came from, if the ban asked for it. An address is never kept: the store gets a
 * hash under a key of its own, and only at a ban. Until then a node remembers whence its people came, and forgets it as it ends.
 */
export class Barring {
  readonly #store: Store
  readonly #clock: Clock
  /** Whoever came last stands last. */
  readonly #seen = new Map<string, string>()
  #key: Promise<string> | null = null

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** A member came into a room. */
  entered(roomId: RoomId, memberId: MemberId, address: string): void {
    const block = blockOf(address)
    if (block === null) return
    const who = `${roomId} ${memberId}`
    this.#seen.delete(who)
    this.#seen.set(who, block)
    if (this.#seen.size <= ADDRESSES_SEEN_MAX) return
    for (const longestAgo of this.#seen.keys()) return void this.#seen.delete(longestAgo)
  }

  /** Whether nobody new comes into the room from there. */
  async isBarred(roomId: RoomId, address: string): Promise<boolean> {
    const block = blockOf(address)
    if (block === null) return false
    const after = this.#clock.now() - BARRED_ADDRESS_LIFE_MS
    return this.#store.doors.isBarred(roomId, await this.#hash(block), after)
  }

  /** Bars where somebody banned came from, if they came to this node. */
  async bar(roomId: RoomId, memberId: MemberId): Promise<void> {
    const block = this.#seen.get(`${roomId} ${memberId}`)
    if (block === undefined) return
    await this.#store.doors.barAddress(roomId, memberId, await this.#hash(block), {
      at: this.#clock.now(),
      lifeMs: BARRED_ADDRESS_LIFE_MS,
      limit: BARRED_ADDRESSES_PER_ROOM_MAX,
    })
  }

  /** There are so few addresses that a hash without a key would hide nothing. */
  async #hash(block: string): Promise<string> {
    this.#key ??= this.#store.files.readLinkKey()
    // Asked again after a failure.
    this.#key.catch(() => {
      this.#key = null
    })
    return createHmac('sha256', await this.#key)
      .update(`barred address ${block}`)
      .digest('base64url')
  }
}

/** What one household or one server has: an IPv4 address or an IPv6 /64. Null for this machine, which may be a proxy nobody told of. */
export function blockOf(address: string): string | null {
  if (address === '::1' || !ADDRESS.test(address)) return null
  const { address: block } = addressBlocks(address)
  return block.startsWith('127.') ? null : block
}

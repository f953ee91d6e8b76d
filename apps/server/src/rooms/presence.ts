import { type MemberId, PRESENCE_GRACE_MS } from '@confab/protocol'

/**
 * Who is here: members with at least one connection, and those whose last one went away a moment ago. A reload or a new
 * network is no farewell, so they stay for `PRESENCE_GRACE_MS`. Holds no timer: times come in as monotonic milliseconds.
 *
 *     away ──come──► here ──last go──► grace ──come──► here
 *       ▲              └──last leave──► away    │
 *       └────────────────── sweep ──────────────┘
 */
export class Presence {
  readonly #connections = new Map<MemberId, number>()
  /** Whose grace runs, and until when. All graces are equally long, so the first to go in is the first to run out. */
  readonly #graceUntil = new Map<MemberId, number>()

  /** How many members are here. */
  get count(): number {
    return this.#connections.size + this.#graceUntil.size
  }

  /** When the next grace runs out, for the next `sweep`; null when none runs. */
  get sweepAt(): number | null {
    for (const until of this.#graceUntil.values()) return until
    return null
  }

  has(memberId: MemberId): boolean {
    return this.#connections.has(memberId) || this.#graceUntil.has(memberId)
  }

  /** Everybody who is here, connected ones first. */
  *members(): IterableIterator<MemberId> {
    yield* this.#connections.keys()
    yield* this.#graceUntil.keys()
  }

  /** A connection of this member entered. True when the member came: was not here before. */
  come(memberId: MemberId): boolean {
    const came = !this.has(memberId)
    this.#graceUntil.delete(memberId)
    this.#connections.set(memberId, (this.#connections.get(memberId) ?? 0) + 1)
    return came
  }

  /** A connection of this member broke off. With the last one the grace begins. */
  go(memberId: MemberId, now: number): void {
    if (this.#disconnect(memberId)) this.#graceUntil.set(memberId, now + PRESENCE_GRACE_MS)
  }

  /** A connection of this member left on purpose. True when the member went: it was the last one, and there is no grace. */
  leave(memberId: MemberId): boolean {
    return this.#disconnect(memberId)
  }

  /** This member is here no more, without grace. True when they were. */
  remove(memberId: MemberId): boolean {
    const [wasConnected, hadGrace] = [this.#connections.delete(memberId), this.#graceUntil.delete(memberId)]
    return wasConnected || hadGrace
  }

  /** Who went: those whose grace has run out. */
  sweep(now: number): MemberId[] {
    const gone: MemberId[] = []
    for (const [memberId, until] of this.#graceUntil) {
      if (until > now) break
      gone.push(memberId)
      this.#graceUntil.delete(memberId)
    }
    return gone
  }

  /** True when that was the last connection of somebody who had one. */
  #disconnect(memberId: MemberId): boolean {
    const left = (this.#connections.get(memberId) ?? 0) - 1
    if (left > 0) this.#connections.set(memberId, left)
    else return this.#connections.delete(memberId)
    return false
  }
}

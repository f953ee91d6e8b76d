import type { RoomId } from '@confab/protocol'
import type { Standing } from '../broker/signals.ts'
import { ALIVE_MS, STANDINGS_MAX, STANDINGS_REPEATED } from '../limits.ts'

/** Of those that changed and of the others a beat tells as many: neither keeps the other waiting. */
const PORTION = STANDINGS_MAX / 2

/**
 * Where this node's presence stands in every room, to be told again and again: what changed lately with each of the next few
 * beats, everything else in turn, a portion with each. So a lost word about a change is noticed after a beat, however many
 * rooms there are, and nothing else costs more than the portion.
 */
export class Standings {
  /** The one told of longest ago is always the first. */
  readonly #all = new Map<RoomId, Standing>()
  /** How many more beats tell of those that changed. */
  readonly #fresh = new Map<RoomId, number>()
  #highest = 0

  /** A room's presence is here from now on. A room that nobody is in is told of as one that changed, and no longer. */
  set(standing: Standing): void {
    this.#highest = Math.max(this.#highest, standing.number)
    this.#all.set(standing.roomId, standing)
    this.#fresh.set(standing.roomId, STANDINGS_REPEATED)
  }

  /** Above every number there was: a room that is put away and opened again goes on from it. */
  get highest(): number {
    return this.#highest
  }

  /** How long it takes until all were told of, in milliseconds. */
  get roundMs(): number {
    return Math.max(1, Math.ceil(this.#all.size / PORTION)) * ALIVE_MS
  }

  /** What the next beat tells. */
  next(): Standing[] {
    const told = new Map<RoomId, Standing>()
    const tell = (roomId: RoomId, standing: Standing) => {
      told.set(roomId, standing)
      this.#all.delete(roomId)
      this.#all.set(roomId, standing)
    }
    for (const [roomId, times] of [...this.#fresh].slice(0, PORTION)) {
      const standing = this.#all.get(roomId)
      // Taken out and put in again, it waits behind those that were told of less often.
      this.#fresh.delete(roomId)
      if (!standing) continue
      tell(roomId, standing)
      if (times > 1) this.#fresh.set(roomId, times - 1)
      else if (standing.count === 0) this.#all.delete(roomId)
    }
    const most = told.size + PORTION
    for (const [roomId, standing] of this.#all) {
      if (told.size >= most || told.has(roomId)) break
      tell(roomId, standing)
    }
    return [...told.values()]
  }
}

import type { MemberId, MemberRecord, Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { HELD_FRAMES_MAX } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { placeSeen } from '../store/seen.ts'
import type { Frame } from './frames.ts'
import type { EncodedEvent, RoomConnection } from './room-connection.ts'
import { spansSeen } from './seen-spans.ts'
import { type EncodedSpan, removedBy } from './spans.ts'
import { REPAIR_RETRY_MS } from './stream.ts'

/** What one reading brings to all who fell behind at the same place. */
export type SharedChanges = { head: Sequence; upTo: Sequence; pieces: readonly EncodedSpan[] }

/** What an occupant asks of its room. */
export type OccupantRoom = {
  clock: Clock
  counters: Counters
  /** What changed above a sequence. Rejects when the store does. */
  readChanges(after: Sequence): Promise<SharedChanges>
  isIn(occupant: Occupant): boolean
  putOut(occupant: Occupant): void
}

/**
 * A connection in a room, and how far it was told. While it enters, what happens is held; one that reads slowly is told no more, and reads in
 * the store what it missed once it can (D6, D10).
 */
export class Occupant {
  readonly connection: RoomConnection
  readonly #room: OccupantRoom
  /** Null until the store has said that this identity is a member. One who was removed is here until told so, and hears nothing else. */
  me: MemberRecord | null = null
  /** Whether the others were told that it is here. */
  isPresent = false
  /** Enterings that were asked for and not answered. */
  enterings = 0
  /** How far this connection was told. */
  #cursor: Sequence = 0
  /** While it enters: what happened meanwhile; `overflowed` when that was too much. Null once it is live. */
  #held: Frame[] | 'overflowed' | null = []

  constructor(connection: RoomConnection, room: OccupantRoom) {
    this.connection = connection
    this.#room = room
  }

  get isGone(): boolean {
    return !this.connection.isOpen || !this.#room.isIn(this)
  }

  get isLive(): boolean {
    return this.#held === null
  }

  /** Holds from here on what happens, while the store is read. What comes back takes it up again as it was, if the reading failed. */
  hold(): () => Promise<void> {
    const wasBehind = this.#held === 'overflowed'
    this.#held = []
    return async () => {
      // It was in already, so it stays as it was: it hears what was held, or waits for the catching up whose turn is next.
      if (wasBehind) this.#held = 'overflowed'
      else if (this.me) await this.release(this.#cursor)
    }
  }

  /** The next frame of the room. */
  hear(frame: Frame): void {
    if (this.#held === null && this.connection.isBehind) this.#fallBehind()
    else if (this.#held === null) this.#tell(frame)
    else if (this.#held !== 'overflowed') {
      if (this.#held.length < HELD_FRAMES_MAX) this.#held.push(frame)
      else this.#held = 'overflowed'
    }
  }

  /** Sends what is read piece by piece, each once little enough of those before is unsent. */
  async send(pieces: readonly EncodedSpan[]): Promise<void> {
    for (const piece of pieces) {
      const { span } = piece
      await this.connection.drained()
      if (this.isGone) return
      this.connection.deliver(this.#sees([piece], piece.encoded))
      this.#room.counters.replayedRecords += span.records.length
      this.#cursor = span.upTo
      if (this.#endsWith(removedBy(span))) return
    }
  }

  /** Sends what was held above `reached`; if that was too much to hold, reads it instead, until the connection is level with the room. */
  async release(reached: Sequence): Promise<void> {
    this.#cursor = reached
    while (this.#held === 'overflowed' && !this.isGone) {
      this.#held = []
      const changes = await this.#room.readChanges(this.#cursor).catch(() => null)
      if (!changes) {
        // It was told that it is in, so no refusal can take that back: the store is asked until it answers.
        this.#held = 'overflowed'
        await new Promise<void>((resolve) => this.#room.clock.after(REPAIR_RETRY_MS, resolve))
        continue
      }
      const { head, upTo, pieces } = changes
      await this.send(pieces)
      // One reading is bounded, and what lies between it and the head was never held.
      if (upTo < head) this.#held = 'overflowed'
    }
    if (this.isGone) return
    const held = this.#held === 'overflowed' ? [] : (this.#held ?? [])
    this.#held = null
    for (const frame of held) {
      if (this.isGone) return
      this.#tell(frame)
    }
  }

  /** A live connection that reads slowly is told no more; once it has read, the store says what it missed. */
  #fallBehind(): void {
    this.#held = 'overflowed'
    this.#room.counters.slowReaderCatchUps += 1
    const catchUp = async () => {
      await this.connection.drained()
      // An entering that came first has caught it up already.
      if (this.#held === 'overflowed') await this.release(this.#cursor)
    }
    this.connection.inTurn(catchUp).catch(() => {
      this.#room.clock.after(REPAIR_RETRY_MS, () => {
        if (!this.isGone && this.#held === 'overflowed') this.#fallBehind()
      })
    })
  }

  /** What somebody is told who does not have all of the room. */
  #sees(spans: readonly EncodedSpan[], whole: EncodedEvent): EncodedEvent {
    const above = this.me ? placeSeen(this.me) : 0
    return above === 0 ? whole : spansSeen(spans, above, whole)
  }

  #tell({ upTo, encoded, removed, spans }: Frame): void {
    if (upTo <= this.#cursor) return
    this.#room.counters.deliveries += upTo - this.#cursor
    this.#cursor = upTo
    this.connection.deliver(this.#sees(spans, encoded))
    this.#endsWith(removed)
  }

  /** Whoever was just told that they are removed is out of the room (D9). */
  #endsWith(removed: MemberId | null): boolean {
    const isOut = removed !== null && this.me?.memberId === removed
    if (isOut) this.#room.putOut(this)
    return isOut
  }
}

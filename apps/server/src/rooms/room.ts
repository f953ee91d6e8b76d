import {
  type ConfabRecord,
  type Cursor,
  type Epoch,
  type MemberId,
  type MemberRecord,
  placeAfter,
  type Ref,
  type RoomId,
  type Sequence,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { HELD_FRAMES_MAX, REPAIR_RECORDS_MAX } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import type { Head, Store, TokenHash } from '../store/store.ts'
import type { PresenceGossip } from './announcer.ts'
import { Attendance } from './attendance.ts'
import { EarlySpans } from './early-spans.ts'
import { type SharedEntry, shareEntry } from './entries.ts'
import { type Frame, Frames } from './frames.ts'
import { GroupRead } from './group-read.ts'
import {
  AskAgain,
  type EncodedEvent,
  type EnteredRoom,
  encodeForDelivery,
  type RoomConnection,
} from './room-connection.ts'
import { type EncodedSpan, removedBy, spanOfRecord, spansOfReplay } from './spans.ts'

/** How long a repair waits after the store could not be read, in milliseconds. */
const REPAIR_RETRY_MS = 500

/** What one reading brings to all who fell behind at the same place. */
type SharedChanges = { head: Sequence; upTo: Sequence; pieces: readonly EncodedSpan[] }

type Occupant = {
  /** Null until the store has said that this identity is a member. One who was removed is here until told so, and hears nothing else. */
  me: MemberRecord | null
  /** Whether the others were told that it is here. */
  isPresent: boolean
  /** How far this connection was told. */
  cursor: Sequence
  /** While it enters: what happened meanwhile; `overflowed` when that was too much. Null once it is live. */
  held: Frame[] | 'overflowed' | null
  /** Enterings that were asked for and not answered. */
  enterings: number
}

/** What a room needs of its node. `loopBusy` is the part of the time the event loop works, 0 to 1. */
export type RoomSurroundings = {
  store: Store
  clock: Clock
  counters: Counters
  loopBusy: () => number
  /** Whether other nodes' doorbells get through at present. */
  isTold: () => boolean
  /** Null on a node that is alone. */
  gossip: PresenceGossip | null
}

/**
 * A room on this node: the connections that are in it, and how far they were told. It delivers changes in order, each once;
 * what it is told may be next, seen or beyond a hole, and then it reads the store (D4).
 */
export class Room implements EnteredRoom {
  readonly roomId: RoomId
  readonly epoch: Epoch
  /** Who is here, on whatever node. */
  readonly attendance: Attendance
  readonly #store: Store
  readonly #clock: Clock
  readonly #counters: Counters
  readonly #frames: Frames
  readonly #entries: GroupRead<Cursor | null, TokenHash, SharedEntry | null>
  readonly #changes: GroupRead<Sequence, null, SharedChanges>
  readonly #early: EarlySpans
  readonly #occupants = new Map<RoomConnection, Occupant>()
  #delivered: Sequence
  /** The highest head anyone spoke of; above `#delivered` it means a hole. */
  #known: Sequence
  #isRepairing = false
  #isClosed = false

  constructor(roomId: RoomId, head: Head, surroundings: RoomSurroundings) {
    this.roomId = roomId
    this.epoch = head.epoch
    this.#delivered = head.head
    this.#known = head.head
    this.#store = surroundings.store
    this.#clock = surroundings.clock
    this.#counters = surroundings.counters
    const { store, clock } = surroundings
    this.#entries = new GroupRead(clock, keyOfCursor, async (cursor, tokenHashes) => {
      const entry = await store.readEntry(roomId, tokenHashes, cursor)
      return entry && shareEntry(roomId, cursor, entry)
    })
    this.#changes = new GroupRead<Sequence, null, SharedChanges>(clock, String, async (after) => {
      const { head: at, upTo, records } = await store.readChanges(roomId, after, REPAIR_RECORDS_MAX)
      return { head: at, upTo, pieces: spansOfReplay(roomId, head.epoch, { after, upTo }, records) }
    })
    this.#frames = new Frames(surroundings, (frame) => this.#tellAll(frame))
    const { isTold } = surroundings
    this.#early = new EarlySpans({ clock, isTold, missing: () => this.#repair() })
    this.attendance = new Attendance(roomId, {
      clock,
      gossip: surroundings.gossip,
      whisper: (event) => this.whisper(event),
    })
  }

  /** How far everyone in the room was told, or is about to be. */
  get head(): Sequence {
    return this.#delivered
  }

  headFor(connection: RoomConnection): Sequence | null {
    return this.memberOf(connection) && this.#delivered
  }

  /** Nobody is in it, or might be back in a moment. */
  get isOver(): boolean {
    return this.#occupants.size === 0 && this.attendance.isOver
  }

  /** Who this connection is in the room; null while that is not known, or when it is not in it (any more). */
  memberOf(connection: RoomConnection): MemberRecord | null {
    const me = this.#occupants.get(connection)?.me
    return me && isMember(me) ? me : null
  }

  /**
   * Lets a connection in, or catches it up once more (D6): it is held, what it missed is read in one snapshot and sent, then
   * what happened meanwhile follows, less repeats. Answers whether its identity is a member. Rejects when the store does, and with
   * `AskAgain` when the connection went out before it was told that it is in.
   */
  async enter(connection: RoomConnection, ref: Ref, cursor: Cursor | null): Promise<boolean> {
    const occupant = this.#occupants.get(connection) ?? newOccupant()
    this.#occupants.set(connection, occupant)
    connection.rooms.set(this.roomId, this)
    occupant.enterings += 1
    try {
      return await connection.inTurn(() => this.#enter(connection, occupant, ref, cursor))
    } finally {
      occupant.enterings -= 1
      // Whoever turned out to be no member, or could not be read, is not kept waiting in the room.
      const isWaiting = occupant.me !== null || occupant.enterings > 0
      if (!isWaiting && this.#occupants.get(connection) === occupant) this.leave(connection, 'left')
    }
  }

  /** The connection goes out: `left` on its own will, `lost` when the line went. */
  leave(connection: RoomConnection, how: 'left' | 'lost'): void {
    const occupant = this.#occupants.get(connection)
    if (!occupant) return
    this.#occupants.delete(connection)
    connection.rooms.delete(this.roomId)
    if (occupant.me && occupant.isPresent) this.attendance.departed(occupant.me, how)
  }

  /** A span that this node committed or another told of. */
  receive(received: EncodedSpan): void {
    if (received.span.epoch !== this.epoch) return
    this.#known = Math.max(this.#known, received.span.upTo)
    switch (placeAfter(this.#delivered, received.span)) {
      case 'seen':
        return
      case 'next':
        this.#tell(received)
        this.#tellEarly()
        return
      case 'gap':
        // A reading that goes on reads on up to here.
        if (this.#isRepairing || !this.#early.keep(received)) this.#repair()
    }
  }

  /** Somebody read the room's head in the store: if it is above what was told, something was missed. */
  sawHead(head: Head): void {
    if (head.epoch !== this.epoch) return
    this.#known = Math.max(this.#known, head.head)
    if (this.#known > this.#delivered) this.#repair()
  }

  /** Acks a change that was made before: its record goes to this connection alone (D3). */
  tellAgain(connection: RoomConnection, record: ConfabRecord): void {
    if (this.memberOf(connection))
      connection.deliver(encodeForDelivery(spanOfRecord(this.roomId, this.epoch, record)))
  }

  /** Tells everyone something that may be dropped; answers who missed it. */
  whisper(event: EncodedEvent, except?: (me: MemberRecord) => boolean): RoomConnection[] {
    const missed: RoomConnection[] = []
    for (const [connection, { me, held }] of this.#occupants)
      if (me && isMember(me) && !except?.(me) && (held || !connection.whisper(event))) missed.push(connection)
    return missed
  }

  /** Nothing is held or repaired any more: the node goes down, or the room is put away. */
  close(): void {
    this.flush()
    this.#isClosed = true
    this.#entries.close()
    this.#changes.close()
    this.#early.close()
    this.attendance.close()
  }

  async #enter(
    connection: RoomConnection,
    occupant: Occupant,
    ref: Ref,
    cursor: Cursor | null,
  ): Promise<boolean> {
    const isGone = () => !connection.isOpen || this.#occupants.get(connection) !== occupant
    if (isGone()) throw new AskAgain('left before it was its turn')
    const wasBehind = occupant.held === 'overflowed'
    occupant.held = []
    let entry: SharedEntry | null
    try {
      // Held first, asked second, read third: the snapshot has all that was told before the holding began, whoever else it is for.
      entry = await this.#entries.ask(cursor, connection.tokenHash)
    } catch (error) {
      // It was in already, so it stays as it was: it hears what was held, or waits for the catching up whose turn is next.
      if (wasBehind) occupant.held = 'overflowed'
      else if (occupant.me) await this.#release(connection, occupant, occupant.cursor, isGone)
      throw error
    }
    if (isGone()) throw new AskAgain('left while the store was read')
    const me = entry?.members.get(connection.tokenHash)
    if (!entry || !me) {
      // Was in, and is no member any more: the refusal says so, and what was held is not for them.
      if (occupant.me) this.leave(connection, 'left')
      return false
    }
    const { epoch, head, by } = entry
    // From the word "entered" on the client takes itself for a member, so it is one from here on.
    occupant.me = me
    await connection.drained()
    if (isGone()) throw new AskAgain('left while its line was full')
    connection.deliver(
      encodeForDelivery({
        type: 'entered',
        ref,
        roomId: this.roomId,
        memberId: me.memberId,
        epoch,
        head,
        by,
      }),
    )
    this.#counters.entries[by] += 1
    if (entry.by === 'reset') connection.deliver(entry.resetFor(me))
    else await this.#sendPieces(connection, occupant, entry.pieces)
    if (isGone()) return true
    await this.#release(connection, occupant, head, isGone)
    if (isGone()) return true
    if (!occupant.isPresent) {
      occupant.isPresent = true
      this.attendance.arrived(connection, me)
    }
    this.sawHead(entry)
    return true
  }

  /** Sends what is read piece by piece, each once little enough of those before is unsent. */
  async #sendPieces(
    connection: RoomConnection,
    occupant: Occupant,
    pieces: readonly EncodedSpan[],
  ): Promise<void> {
    for (const { span, encoded } of pieces) {
      await connection.drained()
      if (!connection.isOpen || this.#occupants.get(connection) !== occupant) return
      connection.deliver(encoded)
      this.#counters.replayedRecords += span.records.length
      occupant.cursor = span.upTo
      if (this.#putOut(connection, occupant, removedBy(span))) return
    }
  }

  /** A live connection that reads slowly is told no more; once it has read, the store says what it missed. */
  #fallBehind(connection: RoomConnection, occupant: Occupant): void {
    occupant.held = 'overflowed'
    this.#counters.slowReaderCatchUps += 1
    const isGone = () => !connection.isOpen || this.#occupants.get(connection) !== occupant
    const catchUp = async () => {
      await connection.drained()
      // An entering that came first has caught it up already.
      if (occupant.held === 'overflowed') await this.#release(connection, occupant, occupant.cursor, isGone)
    }
    connection.inTurn(catchUp).catch(() => {
      this.#clock.after(REPAIR_RETRY_MS, () => {
        if (!isGone() && occupant.held === 'overflowed') this.#fallBehind(connection, occupant)
      })
    })
  }

  /** Sends what was held; if that was too much to hold, reads it instead, until the connection is level with the room. */
  async #release(
    connection: RoomConnection,
    occupant: Occupant,
    reached: Sequence,
    isGone: () => boolean,
  ): Promise<void> {
    occupant.cursor = reached
    while (occupant.held === 'overflowed' && !isGone()) {
      occupant.held = []
      const changes = await this.#changes.ask(occupant.cursor, null).catch(() => null)
      if (!changes) {
        // It was told that it is in, so no refusal can take that back: the store is asked until it answers.
        occupant.held = 'overflowed'
        await new Promise<void>((resolve) => this.#clock.after(REPAIR_RETRY_MS, resolve))
        continue
      }
      const { head, upTo, pieces } = changes
      await this.#sendPieces(connection, occupant, pieces)
      // One reading is bounded, and what lies between it and the head was never held.
      if (upTo < head) occupant.held = 'overflowed'
    }
    if (isGone()) return
    const held = occupant.held === 'overflowed' ? [] : (occupant.held ?? [])
    occupant.held = null
    for (const frame of held) {
      if (isGone()) return
      this.#tellOne(connection, occupant, frame)
    }
  }

  /** Takes the next span: it goes out at once when the room is quiet or somebody is removed, else with the next frame. */
  #tell(told: EncodedSpan): void {
    this.#delivered = told.span.upTo
    for (const record of told.span.records) if (record.kind === 'member') this.#updateMember(record)
    this.#frames.add(told, this.#occupants.size)
  }

  /** What came early and waited for this. */
  #tellEarly(): void {
    for (;;) {
      const next = this.#early.takeNext(this.#delivered)
      if (!next) return
      this.#tell(next)
    }
  }

  /** Tells everyone what gathered. */
  flush(): void {
    this.#frames.flush()
  }

  #tellAll(frame: Frame): void {
    for (const [connection, occupant] of this.#occupants) {
      if (!occupant.held && connection.isBehind) this.#fallBehind(connection, occupant)
      else if (!occupant.held) this.#tellOne(connection, occupant, frame)
      else if (occupant.held !== 'overflowed') {
        if (occupant.held.length < HELD_FRAMES_MAX) occupant.held.push(frame)
        else occupant.held = 'overflowed'
      }
    }
  }

  #tellOne(connection: RoomConnection, occupant: Occupant, { upTo, encoded, removed }: Frame): void {
    if (upTo <= occupant.cursor) return
    this.#counters.deliveries += upTo - occupant.cursor
    occupant.cursor = upTo
    connection.deliver(encoded)
    this.#putOut(connection, occupant, removed)
  }

  /** Whoever was just told that they are removed is out of the room (D9). */
  #putOut(connection: RoomConnection, { me }: Occupant, removed: MemberId | null): boolean {
    const isOut = removed !== null && me?.memberId === removed
    if (isOut) this.leave(connection, 'left')
    return isOut
  }

  #updateMember(record: MemberRecord): void {
    for (const occupant of this.#occupants.values())
      if (occupant.me?.memberId === record.memberId && occupant.me.version < record.version)
        occupant.me = record
    if (isMember(record)) this.attendance.renamed(record)
    else this.attendance.removed(record)
  }

  #repair(): void {
    if (this.#isRepairing || this.#isClosed) return
    this.#isRepairing = true
    void this.#readOn()
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#known > this.#delivered && !this.#isClosed) {
        const asked = this.#delivered
        const { upTo, records } = await this.#store.readChanges(this.roomId, asked, REPAIR_RECORDS_MAX)
        // What was told while the store read is not told again.
        const after = this.#delivered
        // Nothing to read although somebody spoke of more: a replica behind, or a lie. The next word starts anew.
        if (upTo <= asked) this.#known = after
        const missing = records.filter((record) => record.version > after)
        for (const piece of spansOfReplay(this.roomId, this.epoch, { after, upTo }, missing))
          this.#tell(piece)
        this.#tellEarly()
      }
      this.#isRepairing = false
    } catch {
      this.#clock.after(REPAIR_RETRY_MS, () => {
        this.#isRepairing = false
        if (this.#known > this.#delivered) this.#repair()
      })
    }
  }
}

const isMember = ({ role }: MemberRecord): boolean => role !== 'removed'

const keyOfCursor = (cursor: Cursor | null) => (cursor ? `${cursor.epoch} ${cursor.sequence}` : '')

function newOccupant(): Occupant {
  return { me: null, isPresent: false, cursor: 0, held: [], enterings: 0 }
}

import type {
  ConfabRecord,
  Cursor,
  Epoch,
  MemberId,
  MemberRecord,
  Ref,
  RoomId,
  Sequence,
} from '@confab/protocol'
import { isOut } from '@confab/protocol/can'
import type { Clock } from '../clock.ts'
import { REPAIR_RECORDS_MAX } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { isSeen, placeSeen } from '../store/seen.ts'
import type { Head, Store, TokenHash } from '../store/store.ts'
import type { PresenceGossip } from './announcer.ts'
import { Attendance } from './attendance.ts'
import { type SharedEntry, shareEntry } from './entries.ts'
import { Frames } from './frames.ts'
import { GroupRead } from './group-read.ts'
import type { LastReads } from './last-reads.ts'
import { Occupant, type OccupantRoom, type SharedChanges } from './occupant.ts'
import {
  AskAgain,
  type EncodedEvent,
  type EnteredRoom,
  encodeForDelivery,
  type RoomConnection,
} from './room-connection.ts'
import { type EncodedSpan, spanOfRecord, spansOfReplay } from './spans.ts'
import { Stream } from './stream.ts'

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
  /** What people have seen and the store may not know yet. */
  lastReads: LastReads
}

/**
 * A room on this node: who is in it, and who comes in. Its stream brings the changes in order, its frames gather them, and its occupants
 * each know how far they were told.
 */
export class Room implements EnteredRoom {
  readonly roomId: RoomId
  readonly epoch: Epoch
  /** Who is here, on whatever node. */
  readonly attendance: Attendance
  readonly #counters: Counters
  readonly #lastReads: LastReads
  readonly #stream: Stream
  readonly #frames: Frames
  readonly #entries: GroupRead<Cursor | null, TokenHash, SharedEntry | null>
  readonly #changes: GroupRead<Sequence, null, SharedChanges>
  readonly #occupants = new Map<RoomConnection, Occupant>()
  readonly #forOccupants: OccupantRoom

  constructor(roomId: RoomId, head: Head, surroundings: RoomSurroundings) {
    this.roomId = roomId
    this.epoch = head.epoch
    const { store, clock, counters } = surroundings
    this.#counters = counters
    this.#lastReads = surroundings.lastReads
    this.#stream = new Stream(roomId, head, surroundings, (span) => this.#tell(span))
    this.#entries = new GroupRead(clock, keyOfCursor, async (cursor, tokenHashes) => {
      const entry = await store.readEntry(roomId, tokenHashes, cursor)
      return entry && shareEntry(roomId, cursor, entry)
    })
    this.#changes = new GroupRead<Sequence, null, SharedChanges>(clock, String, async (after) => {
      const { head: at, upTo, records } = await store.readChanges(roomId, after, REPAIR_RECORDS_MAX)
      return { head: at, upTo, pieces: spansOfReplay(roomId, head.epoch, { after, upTo }, records) }
    })
    this.#frames = new Frames(surroundings, (frame) => {
      for (const occupant of this.#occupants.values()) occupant.hear(frame)
    })
    this.#forOccupants = {
      clock,
      counters,
      readChanges: (after) => this.#changes.ask(after, null),
      isIn: (occupant) => this.#occupants.get(occupant.connection) === occupant,
      putOut: ({ connection }) => this.leave(connection, 'left'),
    }
    this.attendance = new Attendance(roomId, {
      clock,
      gossip: surroundings.gossip,
      whisper: (event) => this.whisper(event),
    })
  }

  /** How far everyone in the room was told, or is about to be. */
  get head(): Sequence {
    return this.#stream.head
  }

  headFor(connection: RoomConnection): Sequence | null {
    return this.memberOf(connection) && this.head
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
    const occupant = this.#occupants.get(connection) ?? new Occupant(connection, this.#forOccupants)
    this.#occupants.set(connection, occupant)
    connection.rooms.set(this.roomId, this)
    occupant.enterings += 1
    try {
      return await connection.inTurn(() => this.#enter(occupant, ref, cursor))
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
    this.#stream.receive(received)
  }

  /** Somebody read the room's head in the store: if it is above what was told, something was missed. */
  sawHead(head: Head): void {
    this.#stream.sawHead(head)
  }

  /** Acks a change that was made before: its record goes to this connection alone (D3). */
  tellAgain(connection: RoomConnection, record: ConfabRecord): void {
    const me = this.memberOf(connection)
    // What they wrote themselves they are told of, wherever it lies: it is what they wait for.
    const isOwn = record.kind === 'message' && record.authorId === me?.memberId
    if (me && (isOwn || isSeen(record, placeSeen(me))))
      connection.deliver(encodeForDelivery(spanOfRecord(this.roomId, this.epoch, record)))
  }

  /** Tells everyone something that may be dropped; answers who missed it. */
  whisper(event: EncodedEvent, except?: (me: MemberRecord) => boolean): RoomConnection[] {
    const missed: RoomConnection[] = []
    for (const [connection, { me, isLive }] of this.#occupants)
      if (me && isMember(me) && !except?.(me) && (!isLive || !connection.whisper(event)))
        missed.push(connection)
    return missed
  }

  /** Tells somebody's connections, but for the one it came from, how far they have seen. It may be dropped. */
  tellRead(memberId: MemberId, upTo: Sequence, from?: RoomConnection): void {
    const event = encodeForDelivery({ type: 'read', roomId: this.roomId, upTo })
    for (const [connection, { me, isLive }] of this.#occupants)
      if (me?.memberId === memberId && isMember(me) && isLive && connection !== from)
        connection.whisper(event)
  }

  /** Nothing is held or repaired any more: the node goes down, or the room is put away. */
  close(): void {
    this.flush()
    this.#stream.close()
    this.#entries.close()
    this.#changes.close()
    this.attendance.close()
  }

  async #enter(occupant: Occupant, ref: Ref, cursor: Cursor | null): Promise<boolean> {
    const { connection } = occupant
    if (occupant.isGone) throw new AskAgain('left before it was its turn')
    const goBack = occupant.hold()
    let entry: SharedEntry | null
    try {
      // Held first, asked second, read third: the snapshot has all that was told before the holding began, whoever else it is for.
      entry = await this.#entries.ask(cursor, connection.tokenHash)
    } catch (error) {
      await goBack()
      throw error
    }
    if (occupant.isGone) throw new AskAgain('left while the store was read')
    const me = entry?.members.get(connection.tokenHash)
    if (!entry || !me) {
      // Was in, and is no member any more: the refusal says so, and what was held is not for them.
      if (occupant.me) this.leave(connection, 'left')
      return false
    }
    const { epoch, head, by } = entry
    const { roomId } = this
    const { tokenHash } = connection
    // From the word "entered" on the client takes itself for a member, so it is one from here on.
    occupant.me = me
    await connection.drained()
    if (occupant.isGone) throw new AskAgain('left while its line was full')
    connection.deliver(
      encodeForDelivery({
        type: 'entered',
        ref,
        roomId,
        memberId: me.memberId,
        epoch,
        head,
        lastRead: Math.max(
          entry.lastReads.get(tokenHash) ?? me.sequence,
          this.#lastReads.of(roomId, tokenHash),
        ),
        by,
      }),
    )
    this.#counters.entries[by] += 1
    if (entry.by === 'reset') connection.deliver(entry.resetFor(me))
    else await occupant.send(entry.pieces)
    if (occupant.isGone) return true
    await occupant.release(head)
    if (occupant.isGone) return true
    if (!occupant.isPresent) {
      occupant.isPresent = true
      this.attendance.arrived(connection, me)
    }
    this.sawHead(entry)
    return true
  }

  /** Takes the next span: it goes out at once when the room is quiet or somebody is removed, else with the next frame. */
  #tell(told: EncodedSpan): void {
    for (const record of told.span.records) if (record.kind === 'member') this.#updateMember(record)
    this.#frames.add(told, this.#occupants.size)
  }

  /** Tells everyone what gathered. */
  flush(): void {
    this.#frames.flush()
  }

  #updateMember(record: MemberRecord): void {
    for (const occupant of this.#occupants.values())
      if (occupant.me?.memberId === record.memberId && occupant.me.version < record.version)
        occupant.me = record
    if (isMember(record)) this.attendance.renamed(record)
    else this.attendance.removed(record)
  }
}

const isMember = ({ role }: MemberRecord): boolean => !isOut(role)

const keyOfCursor = (cursor: Cursor | null) => (cursor ? `${cursor.epoch} ${cursor.sequence}` : '')

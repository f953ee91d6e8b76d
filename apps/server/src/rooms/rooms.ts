import type { ConfabRecord, MemberRecord, RoomCode, RoomId, Sequence, Span } from '@confab/protocol'
import type { Broker } from '../broker/broker.ts'
import type { Doorbell, NodeId, RoomSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import type { Counters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import { type Change, type Head, type Store, StoreUnavailable } from '../store/store.ts'
import { commitWindowMs } from './commit-window.ts'
import { Gossip } from './gossip.ts'
import { GroupCommit, type RoomCommit, type Settled } from './group-commit.ts'
import { LastReads } from './last-reads.ts'
import { Room } from './room.ts'
import { encodeForDelivery, type RoomConnection } from './room-connection.ts'
import type { EncodedSpan } from './spans.ts'
import { spansOfCommit } from './spans.ts'
import type { Stamps } from './stamps.ts'
import { Sweep } from './sweep.ts'

/** How often rooms nobody is in are put away, in milliseconds. */
const TIDY_MS = 30_000

/** What the rooms of a node stand on. A node that is alone asks nobody what it was not told, and tells nobody who is here. */
export type RoomsOptions = {
  store: Store
  broker: Broker
  clock: Clock
  log: Log
  counters: Counters
  loopBusy: () => number
  /** How this node is known to others; null when there are none. */
  others: { nodeId: NodeId; stamps: Stamps; random: () => number } | null
  /** What is known of the rooms is not so any more: everything has to be read anew. */
  outdated: () => void
  /** A room of this node is no more, and is about to be put away: whoever is in it has to be told. */
  deleted?: (roomId: RoomId) => void
  /** Who calls people that are away; null where nobody does. */
  calls?: RoomCalls | null
}

/** Who calls people that are away, as far as rooms are concerned. */
export type RoomCalls = {
  /** A commit of this node brought these records. It takes note, and neither waits nor throws. */
  committed(roomId: RoomId, records: readonly ConfabRecord[]): void
  /** Whether it has to be known who is in this room, though nobody may be on this node. */
  isWatching(roomId: RoomId): boolean
}

/** A room of this node; `code` is null until somebody came in by it. */
type OpenRoom = { room: Room; unsubscribe: () => void; code: RoomCode | null }

/** The rooms of this node that somebody is in, and the one way to change any room. */
export class Rooms {
  readonly #options: RoomsOptions
  /** What people have seen. */
  readonly lastReads: LastReads
  readonly #commits: GroupCommit
  readonly #rooms = new Map<RoomId, OpenRoom>()
  /** Codes of open rooms that somebody came in by, until the room is heard to have another: by then the store refuses who is new. */
  readonly #byCode = new Map<RoomCode, RoomId>()
  readonly #opening = new Map<RoomId, Promise<Room | null>>()
  readonly #sweep: Sweep | null
  readonly #gossip: Gossip | null
  #cancelTidy = () => {}

  constructor(options: RoomsOptions) {
    this.#options = options
    const { store, broker, clock, log, counters, loopBusy } = options
    this.lastReads = new LastReads(store, clock)
    this.#commits = new GroupCommit(
      store,
      {
        onCommitted: (commit) => this.#committed(commit),
        onFound: (commit) => this.#found(commit),
        onFault: (error) => {
          // A store that fails says so itself.
          if (!(error instanceof StoreUnavailable)) log.error('telling-failed', errorFields(error))
        },
      },
      { clock, windowMs: () => commitWindowMs(loopBusy()), ackSeconds: counters.ackSeconds },
    )
    this.#scheduleTidy()
    this.#sweep =
      options.others &&
      new Sweep({
        clock,
        isTold: () => broker.isConnected,
        openRooms: () => this.#rooms.keys(),
        readHeads: (roomIds) => store.readHeads(roomIds),
        saw: (roomId, head) => this.#saw(roomId, head),
        gone: (roomId) => this.deleted(roomId),
      })
    this.#gossip = options.others && this.#joinGossip(options.others)
  }

  /** A room that is open on this node. */
  get(roomId: RoomId): Room | null {
    return this.#rooms.get(roomId)?.room ?? null
  }

  get openCount(): number {
    return this.#rooms.size
  }

  /** What of these rooms is so at this moment. */
  get figures(): {
    roomsOpen: number
    membersPresent: number
    changesWaiting: number
    nodesHeard: number
  } {
    let membersPresent = 0
    for (const { room } of this.#rooms.values()) membersPresent += room.attendance.ownCount
    const nodesHeard = this.#gossip?.neighbours ?? 0
    return {
      roomsOpen: this.#rooms.size,
      membersPresent,
      changesWaiting: this.#commits.waitingCount,
      nodesHeard,
    }
  }

  /** The room, opened on this node if it was not; null if there is none. Rejects when the store cannot be read. */
  async open(roomId: RoomId): Promise<Room | null> {
    const open = this.#rooms.get(roomId)
    if (open) return open.room
    const opening =
      this.#opening.get(roomId) ?? this.#load(roomId).finally(() => this.#opening.delete(roomId))
    this.#opening.set(roomId, opening)
    return opening
  }

  /** Which room a code leads to; null if to none. Rejects when the store cannot be read. */
  async find(code: RoomCode): Promise<RoomId | null> {
    return this.#byCode.get(code) ?? this.#options.store.findRoom(code)
  }

  /** The code that led to an open room, so that the next one who comes by it is spared the reading. */
  remember(code: RoomCode, roomId: RoomId): void {
    const open = this.#rooms.get(roomId)
    if (!open || open.code === code) return
    open.code = code
    this.#byCode.set(code, roomId)
  }

  /** This code leads nowhere any more. */
  forgetCode(code: RoomCode): void {
    const roomId = this.#byCode.get(code)
    const open = roomId && this.#rooms.get(roomId)
    if (open) open.code = null
    this.#byCode.delete(code)
  }

  /** Makes a durable change; answers when it is on disk and the room was told (D1). */
  change(change: Change, settle: (settled: Settled) => void): void {
    this.#commits.submit(change, settle)
  }

  /** The same, to wait for. */
  changed(change: Change): Promise<Settled> {
    return new Promise((resolve) => this.#commits.submit(change, resolve))
  }

  /** The store has this room no more. Who is in it here is told. */
  deleted(roomId: RoomId): void {
    if (!this.#rooms.has(roomId)) return
    this.#options.deleted?.(roomId)
    this.#putAway(roomId)
  }

  /** Puts every room away. Who is in one has to come back. */
  forget(): void {
    for (const roomId of [...this.#rooms.keys()]) this.#putAway(roomId)
  }

  /** Somebody writes, or stopped: all others in the room hear of it, on whatever node, or miss it. */
  tellTyping(room: Room, { memberId, name }: MemberRecord, isTyping: boolean): void {
    const event = encodeForDelivery({ type: 'typing', roomId: room.roomId, memberId, name, isTyping })
    room.whisper(event, (listener) => listener.memberId === memberId)
    if (this.#gossip)
      this.#options.broker.publish({
        kind: 'typing',
        roomId: room.roomId,
        memberId,
        encodedEvent: event.text,
      })
  }

  /** Somebody has seen a room up to here. Nobody else hears of it, their own other connections do, on whatever node. */
  markRead(room: Room, connection: RoomConnection, upTo: Sequence): void {
    const me = room.memberOf(connection)
    const seen = Math.min(upTo, room.head)
    if (!me || seen <= this.lastReads.of(room.roomId, connection.tokenHash)) return
    this.lastReads.mark({ roomId: room.roomId, tokenHash: connection.tokenHash, upTo: seen })
    room.tellRead(me.memberId, seen, connection)
    if (this.#gossip)
      this.#options.broker.publish({ kind: 'read', roomId: room.roomId, memberId: me.memberId, upTo: seen })
  }

  /** Tells the other nodes that this one ends, and that its people are about to come to them. */
  leaveOthers(): void {
    this.#gossip?.leave()
  }

  /** Resolves when every change taken so far is settled and told. */
  async idle(): Promise<void> {
    await this.#commits.idle()
    await this.lastReads.idle()
    for (const { room } of this.#rooms.values()) room.flush()
  }

  /** Resolves when every change taken so far is settled; no repair or timer goes on after it. */
  async close(): Promise<void> {
    await this.#commits.idle()
    await this.lastReads.idle()
    this.lastReads.close()
    this.#cancelTidy()
    this.#sweep?.close()
    this.#gossip?.close()
    this.forget()
  }

  async #load(roomId: RoomId): Promise<Room | null> {
    const head = (await this.#options.store.readHeads([roomId])).get(roomId)
    return head ? this.#add(roomId, head) : null
  }

  #add(roomId: RoomId, head: Head): Room {
    const { store, broker, clock, counters, loopBusy, others } = this.#options
    const isTold = () => others !== null && broker.isConnected
    const room = new Room(roomId, head, {
      store,
      clock,
      counters,
      loopBusy,
      isTold,
      gossip: this.#gossip,
      lastReads: this.lastReads,
    })
    const unsubscribe = broker.subscribe(roomId, {
      hear: (signal) => this.#hear(room, signal),
      ready: () => {
        this.#sweep?.soon(roomId)
        room.attendance.ask()
      },
    })
    this.#rooms.set(roomId, { room, unsubscribe, code: null })
    return room
  }

  #hear(room: Room, signal: RoomSignal): void {
    switch (signal.kind) {
      case 'doorbell':
        return this.#receive(room, spanFromDoorbell(signal))
      case 'typing':
        room.whisper({ text: signal.encodedEvent }, ({ memberId }) => memberId === signal.memberId)
        return
      case 'read':
        return room.tellRead(signal.memberId, signal.upTo)
      case 'presence':
        return this.#gossip?.hear(room.attendance, signal)
      case 'who-is-here':
        return room.attendance.asked(signal)
    }
  }

  #receive(room: Room, received: EncodedSpan): void {
    const { code } = this.#rooms.get(room.roomId) ?? {}
    for (const record of received.span.records)
      if (code && record.kind === 'room' && record.code !== code) this.forgetCode(code)
    room.receive(received)
  }

  #joinGossip(self: NonNullable<RoomsOptions['others']>): Gossip {
    const { broker, clock, log } = this.#options
    const rooms = this.#rooms
    return new Gossip({
      ...self,
      broker,
      clock,
      log,
      find: (roomId) => rooms.get(roomId)?.room.attendance ?? null,
      *all() {
        for (const { room } of rooms.values()) yield room.attendance
      },
    })
  }

  #committed({ roomId, records }: RoomCommit): void {
    const room = this.get(roomId)
    // A room nobody is in on this node was opened before its change, so its epoch is known; a room just made has no listener anywhere.
    if (!room) return
    for (const span of spansOfCommit(roomId, room.epoch, records)) {
      const encoded = encodeForDelivery(span)
      this.#receive(room, { span, encoded })
      const { epoch, after, upTo } = span
      this.#options.broker.publish({
        kind: 'doorbell',
        roomId,
        epoch,
        after,
        upTo,
        encodedSpan: encoded.text,
      })
    }
    // Whoever is here comes first.
    this.#options.calls?.committed(roomId, records)
  }

  /** A room that the store has in another epoch tells people of a history that is no more, and so may all others. */
  #saw(roomId: RoomId, head: Head): void {
    const room = this.get(roomId)
    if (room && room.epoch !== head.epoch) this.#options.outdated()
    else room?.sawHead(head)
  }

  /** Whoever wrote it may not have told this node, so what is above the room's head is read at once. */
  #found({ roomId, records }: RoomCommit): void {
    const room = this.get(roomId)
    room?.sawHead({ epoch: room.epoch, head: Math.max(...records.map(({ version }) => version)) })
  }

  #putAway(roomId: RoomId): void {
    const open = this.#rooms.get(roomId)
    open?.room.close()
    open?.unsubscribe()
    if (open?.code) this.#byCode.delete(open.code)
    this.#rooms.delete(roomId)
  }

  #scheduleTidy(): void {
    this.#cancelTidy = this.#options.clock.after(TIDY_MS, () => {
      // Who is there has to be known as long as somebody may be called who is not.
      for (const [roomId, { room }] of this.#rooms)
        if (room.isOver && !this.#options.calls?.isWatching(roomId)) this.#putAway(roomId)
        else room.attendance.tidy()
      this.#scheduleTidy()
    })
  }
}

/** Another node's span: its bounds are the doorbell's, its records are in its text. */
function spanFromDoorbell({ roomId, epoch, after, upTo, encodedSpan }: Doorbell): EncodedSpan {
  const { records } = JSON.parse(encodedSpan) as Span
  return { span: { type: 'span', roomId, epoch, after, upTo, records }, encoded: { text: encodedSpan } }
}

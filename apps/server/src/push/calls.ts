import type { ConfabRecord, MemberId, RoomId } from '@confab/protocol'
import { mentionsIn } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import {
  PUSH_ADDRESSED_READ_MAX,
  PUSH_CALLED_MAX,
  PUSH_CALLS_REMEMBERED_MAX,
  PUSH_GOODBYE_MS,
  PUSH_LISTENERS_READ_MAX,
  PUSH_ROOMS_LOOKED_MAX,
  PUSH_ROOMS_WATCHED_MAX,
  PUSH_TICK_MS,
} from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { RoomCalls } from '../rooms/rooms.ts'
import type { AttentionTable, Listener, PushSubscription } from '../store/attention-table.ts'
import { StoreUnavailable } from '../store/store.ts'
import { addressedBy, type Burst, type Call, callFor, type NoteSaid } from './notes.ts'
import { WatchedRoom } from './watched-room.ts'

/** What calling people stands on. */
export type CallsOptions = {
  table: Pick<AttentionTable, 'readListened' | 'readListeners' | 'readSubjects'>
  clock: Clock
  log: Log
  counters: Counters
  /** Whether somebody has a connection in the room, on whatever node. */
  isHere(roomId: RoomId, memberId: MemberId): boolean
  /** Hands a note over to be sent to one browser; it never waits. */
  send(subscription: PushSubscription, note: NoteSaid): void
}

/**
 * Calls people who are away for what is posted by way of this node. Commits only leave a note in memory; who is to be called is found out
 * later, room by room, and what it finds is handed over and forgotten. So it can neither slow nor fail a post (D11), and what a node
 * had in mind when it was killed is lost.
 */
export class Calls implements RoomCalls {
  readonly #options: CallsOptions
  readonly #rooms = new Map<RoomId, WatchedRoom>()
  /** Who was called when, the one of longest ago first. */
  readonly #calls = new Map<string, Call>()
  #cancelTick: (() => void) | null = null
  #looking: Promise<void> | null = null
  #isClosed = false

  constructor(options: CallsOptions) {
    this.#options = options
  }

  /** Rooms that are kept in mind. */
  get watchedCount(): number {
    return this.#rooms.size
  }

  /** Whether there may be somebody to call from this room, so that it has to be known who is there. */
  isWatching(roomId: RoomId): boolean {
    return this.#rooms.has(roomId)
  }

  /** A commit of this node brought these records. */
  committed(roomId: RoomId, records: readonly ConfabRecord[]): void {
    for (const record of records) {
      // What has a later version than its place was there before.
      if (record.kind !== 'message' || record.version !== record.sequence || this.#isClosed) continue
      const room = this.#rooms.get(roomId) ?? this.#watch(roomId)
      if (!room) return
      room.posted(record, this.#options.clock.monotonic())
    }
  }

  /** Looks at once for everything that is in mind, for soon nothing of it will be; takes no longer than a push may. */
  async finish(): Promise<void> {
    const { promise: isLate, resolve } = Promise.withResolvers<void>()
    const cancel = this.#options.clock.after(PUSH_GOODBYE_MS, resolve)
    await Promise.race([isLate, this.#finish()])
    cancel()
    this.forget()
  }

  /** Nobody is called for what is in mind now. */
  forget(): void {
    this.#rooms.clear()
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTick?.()
    this.forget()
  }

  async #finish(): Promise<void> {
    await this.#looking
    await this.#lookInto([...this.#rooms].slice(0, PUSH_ROOMS_LOOKED_MAX))
  }

  #watch(roomId: RoomId): WatchedRoom | null {
    if (this.#rooms.size >= PUSH_ROOMS_WATCHED_MAX) {
      this.#options.counters.pushes.unwatched += 1
      return null
    }
    const room = new WatchedRoom()
    this.#rooms.set(roomId, room)
    this.#tickLater()
    return room
  }

  #tickLater(): void {
    this.#cancelTick ??= this.#options.clock.after(PUSH_TICK_MS, () => {
      this.#cancelTick = null
      this.#tick()
      if (this.#rooms.size > 0 && !this.#isClosed) this.#tickLater()
    })
  }

  #tick(): void {
    // What is due meanwhile is looked at with the next tick: the store is asked for one room at a time.
    if (this.#looking) return
    const now = this.#options.clock.monotonic()
    const due: [RoomId, WatchedRoom][] = []
    for (const [roomId, room] of this.#rooms) {
      if (room.isOver(now)) this.#rooms.delete(roomId)
      else if (room.dueAt <= now && due.length < PUSH_ROOMS_LOOKED_MAX) due.push([roomId, room])
    }
    if (due.length === 0) return
    this.#looking = this.#lookInto(due).finally(() => {
      this.#looking = null
    })
  }

  /** Never rejects. */
  async #lookInto(due: readonly [RoomId, WatchedRoom][]): Promise<void> {
    const { table, log, clock } = this.#options
    try {
      const listened = new Set(await table.readListened(due.map(([roomId]) => roomId)))
      for (const [roomId, room] of due) {
        const now = clock.monotonic()
        if (!listened.has(roomId)) room.nobody(now)
        else {
          const { messageIds } = room
          room.looked(now)
          await this.#look(roomId, messageIds)
        }
      }
    } catch (error) {
      // A store that fails said so itself. Who was to be called may be with the next look, or is not.
      if (!(error instanceof StoreUnavailable)) log.error('calling-failed', errorFields(error))
      for (const [, room] of due) room.looked(clock.monotonic())
    }
  }

  async #look(roomId: RoomId, messageIds: Burst['messages'][number]['messageId'][]): Promise<void> {
    const burst = await this.#readBurst(roomId, messageIds)
    if (!burst || burst.messages.length === 0) return
    const called = new Set<MemberId>()
    const addressed = new Set(burst.messages.flatMap((message) => addressedBy(message, burst.authorOf)))
    const away = [...addressed].filter((memberId) => !this.#options.isHere(roomId, memberId))
    if (away.length > 0) {
      const memberIds = away.slice(0, PUSH_ADDRESSED_READ_MAX)
      const { listeners } = await this.#read(roomId, { level: 'mentions', memberIds })
      for (const listener of listeners) this.#call(burst, listener, 'mentions', called)
    }
    for (let after: number | null = 0; after !== null && called.size < PUSH_CALLED_MAX; ) {
      const asked = { level: 'all', after, limit: PUSH_LISTENERS_READ_MAX } as const
      const { listeners, next } = await this.#read(roomId, asked)
      for (const listener of listeners) this.#call(burst, listener, 'all', called)
      after = next
    }
  }

  #read(roomId: RoomId, asked: Parameters<AttentionTable['readListeners']>[1]) {
    return this.#options.table.readListeners(roomId, asked, this.#options.clock.now())
  }

  /** What the messages say by now, without those that were deleted. */
  async #readBurst(
    roomId: RoomId,
    messageIds: Burst['messages'][number]['messageId'][],
  ): Promise<Burst | null> {
    const { table } = this.#options
    const found = await table.readSubjects(roomId, { messageIds, memberIds: [] })
    if (!found) return null
    const messages = found.messages
      .filter(({ deletedAt }) => deletedAt === undefined)
      .sort((a, b) => a.sequence - b.sequence)
    const answered = messages.flatMap(({ replyTo }) => replyTo ?? [])
    const mentioned = [...new Set(messages.flatMap(({ body }) => mentionsIn(body)))]
    const memberIds = mentioned.slice(0, PUSH_ADDRESSED_READ_MAX)
    const around =
      answered.length + memberIds.length > 0
        ? await table.readSubjects(roomId, { messageIds: answered, memberIds })
        : null
    return {
      roomId,
      room: found.room,
      messages,
      authorOf: new Map(around?.messages.map(({ messageId, authorId }) => [messageId, authorId])),
      names: new Map(around?.members.map(({ memberId, name }) => [memberId, name])),
    }
  }

  #call(burst: Burst, listener: Listener, level: 'all' | 'mentions', called: Set<MemberId>): void {
    const { isHere, send, clock } = this.#options
    const { memberId } = listener
    if (called.size >= PUSH_CALLED_MAX || called.has(memberId) || isHere(burst.roomId, memberId)) return
    const key = `${burst.roomId} ${memberId}`
    const made = callFor(burst, listener, level, this.#calls.get(key) ?? null, clock.monotonic())
    if (!made) return
    called.add(memberId)
    this.#remember(key, made.call)
    for (const subscription of listener.subscriptions) send(subscription, made.note)
  }

  #remember(key: string, call: Call): void {
    this.#calls.delete(key)
    this.#calls.set(key, call)
    for (const oldest of this.#calls.keys()) {
      if (this.#calls.size <= PUSH_CALLS_REMEMBERED_MAX) break
      this.#calls.delete(oldest)
    }
  }
}

import {
  BODY_LENGTH_MAX,
  type Command,
  createIdentityToken,
  type FetchSummaries,
  type FillRandom,
  HEARTBEAT_MS,
  type Hello,
  type LeaveRoom,
  type MarkRead,
  type PostMessage,
  type Ref,
  type RefusalCode,
  type ResumeRoom,
  type RevokeToken,
  ROOMS_PER_CONNECTION_MAX,
  type RoomId,
  type RoomSummary,
  type SetTyping,
  SUMMARY_BODY_LENGTH_MAX,
} from '@confab/protocol'
import type { NodeSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import type { Sightings } from '../identities/sightings.ts'
import { hashToken } from '../identities/tokens.ts'
import type { Counters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Entrance } from '../rooms/entrance.ts'
import { type Refused, TokenRevoked, UNAVAILABLE_RETRY_MS } from '../rooms/refused.ts'
import { AskAgain, encodeForDelivery } from '../rooms/room-connection.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Stamps } from '../rooms/stamps.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import type { Attention } from './attention.ts'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import type { Conversation } from './conversation.ts'
import type { Doors } from './doors.ts'
import type { Erasing } from './erasing.ts'
import type { Leading } from './leading.ts'
import type { Ownership } from './ownership.ts'
import type { Revocations } from './revocations.ts'
import type { Searches } from './searches.ts'

/** What commands act on. */
export type DispatchOptions = {
  rooms: Rooms
  entrance: Entrance
  conversation: Conversation
  leading: Leading
  ownership: Ownership
  erasing: Erasing
  doors: Doors
  searches: Searches
  revocations: Revocations
  sightings: Sightings
  attention: Attention
  store: Store
  clock: Clock
  log: Log
  counters: Counters
  stamps: Stamps
  /** Says something to all other nodes; whether they hear it is not known. */
  tellNodes: (signal: NodeSignal) => void
  /** Bytes of the longest file; absent where there are none. */
  fileBytesMax?: number
  /** Characters of a message; as many as clients take, unless told. */
  bodyLengthMax?: number
  fillRandom?: FillRandom
}

/** Does what commands ask. Refusals are answers; anything thrown is a fault of ours and ends that one connection. */
export class Dispatch {
  readonly #options: DispatchOptions
  /** Rooms a connection asked for and is not in yet: they count, or fifty could be asked for again and again at once. */
  readonly #onTheWay = new WeakMap<Connection, Set<RoomId | symbol>>()
  #isDraining = false

  constructor(options: DispatchOptions) {
    this.#options = options
  }

  /** From now on whatever would be written is refused as `draining`. */
  drain(): void {
    this.#isDraining = true
  }

  /** One command of a connection that may give it. */
  run(connection: Connection, command: Command, connections: Connections): void {
    this.#options.counters.commands[command.type] += 1
    switch (command.type) {
      case 'hello':
        return this.#hello(connection, command, connections)
      case 'create-room':
        return this.#enter(connection, command, () =>
          this.#unlessDraining(() => this.#options.entrance.create(connection, command)),
        )
      case 'join-room':
        return this.#enter(connection, command, () =>
          this.#unlessDraining(() => this.#options.doors.join(connection, command)),
        )
      case 'ask-in':
      case 'withdraw-knock':
      case 'answer-knock':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#options.doors.run(connection, command)),
        )
      case 'fetch-knocks':
        return this.#answer(connection, command, () => this.#options.doors.run(connection, command))
      case 'resume-room':
        return this.#resume(connection, command)
      case 'leave-room':
        return this.#leave(connection, command)
      case 'clean-up':
      case 'change-code':
      case 'change-room':
      case 'change-settings':
      case 'set-role':
      case 'hand-over':
      case 'remove-member':
      case 'ban-member':
      case 'mute-member':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#options.leading.change(connection, command)),
        )
      case 'set-owner-code':
      case 'claim-room':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#options.ownership.run(connection, command)),
        )
      case 'erase-messages':
      case 'restore-messages':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#options.erasing.run(connection, command)),
        )
      case 'post-message':
        return this.#post(connection, command)
      case 'edit-message':
      case 'delete-message':
      case 'react':
      case 'pin-message':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#options.conversation.change(connection, command)),
        )
      case 'fetch-page':
      case 'fetch-place':
      case 'fetch-records':
      case 'fetch-edits':
      case 'fetch-reactors':
      case 'fetch-banned':
      case 'fetch-file-links':
        return this.#answer(connection, command, () => this.#options.conversation.fetch(connection, command))
      case 'search':
        return this.#answer(connection, command, () => this.#options.searches.run(connection, command))
      case 'fetch-summaries':
        return this.#answer(connection, command, () => this.#fetchSummaries(connection, command))
      case 'mark-read':
        return this.#markRead(connection, command)
      case 'set-typing':
        return this.#setTyping(connection, command)
      case 'fetch-attention':
        return this.#answer(connection, command, () => this.#options.attention.fetch(connection, command))
      case 'set-level':
      case 'set-ignored':
      case 'set-quiet':
      case 'subscribe-push':
      case 'unsubscribe-push':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#options.attention.change(connection, command)),
        )
      case 'revoke-token':
        return this.#answer(connection, command, () =>
          this.#unlessDraining(() => this.#revokeToken(connection, command)),
        )
      case 'alive':
        return connection.onAlive()
      case 'probe':
        return this.#done(connection, command.ref)
      default:
        return assertNever(command)
    }
  }

  #hello(connection: Connection, hello: Hello, connections: Connections): void {
    const token = hello.token ?? createIdentityToken(this.#options.fillRandom)
    const tokenHash = hashToken(token)
    if (this.#options.revocations.isKnown(tokenHash)) return connection.close(4401)
    const greeted = { tokenHash, tabId: hello.tabId, at: this.#options.stamps.next() }
    connection.greet(greeted)
    this.#options.sightings.see(tokenHash, connection.label)
    connections.takeOver(connection)
    // Who is new has no line anywhere else.
    if (hello.token !== null) this.#options.tellNodes({ kind: 'take-over', ...greeted })
    const { fileBytesMax } = this.#options
    connection.deliver(
      encodeForDelivery({
        type: 'welcome',
        token: hello.token === null ? token : null,
        serverTime: this.#options.clock.now(),
        heartbeatMs: HEARTBEAT_MS,
        bodyLengthMax: this.#options.bodyLengthMax ?? BODY_LENGTH_MAX,
        ...(fileBytesMax !== undefined && { fileBytesMax }),
      }),
    )
    for (const room of hello.resume) this.#resume(connection, room)
  }

  #resume(connection: Connection, command: Omit<ResumeRoom, 'type'>): void {
    this.#enter(connection, command, () => this.#options.entrance.resume(connection, command))
  }

  /** Entering adds a room to the connection, unless it is in it and only catches up. */
  #enter(
    connection: Connection,
    command: { ref: Ref; roomId?: RoomId },
    run: () => Promise<Refused | null>,
  ): void {
    const onTheWay = this.#onTheWay.get(connection) ?? new Set()
    // A code says nothing yet about which room it is, so every join counts for itself.
    const room = command.roomId ?? Symbol('a room by its code')
    const rooms = new Set<RoomId | symbol>([...connection.rooms.keys(), ...onTheWay])
    this.#answer(connection, command, async () => {
      if (!rooms.has(room) && rooms.size >= ROOMS_PER_CONNECTION_MAX) return { code: 'too-many-rooms' }
      this.#onTheWay.set(connection, onTheWay.add(room))
      return run().finally(() => {
        onTheWay.delete(room)
        // Kept no longer than there is a way: most connections enter once, and then stay for hours.
        if (onTheWay.size === 0) this.#onTheWay.delete(connection)
      })
    })
  }

  /** A drain waits for all that was taken, so as long as more were taken it would not end. */
  async #unlessDraining(run: () => Promise<Refused | null>): Promise<Refused | null> {
    return this.#isDraining ? { code: 'draining', retryAfterMs: UNAVAILABLE_RETRY_MS } : run()
  }

  #leave(connection: Connection, { ref, roomId }: LeaveRoom): void {
    connection.rooms.get(roomId)?.leave(connection, 'left')
    this.#done(connection, ref)
  }

  async #revokeToken(connection: Connection, { ref }: RevokeToken): Promise<null> {
    const { revocations } = this.#options
    const { tokenHash } = connection
    await revocations.revoke(tokenHash)
    this.#done(connection, ref)
    revocations.learn([tokenHash])
    return null
  }

  #post(connection: Connection, command: PostMessage): void {
    const { roomId, messageId } = command
    this.#options.conversation.post(connection, command, this.#isDraining, (refused) => {
      this.#options.counters.refusals[refused.code] += 1
      connection.deliver(encodeForDelivery({ type: 'post-refusal', roomId, messageId, ...refused }))
    })
  }

  async #fetchSummaries(connection: Connection, { ref, rooms }: FetchSummaries): Promise<null> {
    const { tokenHash } = connection
    const { lastReads } = this.#options.rooms
    // What was seen a moment ago counts, whether or not the store was told.
    const asked = rooms.map(({ roomId, after }) => {
      return { roomId, after: Math.max(after ?? 0, lastReads.of(roomId, tokenHash)) }
    })
    const summaries = await this.#options.store.readSummaries(tokenHash, asked)
    const told = summaries.map((summary) => {
      const lastRead = Math.max(summary.lastRead, lastReads.of(summary.roomId, tokenHash))
      return { ...shortened(summary), lastRead }
    })
    connection.deliver(encodeForDelivery({ type: 'summaries', ref, rooms: told }))
    return null
  }

  #markRead(connection: Connection, { roomId, upTo }: MarkRead): void {
    const room = this.#options.rooms.get(roomId)
    if (room) this.#options.rooms.markRead(room, connection, upTo)
  }

  #setTyping(connection: Connection, { roomId, isTyping }: SetTyping): void {
    const room = this.#options.rooms.get(roomId)
    const me = room?.memberOf(connection)
    if (room && me) this.#options.rooms.tellTyping(room, me, isTyping)
  }

  #done(connection: Connection, ref: Ref): void {
    connection.deliver(encodeForDelivery({ type: 'done', ref }))
  }

  /** Runs what answers by itself, or comes back with a refusal to send. */
  #answer(connection: Connection, { ref }: { ref: Ref }, run: () => Promise<Refused | null>): void {
    const refuse = (refused: Refused) => {
      this.#options.counters.refusals[refused.code] += 1
      connection.deliver(encodeForDelivery({ type: 'refusal', ref, ...refused }))
    }
    run().then(
      (refused) => {
        if (refused) refuse(refused)
      },
      (error: unknown) => {
        // This node may not have heard of it yet.
        if (error instanceof TokenRevoked) return this.#options.revocations.learn([error.tokenHash])
        const code = retryCodeOf(error)
        if (code !== null) return refuse({ code, retryAfterMs: UNAVAILABLE_RETRY_MS })
        this.#options.log.error('command-failed', errorFields(error))
        connection.close(1011)
      },
    )
  }
}

/** What thrown things that are no faults are refused as; null for a fault. */
function retryCodeOf(error: unknown): RefusalCode | null {
  if (error instanceof AskAgain) return 'busy'
  return error instanceof StoreUnavailable ? 'unavailable' : null
}

/** A list shows one line of the newest message, and fifty rooms of long ones would not fit a frame. */
function shortened(summary: RoomSummary): RoomSummary {
  const { latest } = summary
  if (!latest || latest.body.length <= SUMMARY_BODY_LENGTH_MAX) return summary
  const body = latest.body.slice(0, SUMMARY_BODY_LENGTH_MAX).toWellFormed()
  return { ...summary, latest: { ...latest, body } }
}

function assertNever(value: never): never {
  throw new Error(`unhandled command: ${typeof value}`)
}

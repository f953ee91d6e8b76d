import {
  can,
  ERASED_KEPT_MS,
  type EraseMessages,
  type MemberId,
  type MessageId,
  type RestoreMessages,
  type RoomId,
  type Sequence,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { ERASE_MAX, ERASE_STEP_MAX, ERASINGS, ERASINGS_AT_ONCE_MAX } from '../limits.ts'
import { type Bucket, fullBucket, takeToken } from '../rooms/rate-limit.ts'
import { type Refused, refusedBy, UNAVAILABLE_RETRY_MS, whyRefused } from '../rooms/refused.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Found } from '../search/result.ts'
import type { Store } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** A step of erasing, newest first: what it is about, and where the next one goes on. */
type Step = { messageIds: MessageId[]; next: Sequence | null }

/**
 * Messages that leaders erase many at a time, and bring back. In steps, so that nobody waits behind thousands, and with bounds of its own, since
 * whoever makes a room leads it (D10).
 */
export class Erasing {
  readonly #options: { rooms: Rooms; store: Store; clock: Clock }
  readonly #buckets = new WeakMap<Connection, Bucket>()
  /** Where it goes on. */
  readonly #at = new Set<RoomId>()

  constructor(options: { rooms: Rooms; store: Store; clock: Clock }) {
    this.#options = options
  }

  /** Answers `done` by itself. */
  async run(connection: Connection, command: EraseMessages | RestoreMessages): Promise<Refused | null> {
    const me = this.#options.rooms.get(command.roomId)?.memberOf(connection) ?? null
    if (!can(me, 'erase-messages') || !me) return { code: 'forbidden' }
    const bucket = this.#buckets.get(connection) ?? fullBucket(ERASINGS)
    const taken = takeToken(ERASINGS, bucket, this.#options.clock.monotonic())
    this.#buckets.set(connection, taken.bucket)
    if (!taken.ok) return { code: 'rate-limited', retryAfterMs: taken.retryAfterMs }
    if (this.#at.has(command.roomId) || this.#at.size >= ERASINGS_AT_ONCE_MAX)
      return { code: 'busy', retryAfterMs: UNAVAILABLE_RETRY_MS }
    this.#at.add(command.roomId)
    try {
      const refused =
        command.type === 'erase-messages'
          ? await this.#erase(connection, command, me.memberId)
          : await this.#restore(command, me.memberId)
      if (!refused) connection.deliver(encodeForDelivery({ type: 'done', ref: command.ref }))
      return refused
    } finally {
      this.#at.delete(command.roomId)
    }
  }

  async #erase(connection: Connection, command: EraseMessages, memberId: MemberId): Promise<Refused | null> {
    const { store } = this.#options
    const { roomId, of, since, until } = command
    const query = {
      needles: [],
      from: of === 'everybody' || of === 'newcomers' ? null : { memberId: of },
      after: since,
      before: until,
      hasFile: false,
      hasLink: false,
    }
    let before: Sequence | null = null
    let erased = 0
    do {
      if (erased >= ERASE_MAX) return { code: 'busy', retryAfterMs: 0 }
      const asked = { query, before, limit: ERASE_STEP_MAX }
      const found: Found | null = await store.search(roomId, asked, connection.tokenHash)
      if (!found) return whyRefused(store, connection.tokenHash, roomId)
      const step: Step | null = await this.#stepOf(connection, command, found)
      if (!step) return whyRefused(store, connection.tokenHash, roomId)
      const refused = await this.#change('erase-messages', {
        roomId,
        memberId,
        messageIds: step.messageIds,
        ...(query.from && { of: query.from.memberId }),
      })
      if (refused) return refused
      erased += step.messageIds.length
      before = step.next
    } while (before !== null)
    return null
  }

  async #stepOf(
    { tokenHash }: Connection,
    { roomId, of, since }: EraseMessages,
    { results, next }: Found,
  ): Promise<Step | null> {
    if (of !== 'newcomers') return { messageIds: results.map(({ messageId }) => messageId), next }
    const memberIds = [...new Set(results.map(({ authorId }) => authorId))]
    const read = await this.#options.store.readRecords(roomId, { messageIds: [], memberIds }, tokenHash)
    if (!read) return null
    const newcomers = new Set<MemberId>()
    for (const one of read.records)
      if (one.kind === 'member' && one.joinedAt >= since && one.role !== 'owner' && one.role !== 'moderator')
        newcomers.add(one.memberId)
    const theirs = results.filter(({ authorId }) => newcomers.has(authorId))
    return { messageIds: theirs.map(({ messageId }) => messageId), next }
  }

  async #restore({ roomId, above }: RestoreMessages, memberId: MemberId): Promise<Refused | null> {
    const { store, clock } = this.#options
    for (;;) {
      const after = clock.now() - ERASED_KEPT_MS
      const asked = { erasedBy: memberId, above, after, limit: ERASE_STEP_MAX }
      const messageIds = await store.erased.readErased(roomId, asked)
      const refused = await this.#change('restore-messages', { roomId, memberId, messageIds })
      // What was brought back is not erased any more, so the next to read are others.
      if (refused || messageIds.length < ERASE_STEP_MAX) return refused
    }
  }

  async #change(
    kind: 'erase-messages' | 'restore-messages',
    change: { roomId: EraseMessages['roomId']; memberId: MemberId; messageIds: MessageId[]; of?: MemberId },
  ): Promise<Refused | null> {
    if (change.messageIds.length === 0) return null
    const { rooms, clock } = this.#options
    return refusedBy(await rooms.changed({ kind, ...change, at: clock.now() }))
  }
}

import type { Search } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { SEARCHES, SEARCHES_WAITING_MAX } from '../limits.ts'
import { type Bucket, fullBucket, takeToken } from '../rooms/rate-limit.ts'
import { type Refused, UNAVAILABLE_RETRY_MS, whyRefused } from '../rooms/refused.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { parseQuery } from '../search/query.ts'
import type { Store } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** What searches come to. They cost more than anything else that is asked for, so they have bounds of their own (D10). */
export class Searches {
  readonly #options: { rooms: Rooms; store: Store; clock: Clock }
  readonly #buckets = new WeakMap<Connection, Bucket>()
  #waiting = 0

  constructor(options: { rooms: Rooms; store: Store; clock: Clock }) {
    this.#options = options
  }

  /** Answers with what was found, if the room is one the connection is in. */
  async run(connection: Connection, command: Search): Promise<Refused | null> {
    const { ref, roomId, limit } = command
    const { rooms, store, clock } = this.#options
    const room = rooms.get(roomId)
    if (!room?.memberOf(connection)) return { code: 'not-found' }
    const bucket = this.#buckets.get(connection) ?? fullBucket(SEARCHES)
    const taken = takeToken(SEARCHES, bucket, clock.monotonic())
    this.#buckets.set(connection, taken.bucket)
    if (!taken.ok) return { code: 'rate-limited', retryAfterMs: taken.retryAfterMs }
    if (this.#waiting >= SEARCHES_WAITING_MAX) return { code: 'busy', retryAfterMs: UNAVAILABLE_RETRY_MS }
    const query = parseQuery(command.query, command.timeZone)
    this.#waiting += 1
    try {
      const asked = { query, before: command.before ?? null, limit }
      const found = await store.search(roomId, asked, connection.tokenHash)
      if (!found) return await whyRefused(store, connection.tokenHash, roomId)
      connection.deliver(encodeForDelivery({ type: 'search-results', ref, roomId, ...found }))
      return null
    } finally {
      this.#waiting -= 1
    }
  }
}

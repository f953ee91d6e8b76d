import type {
  FetchAttention,
  SetIgnored,
  SetLevel,
  SetQuiet,
  SubscribePush,
  UnsubscribePush,
} from '@confab/protocol'
import type { Broker } from '../broker/broker.ts'
import type { Clock } from '../clock.ts'
import {
  ATTENTION_CHANGES,
  ATTENTION_TOLD_MS,
  IGNORED_MAX,
  LEVELS_MAX,
  PUSH_ROOMS_MAX,
  PUSH_SUBSCRIPTIONS_MAX,
} from '../limits.ts'
import type { Push } from '../push/push.ts'
import { type Bucket, fullBucket, takeToken } from '../rooms/rate-limit.ts'
import type { Refused } from '../rooms/refused.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import type { Store, TokenHash } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** What attention stands on. `connections` goes through those of this node. */
export type AttentionOptions = {
  store: Pick<Store, 'attention'>
  broker: Broker
  clock: Clock
  isAlone: boolean
  /** Null where there is no push. */
  push: Pick<Push, 'publicKey' | 'accepts'> | null
  connections(): Iterable<Connection>
}

type AttentionChange = SetLevel | SetIgnored | SetQuiet | SubscribePush | UnsubscribePush

/**
 * What people want to be called for: kept in the store, and told to their other connections, on whatever node. That may get lost, and a
 * client asks again with its next connection.
 */
export class Attention {
  readonly #options: AttentionOptions
  readonly #stopListening: () => void
  /** Whose connections are to be told, but for the one it came from. */
  readonly #toTell = new Map<TokenHash, Connection | null>()
  readonly #buckets = new WeakMap<Connection, Bucket>()
  #cancelTelling: (() => void) | null = null

  constructor(options: AttentionOptions) {
    this.#options = options
    this.#stopListening = options.broker.listen((signal) => {
      if (signal.kind === 'attention') this.#tellSoon(signal.tokenHash, null)
    })
  }

  /** Answers what this identity wants to be called for. */
  async fetch(connection: Connection, { ref }: FetchAttention): Promise<null> {
    connection.deliver(
      encodeForDelivery({ type: 'attention', ref, ...(await this.#read(connection.tokenHash)) }),
    )
    return null
  }

  /** Makes a change; `done` when it is on disk. */
  async change(connection: Connection, command: AttentionChange): Promise<Refused | null> {
    const taken = takeToken(
      ATTENTION_CHANGES,
      this.#buckets.get(connection) ?? fullBucket(ATTENTION_CHANGES),
      this.#options.clock.monotonic(),
    )
    this.#buckets.set(connection, taken.bucket)
    if (!taken.ok) return { code: 'rate-limited', retryAfterMs: taken.retryAfterMs }
    const refused = await this.#write(connection.tokenHash, command)
    if (refused) return refused
    connection.deliver(encodeForDelivery({ type: 'done', ref: command.ref }))
    this.#tellSoon(connection.tokenHash, connection)
    const { isAlone, broker } = this.#options
    if (!isAlone) broker.broadcast({ kind: 'attention', tokenHash: connection.tokenHash })
    return null
  }

  close(): void {
    this.#stopListening()
    this.#cancelTelling?.()
  }

  async #write(tokenHash: TokenHash, command: AttentionChange): Promise<Refused | null> {
    const { store, clock, push } = this.#options
    const table = store.attention
    switch (command.type) {
      case 'set-level': {
        const outcome = await table.setLevel(tokenHash, command.roomId, command.level, LEVELS_MAX)
        return outcome === 'done' ? null : { code: outcome }
      }
      case 'set-ignored': {
        const outcome = await table.setIgnored(tokenHash, command.roomId, command, IGNORED_MAX)
        return outcome === 'done' ? null : { code: outcome }
      }
      case 'set-quiet':
        return (await table.setQuiet(tokenHash, command.until)) ? null : { code: 'forbidden' }
      case 'subscribe-push': {
        const { endpoint, p256dh, auth, language } = command
        if (!push) return { code: 'forbidden' }
        if (!push.accepts(command)) return { code: 'invalid' }
        const bounds = { at: clock.now(), limit: PUSH_SUBSCRIPTIONS_MAX, roomsMax: PUSH_ROOMS_MAX }
        const isKept = await table.subscribe(tokenHash, { endpoint, p256dh, auth, language }, bounds)
        return isKept ? null : { code: 'forbidden' }
      }
      case 'unsubscribe-push':
        await table.unsubscribe(tokenHash, command.endpoint)
        return null
    }
  }

  async #read(tokenHash: TokenHash) {
    const { store, push } = this.#options
    const [state, pushKey] = await Promise.all([store.attention.read(tokenHash), push?.publicKey() ?? null])
    const { ignored, ...rest } = state
    return { pushKey, ...rest, ...(ignored.length > 0 ? { ignored } : {}) }
  }

  #tellSoon(tokenHash: TokenHash, from: Connection | null): void {
    const before = this.#toTell.get(tokenHash)
    // Where two changed something, each has to hear of the other.
    this.#toTell.set(tokenHash, before === undefined || before === from ? from : null)
    // One look through all connections for everything of a moment, however many people change how much.
    this.#cancelTelling ??= this.#options.clock.after(ATTENTION_TOLD_MS, () => {
      this.#cancelTelling = null
      this.#tell()
    })
  }

  #tell(): void {
    const toTell = new Map(this.#toTell)
    this.#toTell.clear()
    const listeners = new Map<TokenHash, Connection[]>()
    for (const connection of this.#options.connections()) {
      const tokenHash = connection.greeted?.tokenHash
      if (tokenHash === undefined || !toTell.has(tokenHash) || toTell.get(tokenHash) === connection) continue
      listeners.set(tokenHash, [...(listeners.get(tokenHash) ?? []), connection])
    }
    for (const [tokenHash, connections] of listeners)
      this.#read(tokenHash).then(
        (state) => {
          const event = encodeForDelivery({ type: 'attention', ...state })
          for (const connection of connections) connection.whisper(event)
        },
        // A store that cannot be read said so itself, and they ask with their next connection.
        () => {},
      )
  }
}

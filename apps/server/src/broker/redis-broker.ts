import { createId } from '@confab/protocol'
import { type Clock, systemClock } from '../clock.ts'
import {
  BROKER_RETRY_MS_FIRST,
  BROKER_RETRY_MS_MAX,
  SIGNAL_AGE_MS_MAX,
  SIGNAL_LENGTH_MAX,
  SIGNALS_WAITING_LENGTH_MAX,
} from '../limits.ts'
import type { Counters, SignalDrop, SignalRefusal } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Broker } from './broker.ts'
import { decodeNodeSignal, decodeRoomSignal, encodeSignal } from './encoded-signal.ts'
import {
  createSeal,
  echoChannel,
  nodesChannel,
  opened,
  roomChannel,
  roomOfChannel,
  type Seal,
  sealed,
} from './envelope.ts'
import { Listeners } from './listeners.ts'
import { openRedisLine, type RedisLine } from './redis-line.ts'
import { RoomSubscriptions, type SubscribingLine } from './room-subscriptions.ts'
import type { NodeId, NodeSignal, RoomSignal } from './signals.ts'

/** How long a node that goes lets Redis take its last words, in milliseconds. */
const GOODBYE_MS = 500

/** What a broker over Redis takes. */
export type RedisBrokerOptions = {
  /** redis:// or rediss://, of a Redis or a Valkey. */
  url: string
  /** What all nodes know and Redis does not: whoever has it may put words into rooms. */
  key: Uint8Array
  log: Log
  counters: Counters
  clock?: Clock
  nodeId?: NodeId
  random?: () => number
}

/**
 * A broker over Redis, which carries words and keeps nothing: PUBLISH and SUBSCRIBE are all it is asked for, so that it may be empty,
 * full, evicting, read-only or new at any time. Not the sharded kind, which only a client that follows a cluster's
 * slots can use; in a cluster, any one node serves, and the cluster carries the words on. It connects in the background for as long
 * as it takes: a node starts, and serves, without Redis.
 *
 * Only nodes have the key, so nobody else can say anything. Who may write to Redis can still say again what a node once said. A doorbell
 * that comes twice is dropped by its sequence or epoch, a revoked token stays revoked, a take-over and a node's life have stamps, and
 * presence has numbers. Typing and failed look-ups have nothing of that, and are not taken once they are a minute old.
 */
export async function createRedisBroker(options: RedisBrokerOptions): Promise<Broker> {
  // 90 ms and 30 MiB that a node alone is spared.
  const { createClient } = await import('@redis/client')
  return new RedisBroker(options, createClient)
}

type CreateClient = Parameters<typeof openRedisLine>[0]['createClient']

/** Whether this node could tell the others, as far as the log has it. */
type Turn =
  | { name: 'starting' }
  | { name: 'up'; since: number }
  | { name: 'away'; since: number; dropped: number }

class RedisBroker implements Broker {
  readonly #options: RedisBrokerOptions
  readonly #createClient: CreateClient
  readonly #clock: Clock
  readonly #seal: Seal
  readonly #nodeId: NodeId
  readonly #rooms: RoomSubscriptions
  readonly #nodes = new Listeners<'all', NodeSignal>()
  /** One that is proven; the one that is being opened is nobody's yet. */
  #line: RedisLine | null = null
  #opening: RedisLine | null = null
  #turn: Turn = { name: 'starting' }
  #attempts = 0
  #isClosed = false
  #cancelRetry = () => {}

  constructor(options: RedisBrokerOptions, createClient: CreateClient) {
    this.#options = options
    this.#createClient = createClient
    this.#clock = options.clock ?? systemClock
    this.#seal = createSeal(options.key)
    this.#nodeId = options.nodeId ?? createId<NodeId>()
    this.#rooms = new RoomSubscriptions({
      channelOf: (roomId) => roomChannel(this.#seal, roomId),
      failed: (error) => options.log.error('hearing-failed', errorFields(error)),
      refused: (line, error) => this.#giveUp(line, error),
    })
    this.#open()
  }

  get isConnected(): boolean {
    return this.#turn.name === 'up'
  }

  publish(signal: RoomSignal): void {
    this.#tell(roomChannel(this.#seal, signal.roomId), signal)
  }

  broadcast(signal: NodeSignal): void {
    this.#tell(nodesChannel(this.#seal), signal)
  }

  subscribe: Broker['subscribe'] = (roomId, listener) =>
    this.#isClosed ? () => {} : this.#rooms.add(roomId, listener)

  listen: Broker['listen'] = (listener) => this.#nodes.add('all', listener)

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#cancelRetry()
    this.#rooms.close()
    this.#nodes.clear()
    this.#opening?.end()
    const line = this.#line
    if (line) await this.#lastWords(line)
    line?.end()
    this.#line = null
    this.#turn = { name: 'starting' }
  }

  #tell(channel: string, signal: RoomSignal | NodeSignal): void {
    if (this.#isClosed) return
    const line = this.#line
    if (!line) return this.#drop('away')
    const message = sealed(this.#seal, channel, this.#nodeId, this.#clock.now(), encodeSignal(signal))
    if (message.length > SIGNAL_LENGTH_MAX) return this.#drop('too-long')
    if (line.waitingLength + message.length > SIGNALS_WAITING_LENGTH_MAX) return this.#drop('full')
    line.publish(channel, message, (wasTaken) => {
      if (wasTaken) this.#options.counters.signalsPublished[signal.kind]++
      else this.#drop('failed')
    })
  }

  #drop(reason: SignalDrop): void {
    this.#options.counters.signalsDropped[reason]++
    if (this.#turn.name === 'away') this.#turn.dropped++
  }

  #hear(channel: string, message: string): void {
    if (message.length > SIGNAL_LENGTH_MAX) return this.#refuse('too-long')
    const envelope = opened(this.#seal, channel, this.#nodeId, message)
    if ('failed' in envelope) {
      if (envelope.failed !== 'own') this.#refuse(envelope.failed)
      return
    }
    const roomId = roomOfChannel(this.#seal, channel)
    const signal =
      roomId === null ? decodeNodeSignal(envelope.words) : decodeRoomSignal(roomId, envelope.words)
    if (typeof signal === 'string') return this.#refuse(signal)
    const ages = ['typing', 'look-up-failed', 'bar-address', 'well'].includes(signal.kind)
    // Also not of the future: what was recorded on a node whose clock was ahead would be good for long.
    if (ages && !(Math.abs(this.#clock.now() - envelope.at) <= SIGNAL_AGE_MS_MAX)) return this.#refuse('old')
    this.#options.counters.signalsHeard[signal.kind]++
    if ('roomId' in signal) return this.#rooms.tell(signal)
    try {
      this.#nodes.tell('all', signal)
    } catch (error) {
      this.#options.log.error('hearing-failed', errorFields(error))
    }
  }

  #refuse(reason: SignalRefusal): void {
    this.#options.counters.signalsRefused[reason]++
  }

  #open(): void {
    if (this.#isClosed) return
    const line: RedisLine = openRedisLine({
      createClient: this.#createClient,
      url: this.#options.url,
      echoChannel: echoChannel(this.#seal, this.#nodeId),
      clock: this.#clock,
      hear: (channel, message) => this.#hear(channel, message),
      lost: (error) => this.#lost(error),
      proven: () => {
        this.#opening = null
        this.#line = line
        Promise.all([line.subscribe([nodesChannel(this.#seal)]), this.#rooms.move(line)]).then(
          () => this.#line === line && this.#back(),
          (error: unknown) => this.#giveUp(line, error),
        )
      },
    })
    this.#opening = line
  }

  /** Redis refused to let a channel be heard. A line that was lost at the time has said so itself. */
  #giveUp(line: SubscribingLine, error: unknown): void {
    if (this.#line !== line) return
    this.#line.end()
    this.#lost(error)
  }

  #lost(error: unknown): void {
    this.#line = null
    this.#opening = null
    this.#rooms.lose()
    const now = this.#clock.monotonic()
    if (this.#turn.name === 'up' && now - this.#turn.since > BROKER_RETRY_MS_MAX) this.#attempts = 0
    if (this.#turn.name !== 'away') {
      this.#turn = { name: 'away', since: now, dropped: 0 }
      this.#options.log.warn('broker-lost', { ...errorFields(error), reason: reasonOf(error) })
    }
    this.#cancelRetry = this.#clock.after(this.#retryMs(), () => this.#open())
  }

  #back(): void {
    const now = this.#clock.monotonic()
    if (this.#turn.name === 'away') {
      const { since, dropped } = this.#turn
      this.#options.log.info('broker-back', { forMs: Math.round(now - since), dropped })
    }
    this.#turn = { name: 'up', since: now }
  }

  /** Full jitter, so that the nodes do not all come at once to a Redis that just started. */
  #retryMs(): number {
    const { random = Math.random } = this.#options
    const most = Math.min(BROKER_RETRY_MS_MAX, BROKER_RETRY_MS_FIRST * 2 ** Math.min(this.#attempts, 16))
    this.#attempts++
    return Math.ceil(most * random())
  }

  /** Resolves when Redis took what it was told, or shows that it will not. */
  #lastWords(line: RedisLine): Promise<void> {
    const until = this.#clock.monotonic() + GOODBYE_MS
    return new Promise((resolve) => {
      const look = () => {
        if (line.waitingLength === 0 || this.#clock.monotonic() >= until) resolve()
        else this.#clock.after(5, look)
      }
      look()
    })
  }
}

/** The word Redis begins an error with (`NOAUTH`, `WRONGPASS`, `NOPERM`), which is of its own making; what follows may quote a setting. */
function reasonOf(error: unknown): string | null {
  return error instanceof Error ? (/^[A-Z]{3,20}(?= )/.exec(error.message)?.[0] ?? null) : null
}

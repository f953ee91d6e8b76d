import type { RoomId } from '@confab/protocol'
import { SUBSCRIBE_CHANNELS_MAX } from '../limits.ts'
import type { RoomListener } from './broker.ts'
import type { RedisLine } from './redis-line.ts'
import type { RoomSignal } from './signals.ts'

/** What a line is asked for. */
export type SubscribingLine = Pick<RedisLine, 'subscribe' | 'unsubscribe'>

export type RoomSubscriptionsOptions = {
  channelOf: (roomId: RoomId) => string
  /** Somebody who listens could not cope. It is nobody else's fault, least of all the line's. */
  failed: (error: unknown) => void
  /** A room could not be asked for: the line is lost, or no use. */
  refused: (line: SubscribingLine, error: unknown) => void
}

/** That a room's channel was asked for on the present line, and whether it is heard already. */
type Asked = { isHeard: boolean }

/**
 * Who listens to which room, and what Redis was asked for because of it. Wishes of one turn of the loop go out together. Nothing waits
 * before a channel is given up: a room stays open for half a minute after the last one left, which is waiting enough.
 */
export class RoomSubscriptions {
  readonly #options: RoomSubscriptionsOptions
  readonly #listeners = new Map<RoomId, Set<{ listener: RoomListener }>>()
  readonly #asked = new Map<RoomId, Asked>()
  readonly #changed = new Set<RoomId>()
  #line: SubscribingLine | null = null
  #next: NodeJS.Immediate | null = null

  constructor(options: RoomSubscriptionsOptions) {
    this.#options = options
  }

  /** Listens until the returned function is called. */
  add(roomId: RoomId, listener: RoomListener): () => void {
    const listening = { listener }
    const all = this.#listeners.get(roomId) ?? new Set()
    this.#listeners.set(roomId, all.add(listening))
    if (this.#asked.get(roomId)?.isHeard)
      queueMicrotask(() => {
        if (all.has(listening) && this.#asked.get(roomId)?.isHeard) this.#ready(listening.listener)
      })
    else this.#look(roomId)
    return () => {
      all.delete(listening)
      if (all.size > 0 || this.#listeners.get(roomId) !== all) return
      this.#listeners.delete(roomId)
      this.#look(roomId)
    }
  }

  tell(signal: RoomSignal): void {
    for (const { listener } of this.#listeners.get(signal.roomId) ?? [])
      try {
        listener.hear(signal)
      } catch (error) {
        this.#options.failed(error)
      }
  }

  /** There is no line at present. */
  lose(): void {
    this.#line = null
    this.#asked.clear()
    this.#changed.clear()
  }

  /** Asks another line for everything. Resolves when it hears all that is listened to; rejects when it will not. */
  async move(line: SubscribingLine): Promise<void> {
    this.lose()
    this.#line = line
    for (const roomId of this.#listeners.keys()) this.#changed.add(roomId)
    await this.#ask()
  }

  close(): void {
    this.lose()
    this.#listeners.clear()
    if (this.#next) clearImmediate(this.#next)
  }

  #look(roomId: RoomId): void {
    const line = this.#line
    if (!line) return
    this.#changed.add(roomId)
    this.#next ??= setImmediate(() => {
      this.#ask().catch((error: unknown) => this.#options.refused(line, error))
    })
  }

  /** Brings what was asked for to what is wished. */
  async #ask(): Promise<void> {
    if (this.#next) clearImmediate(this.#next)
    this.#next = null
    const line = this.#line
    if (!line) return
    const fresh: RoomId[] = []
    const over: RoomId[] = []
    for (const roomId of this.#changed) {
      const isWished = this.#listeners.has(roomId)
      if (isWished && !this.#asked.has(roomId)) fresh.push(roomId)
      if (!isWished && this.#asked.delete(roomId)) over.push(roomId)
    }
    this.#changed.clear()
    if (over.length > 0) line.unsubscribe(over.map(this.#options.channelOf))
    const asking: Promise<void>[] = []
    for (let from = 0; from < fresh.length; from += SUBSCRIBE_CHANNELS_MAX)
      asking.push(this.#askFor(line, fresh.slice(from, from + SUBSCRIBE_CHANNELS_MAX)))
    await Promise.all(asking)
  }

  async #askFor(line: SubscribingLine, roomIds: RoomId[]): Promise<void> {
    const asked = roomIds.map((roomId) => {
      const one: Asked = { isHeard: false }
      this.#asked.set(roomId, one)
      return [roomId, one] as const
    })
    await line.subscribe(roomIds.map(this.#options.channelOf))
    for (const [roomId, one] of asked) {
      // It may have been given up meanwhile, and asked for again: then that will be answered, too.
      if (this.#asked.get(roomId) !== one) continue
      one.isHeard = true
      for (const { listener } of this.#listeners.get(roomId) ?? []) this.#ready(listener)
    }
  }

  #ready(listener: RoomListener): void {
    try {
      listener.ready()
    } catch (error) {
      this.#options.failed(error)
    }
  }
}

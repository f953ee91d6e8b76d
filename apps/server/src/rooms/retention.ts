import type { RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { EXPIRED_ROOMS_READ_MAX, RETENTION_SWEEP_MS } from '../limits.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Store } from '../store/store.ts'
import type { Rooms } from './rooms.ts'

/** What keeping no longer acts on. `expired`: files of messages are to be erased now. */
type RetentionOptions = {
  store: Pick<Store, 'readExpired'>
  rooms: Pick<Rooms, 'changed'>
  clock: Clock
  log: Log
  expired: () => void
}

/**
 * Erases what rooms keep no longer, again and again. Each step is a change of its room like any other, so everybody hears of it on every node; nodes may
 * do it at once, since what is gone already is no change. One that died leaves the rest to the next look.
 */
export class Retention {
  readonly #options: RetentionOptions
  #cancel = () => {}
  #running: Promise<void> | null = null
  #isClosed = false

  constructor(options: RetentionOptions) {
    this.#options = options
    this.#schedule()
  }

  /** Looks through all rooms now. Resolves when nothing is left that was to go by then, or when the store failed: then the next look goes on. */
  sweep(): Promise<void> {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(RETENTION_SWEEP_MS, () => {
      void this.sweep().then(() => {
        if (!this.#isClosed) this.#schedule()
      })
    })
  }

  async #sweep(): Promise<void> {
    const { store, clock, log, expired } = this.#options
    let steps = 0
    try {
      for (let after: RoomId | null = null; !this.#isClosed; ) {
        const rooms: RoomId[] = await store.readExpired(clock.now(), after, EXPIRED_ROOMS_READ_MAX)
        for (const roomId of rooms) steps += await this.#expire(roomId)
        after = rooms.at(-1) ?? null
        if (rooms.length < EXPIRED_ROOMS_READ_MAX) break
      }
    } catch (error) {
      log.warn('retention-failed', errorFields(error))
    }
    if (steps > 0) expired()
  }

  /** Erases what one room keeps no longer, step by step, so that nobody waits for long. Answers how many steps it took. */
  async #expire(roomId: RoomId): Promise<number> {
    const { rooms, clock } = this.#options
    for (let steps = 0; ; steps++) {
      const settled = await rooms.changed({ kind: 'expire-messages', roomId, at: clock.now() })
      if (settled.outcome !== 'applied' || this.#isClosed) return steps
    }
  }
}

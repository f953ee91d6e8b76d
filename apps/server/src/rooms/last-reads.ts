import type { RoomId, Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { LAST_READS_SAVED_MS, LAST_READS_WAITING_MAX } from '../limits.ts'
import type { LastRead, Store, TokenHash } from '../store/store.ts'

/** What members of this node have seen and the store was not told yet. All of a moment goes to it as one. */
export class LastReads {
  readonly #store: Store
  readonly #clock: Clock
  readonly #waiting = new Map<string, LastRead>()
  #saving: Promise<void> | null = null
  #cancel: (() => void) | null = null

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** How far somebody has seen a room, as far as only this node knows; 0 when it knows no more than the store. */
  of(roomId: RoomId, tokenHash: TokenHash): Sequence {
    return this.#waiting.get(keyOf(roomId, tokenHash))?.upTo ?? 0
  }

  /** Somebody has seen a room up to here. */
  mark(read: LastRead): void {
    const key = keyOf(read.roomId, read.tokenHash)
    const before = this.#waiting.get(key)
    if (before && before.upTo >= read.upTo) return
    this.#waiting.set(key, read)
    // One that waits longest is let go: the next thing they see says it again.
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= LAST_READS_WAITING_MAX) break
      this.#waiting.delete(oldest)
    }
    this.#saveLater()
  }

  /** Resolves when the store was told of all that waits, or would not hear it. */
  async idle(): Promise<void> {
    this.#cancel?.()
    this.#cancel = null
    await this.#saving
    await this.#save()
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #saveLater(): void {
    this.#cancel ??= this.#clock.after(LAST_READS_SAVED_MS, () => {
      this.#cancel = null
      this.#saving = this.#save().finally(() => {
        this.#saving = null
      })
    })
  }

  async #save(): Promise<void> {
    const reads = [...this.#waiting.values()]
    if (reads.length === 0) return
    try {
      await this.#store.saveLastReads(reads)
    } catch {
      // The log was told by whoever watches the store. What waits still waits, and goes along with what is seen next.
      return
    }
    for (const read of reads) {
      const key = keyOf(read.roomId, read.tokenHash)
      if (this.#waiting.get(key) === read) this.#waiting.delete(key)
    }
    if (this.#waiting.size > 0) this.#saveLater()
  }
}

const keyOf = (roomId: RoomId, tokenHash: TokenHash): string => `${roomId} ${tokenHash}`

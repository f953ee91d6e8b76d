import type { Clock } from '../clock.ts'
import { DELETED_PURGE_MS, DELETED_STEP_MAX } from '../limits.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { DeletedLeft, Store } from '../store/store.ts'

/** What the purge acts on. */
type DeletedPurgeOptions = { store: Pick<Store, 'operator'>; clock: Clock; log: Log }

/**
 * Erases what is left of rooms that were deleted, step by step, so that nobody's posts wait for long. Nodes may do it at once; one that
 * died leaves it to the next.
 */
export class DeletedPurge {
  readonly #options: DeletedPurgeOptions
  #cancel = () => {}
  #running: Promise<DeletedLeft> | null = null
  #isClosed = false

  constructor(options: DeletedPurgeOptions) {
    this.#options = options
    this.#schedule()
  }

  /** Goes on until nothing is left but what waits for its files. Rejects when the store fails: then the next look goes on. */
  purge(): Promise<DeletedLeft> {
    this.#running ??= this.#purge().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running?.catch(() => {})
  }

  #schedule(): void {
    const { clock, log } = this.#options
    this.#cancel = clock.after(DELETED_PURGE_MS, () => {
      this.purge()
        .catch((error: unknown) => log.warn('deleted-purge-failed', errorFields(error)))
        .finally(() => {
          if (!this.#isClosed) this.#schedule()
        })
    })
  }

  async #purge(): Promise<DeletedLeft> {
    for (;;) {
      const left = await this.#options.store.operator.eraseDeleted(DELETED_STEP_MAX)
      if (left !== 'more' || this.#isClosed) return left
    }
  }
}

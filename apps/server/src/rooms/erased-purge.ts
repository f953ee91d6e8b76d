import type { Clock } from '../clock.ts'
import { ERASED_PURGE_MS } from '../limits.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Store } from '../store/store.ts'

/** What the purge acts on. `keptMs` is how long what was erased is kept. */
type ErasedPurgeOptions = { store: Store; clock: Clock; log: Log; keptMs: number }

/** Ends what was erased and can be brought back no more. Nodes may do it at once; one that died leaves it to the next. */
export class ErasedPurge {
  readonly #options: ErasedPurgeOptions
  #cancel = () => {}
  #running: Promise<void> | null = null
  #isClosed = false

  constructor(options: ErasedPurgeOptions) {
    this.#options = options
    this.#schedule()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running
  }

  #schedule(): void {
    this.#cancel = this.#options.clock.after(ERASED_PURGE_MS, () => {
      this.#running = this.#purge().finally(() => {
        if (!this.#isClosed) this.#schedule()
      })
    })
  }

  async #purge(): Promise<void> {
    const { store, clock, log, keptMs } = this.#options
    try {
      await store.erased.purge(clock.now() - keptMs)
    } catch (error) {
      log.warn('purge-failed', errorFields(error))
    }
  }
}

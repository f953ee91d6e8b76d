import type { Clock } from '../clock.ts'
import { DEED_PURGE_MS, DEEDS_KEPT_MS } from '../limits.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Store } from '../store/store.ts'

/** What the purge acts on. */
type DeedPurgeOptions = { store: Pick<Store, 'deeds'>; clock: Clock; log: Log }

/** Ends entries that are too old. Nodes may do it at once; one that died leaves it to the next. */
export class DeedPurge {
  readonly #options: DeedPurgeOptions
  #cancel = () => {}
  #running: Promise<void>
  #isClosed = false

  constructor(options: DeedPurgeOptions) {
    this.#options = options
    this.#running = this.#purge()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running
  }

  async #purge(): Promise<void> {
    const { store, clock, log } = this.#options
    try {
      await store.deeds.purge(clock.now() - DEEDS_KEPT_MS)
    } catch (error) {
      log.warn('deed-purge-failed', errorFields(error))
    }
    if (this.#isClosed) return
    this.#cancel = clock.after(DEED_PURGE_MS, () => {
      this.#running = this.#purge()
    })
  }
}

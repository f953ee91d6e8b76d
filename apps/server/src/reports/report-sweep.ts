import type { Clock } from '../clock.ts'
import { REPORT_KEPT_MS_MAX, REPORT_SWEEP_MS, SETTLED_REPORT_KEPT_MS } from '../limits.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Store } from '../store/store.ts'

/** What the sweep acts on. */
export type ReportSweepOptions = { store: Pick<Store, 'reports'>; clock: Clock; log: Log }

/** Erases reports whose time is over, and knows how many are open. Nodes may do it at once; one that died leaves it to the next. */
export class ReportSweep {
  readonly #options: ReportSweepOptions
  #cancel = () => {}
  #running: Promise<void>
  #isClosed = false
  #openCount = 0

  constructor(options: ReportSweepOptions) {
    this.#options = options
    this.#running = this.#look()
  }

  /** How many wait to be settled, as of the last look. */
  get openCount(): number {
    return this.#openCount
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running
  }

  async #look(): Promise<void> {
    const { store, clock, log } = this.#options
    try {
      const now = clock.now()
      await store.reports.purge({ settled: now - SETTLED_REPORT_KEPT_MS, reported: now - REPORT_KEPT_MS_MAX })
      this.#openCount = await store.reports.countOpen()
    } catch (error) {
      log.warn('report-sweep-failed', errorFields(error))
    }
    if (this.#isClosed) return
    this.#cancel = clock.after(REPORT_SWEEP_MS, () => {
      this.#running = this.#look()
    })
  }
}

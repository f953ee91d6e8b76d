import { UPLOAD_EXPIRES_MS } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { FILE_ERASE_GRACE_MS, FILE_SWEEP_MS, FILE_SWEEP_STEP_MAX } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { FileTable, StoredFile } from '../store/file-table.ts'
import type { FileStorage } from './file-storage.ts'
import type { Incoming } from './incoming.ts'
import { eraseBytes } from './uploads.ts'

/** What the sweep acts on. */
export type FileSweepOptions = {
  table: FileTable
  storage: FileStorage
  incoming: Incoming
  clock: Clock
  counters: Counters
  log: Log
}

/**
 * Throws away what nobody posted in time, and erases what was deleted. The list of it is in the store: whatever ends a process in the
 * middle of it, the next sweep begins there. Nodes may do it at once; erasing twice does no harm.
 */
export class FileSweep {
  readonly #options: FileSweepOptions
  #cancel = () => {}
  #running: Promise<void> | null = null
  #isAskedAgain = false
  #isClosed = false

  constructor(options: FileSweepOptions) {
    this.#options = options
    this.wake()
  }

  /** There may be something to erase. Does so now, and then again and again. */
  wake(): void {
    if (this.#isClosed) return
    if (this.#running) {
      this.#isAskedAgain = true
      return
    }
    this.#cancel()
    this.#running = this.#sweep().finally(() => {
      this.#running = null
      if (this.#isClosed) return
      if (this.#isAskedAgain) {
        this.#isAskedAgain = false
        this.wake()
      } else this.#cancel = this.#options.clock.after(FILE_SWEEP_MS, () => this.wake())
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#cancel()
    await this.#running
  }

  async #sweep(): Promise<void> {
    const { table, incoming, clock, log, counters } = this.#options
    try {
      for (;;) {
        const due = await table.readDue(clock.now(), FILE_SWEEP_STEP_MAX)
        const erased: StoredFile[] = []
        for (const file of due) if (await this.#erase(file)) erased.push(file)
        await table.forget(erased.map(({ fileId }) => fileId))
        counters.filesErased += erased.length
        if (due.length < FILE_SWEEP_STEP_MAX || this.#isClosed) break
      }
      await incoming.removeOlderThan(2 * UPLOAD_EXPIRES_MS)
      counters.fileSpaceTaken = await table.readSpaceTaken()
    } catch (error) {
      log.warn('file-sweep-failed', errorFields(error))
    }
  }

  /** Whether the file's row can go: not yet when somebody might be about to store its bytes. */
  async #erase({ fileId, state, storageKey }: StoredFile): Promise<boolean> {
    const { table, storage, incoming, clock } = this.#options
    const now = clock.now()
    if (state !== 'erasing') {
      const dueAt = now + FILE_ERASE_GRACE_MS
      const discarded = await table.discard({
        fileId,
        tokenHash: null,
        overdueAt: now,
        refusal: null,
        dueAt,
      })
      // Since it was read it was posted, became ready, or another node was faster.
      if (!discarded) return false
    }
    await incoming.remove(storageKey)
    await eraseBytes(storage, storageKey)
    return state === 'erasing'
  }
}

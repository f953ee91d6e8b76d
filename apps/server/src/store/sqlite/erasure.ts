import type { DatabaseSync } from 'node:sqlite'

/** How long after a deletion the log is emptied, in milliseconds: several may come together. */
export const ERASE_AFTER_MS = 1_000

/** How long to wait when somebody reads the log, in milliseconds. */
const ERASE_AGAIN_MS = 5_000

/** Sees to it that what was deleted is not on the disk any more. */
export type Erasure = {
  /** Something was deleted, and that is committed. */
  deleted(): void
  close(): void
}

/**
 * In the database file SQLite overwrites what is deleted, because it is told to (`secure_delete`). But the log still holds the pages as
 * they were before, so a while after a deletion it is folded into the file and emptied. `use` answers the open database; `busyTimeoutMs`
 * is how patient that is otherwise.
 */
export function createErasure(use: () => DatabaseSync, busyTimeoutMs: number): Erasure {
  let timer: NodeJS.Timeout | null = null

  function schedule(afterMs: number): void {
    timer = setTimeout(erase, afterMs)
  }

  function erase(): void {
    timer = null
    if (!isEmptied()) schedule(ERASE_AGAIN_MS)
  }

  function isEmptied(): boolean {
    try {
      const database = use()
      // Whoever reads is not waited for, since nobody could write meanwhile.
      database.exec('PRAGMA busy_timeout = 0')
      try {
        return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0
      } finally {
        database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
      }
    } catch {
      // A disk that takes nothing is told of by the next commit.
      return false
    }
  }

  return {
    deleted() {
      if (timer === null) schedule(ERASE_AFTER_MS)
    },
    close() {
      if (timer !== null) clearTimeout(timer)
    },
  }
}

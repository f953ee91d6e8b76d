import type { DatabaseSync } from 'node:sqlite'
import type { Change, Outcome } from '../store.ts'
import { prepareChangeWriter } from './change-writer.ts'

/** SQLite's primary codes after which the handle itself is still good: somebody else writes, or the disk is full. */
const HANDLE_IS_GOOD = new Set([5 /* SQLITE_BUSY */, 13 /* SQLITE_FULL */])

function isHandleGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  return HANDLE_IS_GOOD.has(error.errcode & 0xff)
}

/** Writes batches, each in one durable transaction. A batch that fails leaves nothing behind and is thrown back whole. */
export function createWriter(openDatabase: () => DatabaseSync, commitDelayMs = 0) {
  type Handle = { database: DatabaseSync; write: ReturnType<typeof prepareChangeWriter> }
  let handle: Handle | null = null

  function open(): Handle {
    const database = openDatabase()
    handle = { database, write: prepareChangeWriter(database) }
    return handle
  }

  function close(): void {
    handle?.database.close()
    handle = null
  }

  function abandon({ database }: Handle, error: unknown): void {
    try {
      if (database.isTransaction) database.exec('ROLLBACK')
      if (isHandleGood(error)) return
      // After an I/O error nobody knows what the handle believes to be on disk. The next batch opens another.
      close()
    } catch {
      handle = null
    }
  }

  return {
    open(): void {
      handle ?? open()
    },

    commit(changes: readonly Change[]): Outcome[] {
      const current = handle ?? open()
      try {
        current.database.exec('BEGIN IMMEDIATE')
        const outcomes = current.write(changes)
        if (commitDelayMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, commitDelayMs)
        current.database.exec('COMMIT')
        return outcomes
      } catch (error) {
        abandon(current, error)
        throw error
      }
    },

    close,
  }
}

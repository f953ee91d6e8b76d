import type { DatabaseSync } from 'node:sqlite'
import type { Change, LastRead, Outcome, TokenHash } from '../store.ts'
import type { ChangeWriter } from './change-writer.ts'
import type { DatabaseHandle } from './database-handle.ts'
import type { PackedSegment } from './search-reader.ts'
import { isErrorCode, SQLITE_BUSY, SQLITE_FULL } from './sqlite-errors.ts'

/** After these the handle itself is still good: somebody else writes, or the disk is full. */
const isHandleGood = (error: unknown): boolean => isErrorCode(error, SQLITE_BUSY, SQLITE_FULL)

/**
 * Writes a batch in one durable transaction. A batch that fails leaves nothing behind and is thrown back whole. After an
 * I/O error nobody knows what the handle believes to be on disk, so it is given up, and the next batch opens another.
 */
export function commitBatch(
  handle: DatabaseHandle<ChangeWriter>,
  changes: readonly Change[],
  commitDelayMs: number,
): Outcome[] {
  return inTransaction(handle, (writer, database) => {
    if (changes.length === 0) touch(database)
    const outcomes = writer.write(changes)
    if (commitDelayMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, commitDelayMs)
    return outcomes
  })
}

/** Ends a token for good, durably. It happens too seldom to wait for others. */
export function commitRevocation(handle: DatabaseHandle<ChangeWriter>, tokenHash: TokenHash): void {
  inTransaction(handle, (writer) => writer.revoke(tokenHash))
}

/** Adds a stretch of history to the search index. */
export function commitSegment(handle: DatabaseHandle<ChangeWriter>, segment: PackedSegment): void {
  inTransaction(handle, (writer) => writer.addSegment(segment))
}

/** Keeps how far members have seen. It is no promise to anybody, so the disk is not waited for: the next batch takes it along. */
export function commitLastReads(handle: DatabaseHandle<ChangeWriter>, reads: readonly LastRead[]): void {
  handle.use().database.exec('PRAGMA synchronous = NORMAL')
  try {
    inTransaction(handle, (writer) => writer.saveLastReads(reads))
  } finally {
    // A handle that was given up is opened anew with the setting it needs.
    handle.use().database.exec('PRAGMA synchronous = FULL')
  }
}

/** Writes in one durable transaction, or not at all. */
export function inTransaction<T, Writer extends ChangeWriter>(
  handle: DatabaseHandle<Writer>,
  write: (writer: Writer, database: DatabaseSync) => T,
): T {
  const { database, prepared: writer } = handle.use()
  try {
    database.exec('BEGIN IMMEDIATE')
    const answer = write(writer, database)
    database.exec('COMMIT')
    return answer
  } catch (error) {
    writer.forget()
    if (!isRolledBack(database) || !isHandleGood(error)) handle.close()
    throw error
  }
}

/** Writes what is there already, so that a batch of nothing goes to the disk as well and shows whether it takes anything. */
function touch(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get()
  database.exec(`PRAGMA user_version = ${Number(row?.user_version)}`)
}

/** Ends what is left of a transaction. SQLite ends it by itself after some errors. */
function isRolledBack(database: DatabaseSync): boolean {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
    return true
  } catch {
    return false
  }
}

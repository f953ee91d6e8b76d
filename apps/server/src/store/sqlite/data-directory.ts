import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process, or another store of this one, works in the data directory. */
export class DataDirectoryInUse extends Error {
  override name = 'DataDirectoryInUse'
}

/** A data directory that is ours until `release`. */
export type DataDirectory = { databasePath: string; release(): void }

/**
 * Takes a data directory for this process alone, making it if need be. The lock is SQLite's own lock on a file of its own:
 * the system drops it with the process, however that ends, so a crash never leaves a directory locked.
 */
export function takeDataDirectory(directory: string): DataDirectory {
  // People's words lie here, so nobody else on the machine may look in.
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(directory, 'confab.lock'))
  try {
    // Nothing is ever written, so the journal SQLite would put beside the file can do without a file.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 5
    if (!isBusy) throw error
    throw new DataDirectoryInUse(`Another Confab server is using the data directory ${directory}.`)
  }
  return { databasePath: join(directory, 'confab.db'), release: () => lock.close() }
}

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isErrorCode, SQLITE_BUSY } from './sqlite-errors.ts'

/** Another process, or another store of this one, works in the data directory. */
export class DataDirectoryInUse extends Error {
  override name = 'DataDirectoryInUse'
}

/** Where everything of a data directory lies. */
export type DataPaths = {
  directory: string
  database: string
  /** How the last server left the database: see `stop-mark.ts`. */
  mark: string
  /** A restored database on its way into place, and the note that it is: see `replace-database.ts`. */
  restored: string
  restoring: string
  /** Says that everything was moved elsewhere: see `moved-mark.ts`. */
  moved: string
}

/** Names the files of a data directory. Looks at none of them. */
export const dataPaths = (directory: string): DataPaths => ({
  directory,
  database: join(directory, 'confab.db'),
  mark: join(directory, 'confab.state'),
  restored: join(directory, 'confab.restored'),
  restoring: join(directory, 'confab.restoring'),
  moved: join(directory, 'confab.moved'),
})

/** A data directory that is ours until `release`. */
export type DataDirectory = { paths: DataPaths; release(): void }

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
    if (!isErrorCode(error, SQLITE_BUSY)) throw error
    throw new DataDirectoryInUse(`Another Confab server is using the data directory ${directory}.`)
  }
  return { paths: dataPaths(directory), release: () => lock.close() }
}

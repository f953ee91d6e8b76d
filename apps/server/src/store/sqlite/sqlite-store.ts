import type { RoomId } from '@confab/protocol'
import type { Head, Outcome, Store } from '../store.ts'
import { takeDataDirectory } from './data-directory.ts'
import { WORKER_URL } from './files.ts'
import type { Request, WorkerSettings } from './requests.ts'
import { openWorkerLine, type WorkerLine } from './worker-line.ts'

export { DataDirectoryInUse } from './data-directory.ts'

/** Where an SQLite store lives, and how patient it is. */
export type SqliteStoreOptions = {
  directory: string
  /** How long to wait for another program that has the file open, a backup say. */
  busyTimeoutMs?: number
  /** Makes every commit this much slower, as a bad disk would. For tests. */
  commitDelayMs?: number
}

/**
 * Opens the store of a data directory, making or migrating it as needed. One thread writes, another reads, so neither the
 * disk nor a long page holds up the event loop or each other. Rejects with `DataDirectoryInUse` when the directory is taken.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { busyTimeoutMs = 5_000, commitDelayMs = 0 } = options
  const { databasePath, release } = takeDataDirectory(options.directory)
  const settings = { databasePath, busyTimeoutMs, commitDelayMs }
  // Both threads start at once; only their opening of the file has an order.
  const writer = openWorkerLine(WORKER_URL, { ...settings, role: 'writer' } satisfies WorkerSettings)
  const reader = openWorkerLine(WORKER_URL, { ...settings, role: 'reader' } satisfies WorkerSettings)
  const close = async () => {
    // The writer last: the last handle to close folds the log into the database file.
    await reader.close()
    await writer.close()
    release()
  }
  try {
    await writer.ask({ kind: 'open' })
    await reader.ask({ kind: 'open' })
    return storeOn(writer, reader, close)
  } catch (error) {
    await close()
    throw error
  }
}

function storeOn(writer: WorkerLine, reader: WorkerLine, close: () => Promise<void>): Store {
  // The thread answers with what the function of the same name returns, which the compiler cannot see across it.
  const read = <T>(request: Request): Promise<T> => reader.ask(request) as Promise<T>
  return {
    commit: (changes) => writer.ask({ kind: 'commit', changes }) as Promise<Outcome[]>,
    findRoom: (...args) => read({ kind: 'findRoom', args }),
    readEntry: (...args) => read({ kind: 'readEntry', args }),
    readChanges: (...args) => read({ kind: 'readChanges', args }),
    readPage: (...args) => read({ kind: 'readPage', args }),
    readSummaries: (...args) => read({ kind: 'readSummaries', args }),
    async readTakenNames(...args) {
      return new Set(await read<string[]>({ kind: 'readTakenNames', args }))
    },
    async readHeads(...args) {
      const heads = await read<({ roomId: RoomId } & Head)[]>({ kind: 'readHeads', args })
      return new Map(heads.map(({ roomId, epoch, head }) => [roomId, { epoch, head }]))
    },
    close,
  }
}

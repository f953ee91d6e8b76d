import type { RoomId } from '@confab/protocol'
import { type Head, type Store, StoreUnavailable } from '../store.ts'
import { takeDataDirectory } from './data-directory.ts'
import { WORKER_URL } from './files.ts'
import type { EntryRows } from './record-reader.ts'
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

function storeOn(writer: WorkerLine, reader: WorkerLine, closeAll: () => Promise<void>): Store {
  let closed: Promise<void> | null = null

  // The thread answers with what the function of the same name returns, which the compiler cannot see across it.
  async function ask<T>(line: WorkerLine, request: Request): Promise<T> {
    if (closed) throw new StoreUnavailable('The store is closed.')
    return (await line.ask(request)) as T
  }

  return {
    commit: (changes) => ask(writer, { kind: 'commit', changes }),
    findRoom: (...args) => ask(reader, { kind: 'findRoom', args }),
    async readEntry(...args) {
      const entry = await ask<EntryRows | null>(reader, { kind: 'readEntry', args })
      return entry && { ...entry, members: new Map(entry.members) }
    },
    readChanges: (...args) => ask(reader, { kind: 'readChanges', args }),
    readPage: (...args) => ask(reader, { kind: 'readPage', args }),
    readSummaries: (...args) => ask(reader, { kind: 'readSummaries', args }),
    async readTakenNames(...args) {
      return new Set(await ask<string[]>(reader, { kind: 'readTakenNames', args }))
    },
    async readHeads(...args) {
      const heads = await ask<({ roomId: RoomId } & Head)[]>(reader, { kind: 'readHeads', args })
      return new Map(heads.map(({ roomId, epoch, head }) => [roomId, { epoch, head }]))
    },
    close() {
      closed ??= closeAll()
      return closed
    },
  }
}

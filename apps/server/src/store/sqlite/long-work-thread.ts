import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { KEPT_FILES, keptFile } from '../../files/kept-files.ts'
import { readMigrations } from '../migrations.ts'
import { examine } from './examine.ts'
import { MIGRATIONS_URL } from './files.ts'
import type { LongWork, LongWorkAnswer } from './long-work.ts'
import { migrate } from './migrate.ts'
import { renewEpochs } from './renew-epochs.ts'

/** How long to wait for a server that has the file open, in milliseconds. Reading waits for nobody, but opening may. */
const BUSY_TIMEOUT_MS = 10_000

function withDatabase<T>(path: string, readOnly: boolean, use: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path, {
    readOnly,
    timeout: BUSY_TIMEOUT_MS,
    enableForeignKeyConstraints: true,
  })
  try {
    return use(database)
  } finally {
    database.close()
  }
}

function done(work: LongWork): unknown {
  switch (work.kind) {
    case 'examine':
      return withDatabase(work.databasePath, true, (database) => examine(database, work))
    case 'snapshot':
      // One read transaction from the first page to the last, which hinders no writer. The online backup of SQLite begins again
      // whenever somebody writes, so on a busy server it would never end.
      withDatabase(work.databasePath, true, (database) => database.prepare('VACUUM INTO ?').run(work.into))
      return null
    case 'list-files':
      return withDatabase(work.databasePath, true, (database) => {
        // A backup of a server that knew no files has none.
        const table = database
          .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'files'")
          .get()
        const rows = table ? database.prepare(KEPT_FILES).all() : []
        return rows.map(({ storageKey, record }) =>
          keptFile({ storageKey: String(storageKey), record: String(record) }),
        )
      })
    case 'renew':
      withDatabase(work.databasePath, false, (database) => {
        // A single file, with no log beside it that could be left behind.
        database.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL')
        migrate(database, readMigrations(MIGRATIONS_URL))
        renewEpochs(database)
      })
      return null
  }
}

function answerTo(work: LongWork): LongWorkAnswer {
  try {
    return { ok: true, value: done(work) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : null
    return { ok: false, message, errcode }
  }
}

parentPort?.postMessage(answerTo(workerData as LongWork))

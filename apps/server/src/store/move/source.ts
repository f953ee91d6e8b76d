import { DatabaseSync } from 'node:sqlite'
import type { Examination } from '../examine.ts'
import { readMigrations } from '../migrations.ts'
import { examineTold, existingDatabase } from '../sqlite/backup.ts'
import { type DataPaths, takeDataDirectory } from '../sqlite/data-directory.ts'
import { MIGRATIONS_URL } from '../sqlite/files.ts'
import { migrate } from '../sqlite/migrate.ts'
import { readyDatabase } from '../sqlite/ready-database.ts'
import { DatabaseDamaged } from '../sqlite/sqlite-errors.ts'
import { isLogLeft, writeStopMark } from '../sqlite/stop-mark.ts'
import { type MovedKey, type MovedRow, type MovedTable, rowsBehind } from './tables.ts'

/** Rows of one portion, and characters: as much as PostgreSQL takes in one transaction without holding up anything. */
const PORTION_ROWS_MAX = 2_000
const PORTION_LENGTH_MAX = 4_000_000

/** An SQLite database that is moved. Nobody else works on it until `close`. */
export type MoveSource = {
  paths: DataPaths
  /** Examines it. Rejects with `DatabaseDamaged` when it is not to be moved as it is. */
  examine(tell: () => void): Promise<Examination>
  /** The rows of a table behind a key, as many as make a portion; none when there are no more. */
  portion(table: MovedTable, after: MovedKey): MovedRow[]
  /** How many messages there are up to a key. */
  messagesUpTo(after: MovedKey): number
  close(): void
}

/** Opens the database of a data directory, which must not be in use, and brings it up to date. */
export async function openMoveSource(directory: string): Promise<MoveSource> {
  existingDatabase(directory)
  const { paths, release } = takeDataDirectory(directory)
  try {
    await readyDatabase(paths)
    return sourceOn(paths, release)
  } catch (error) {
    release()
    throw error
  }
}

function sourceOn(paths: DataPaths, release: () => void): MoveSource {
  const database = new DatabaseSync(paths.database)
  const close = () => {
    database.close()
    if (!isLogLeft(paths.database)) writeStopMark(paths, 'closed')
    release()
  }
  try {
    migrate(database, readMigrations(MIGRATIONS_URL))
  } catch (error) {
    database.close()
    throw error
  }
  return {
    paths,
    async examine(tell) {
      const found = await examineTold(paths.database, tell)
      const [problem] = found.problems
      if (problem !== undefined) throw new DatabaseDamaged(paths.database, problem)
      return found
    },
    portion(table, after) {
      const rows: MovedRow[] = []
      let length = 0
      const statement = database.prepare(rowsBehind(table, () => '?', PORTION_ROWS_MAX))
      for (const row of statement.iterate(...after)) {
        rows.push(row as MovedRow)
        for (const value of Object.values(row)) if (typeof value === 'string') length += value.length
        if (length > PORTION_LENGTH_MAX) break
      }
      return rows
    },
    messagesUpTo(after) {
      const statement = database.prepare(
        'SELECT count(*) AS count FROM messages WHERE (room, sequence) <= (?, ?)',
      )
      return Number(statement.get(...after)?.count)
    },
    close,
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from '../migrations.ts'

/**
 * Brings a database up to the newest version. Each step is one transaction together with the row that says it was taken,
 * so a process killed half way leaves the step either whole or not begun.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  database.exec(`CREATE TABLE IF NOT EXISTS migrations (
    version    INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    applied_at TEXT    NOT NULL DEFAULT CURRENT_TIMESTAMP
  ) STRICT`)
  const row = database.prepare('SELECT coalesce(max(version), 0) AS version FROM migrations').get()
  const current = Number(row?.version)
  if (current > migrations.length)
    throw new Error(
      `The database has version ${current} of its schema, this server knows up to ${migrations.length}. Start the newer server again, or restore a backup.`,
    )
  const steps = migrations.slice(current)
  if (steps.length === 0) return
  // A table that others refer to can be written anew only while nobody looks; before each step counts, it is looked at whole.
  const { foreign_keys: wereWatched } = database.prepare('PRAGMA foreign_keys').get() ?? {}
  database.exec('PRAGMA foreign_keys = OFF')
  try {
    for (const step of steps) take(database, step)
  } finally {
    if (wereWatched) database.exec('PRAGMA foreign_keys = ON')
  }
}

function take(database: DatabaseSync, { version, name, sql }: Migration): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    database.exec(sql)
    const astray = database.prepare('PRAGMA foreign_key_check').get()
    if (astray) throw new Error(`Rows of ${String(astray.table)} refer to nothing.`)
    database.prepare('INSERT INTO migrations (version, name) VALUES (?, ?)').run(version, name)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw new Error(`Migration ${name} failed.`, { cause: error })
  }
}

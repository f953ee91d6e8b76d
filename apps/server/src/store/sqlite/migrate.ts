import { readdirSync, readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** One step of the schema, forward only. */
export type Migration = { version: number; name: string; sql: string }

/** Reads the migrations of a directory: `0001-rooms.sql`, `0002-…`, without a number left out. */
export function readMigrations(directory: URL): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10)
    if (version !== index + 1)
      throw new Error(`Migration ${name} is out of order: ${index + 1} was expected.`)
    return { version, name, sql: readFileSync(new URL(name, directory), 'utf8') }
  })
}

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
  for (const { version, name, sql } of migrations.slice(current)) {
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(sql)
      database.prepare('INSERT INTO migrations (version, name) VALUES (?, ?)').run(version, name)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw new Error(`Migration ${name} failed.`, { cause: error })
    }
  }
}

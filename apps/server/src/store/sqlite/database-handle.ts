import type { DatabaseSync } from 'node:sqlite'

/** A database that is opened when first needed, and again after it was given up. */
export type DatabaseHandle<Prepared> = {
  /** The open database and what was prepared on it. Throws when it cannot be opened; the next call tries anew. */
  use(): { database: DatabaseSync; prepared: Prepared }
  close(): void
}

/** Makes a handle. `prepare` runs once for each opening: settings, migrations, prepared statements. */
export function createDatabaseHandle<Prepared>(
  open: () => DatabaseSync,
  prepare: (database: DatabaseSync) => Prepared,
): DatabaseHandle<Prepared> {
  let current: { database: DatabaseSync; prepared: Prepared } | null = null

  function openAnew() {
    const database = open()
    try {
      return { database, prepared: prepare(database) }
    } catch (error) {
      database.close()
      throw error
    }
  }

  return {
    use() {
      current ??= openAnew()
      return current
    },
    close() {
      const closed = current
      current = null
      closed?.database.close()
    },
  }
}

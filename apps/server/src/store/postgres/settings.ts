import type pg from 'pg'

/** Settings of PostgreSQL that decide whether what it confirms is kept. */
export type PostgresSettings = {
  version: string
  fsync: boolean
  fullPageWrites: boolean
  /** As it is for connections of this user to this database. */
  synchronousCommit: string
}

/** Reads them over a connection. */
export async function readSettings(client: pg.ClientBase): Promise<PostgresSettings> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit')`,
  )
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]))
  return {
    version: settings.get('server_version') ?? '',
    fsync: settings.get('fsync') !== 'off',
    fullPageWrites: settings.get('full_page_writes') !== 'off',
    synchronousCommit: settings.get('synchronous_commit') ?? '',
  }
}

import type pg from 'pg'
import { readMigrations } from '../migrations.ts'
import { NotDone } from '../not-done.ts'
import { MIGRATIONS_URL } from './files.ts'
import { migrate } from './migrate.ts'
import { type Ask, createPool } from './pool.ts'
import { sqlState } from './postgres-errors.ts'

/** A database as people may read of it: without the password. */
export function databaseWords(url: string): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host}${pathname}`
}

/**
 * Works on a whole database over one connection, for as long as it takes, and brings it up to date before unless it is only looked
 * at. Rejects with `NotDone` when PostgreSQL cannot be reached, or refuses.
 */
export async function keepDatabase<Answer>(
  url: string,
  work: (client: pg.ClientBase) => Promise<Answer>,
  { isLookedAt = false } = {},
): Promise<Answer> {
  const pool = createPool({ url, purpose: 'keeping', onFault: () => {} })
  try {
    if (!isLookedAt) await migrate(pool, readMigrations(MIGRATIONS_URL))
    const client = await pool.connect()
    try {
      return await work(client)
    } finally {
      // Closed, for what it locked is let go of with it.
      client.release(true)
    }
  } catch (error) {
    throw inWords(error, url)
  } finally {
    await pool.end()
  }
}

/** Whether a server, or another command, is connected besides whoever asks. */
export async function isServed(ask: Ask): Promise<boolean> {
  const others = await ask(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'confab' AND pid <> pg_backend_pid()`,
  )
  return others.length > 0
}

function inWords(error: unknown, url: string): unknown {
  const isTheirs =
    sqlState(error) !== null ||
    (error instanceof Error && ('syscall' in error || /timeout|terminated/i.test(error.message)))
  if (!(error instanceof AggregateError) && !isTheirs) return error
  const reasons = error instanceof AggregateError ? error.errors : [error]
  const reason = reasons.map((one) => (one instanceof Error ? one.message : String(one))).join('; ')
  return new NotDone(`${databaseWords(url)} cannot be used: ${reason}`)
}

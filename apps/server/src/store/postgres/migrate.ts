import type pg from 'pg'
import type { Migration } from '../migrations.ts'
import type { Ask } from './pool.ts'
import { isContended, isLineLost } from './postgres-errors.ts'
import { inTransaction } from './transaction.ts'

/** Any number, as long as every node takes the same: who holds this lock changes the schema. */
const MIGRATION_LOCK = 7_266_322

/** How long a step waits for a table that is in use, in milliseconds, and how often. */
const TABLE_LOCK_MS_MAX = 1_000
const TABLE_LOCK_TRIES_MAX = 60

/**
 * Brings the database up to the newest version, one node at a time. Each step is one transaction together with the row that says it
 * was taken, so a node killed half way leaves the step either whole or not begun.
 *
 * Two versions of the program run side by side while nodes are replaced one after the other. So a step only adds what the version
 * before can leave alone, and says with `-- needs: N` when it cannot: then only programs that know step N start from there on.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<void> {
  await patiently(() =>
    inTransaction(pool, async (ask) => {
      await ask(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
      const created = ask(`CREATE TABLE IF NOT EXISTS migrations (
        version    integer     PRIMARY KEY,
        name       text        NOT NULL,
        needs      integer     NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`)
      return { answer: null, sent: [created] }
    }),
  )
  for (const migration of migrations)
    await patiently(() => inTransaction(pool, (ask) => step(ask, migration, migrations.length)))
}

async function step(ask: Ask, { version, name, sql }: Migration, known: number) {
  await ask(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
  const [state] = await ask<{ current: number; needs: number }>(
    'SELECT coalesce(max(version), 0) AS current, coalesce(max(needs), 0) AS needs FROM migrations',
  )
  const { current = 0, needs = 0 } = state ?? {}
  if (needs > known)
    throw new SchemaUnusable(
      `The database needs a server that knows version ${needs} of its schema, this one knows up to ${known}. Start the newer server.`,
    )
  if (current >= version) return { answer: null, sent: [] }
  // Who waits for the lock on a table keeps everybody else from it meanwhile, so it is not waited for long, but again.
  await ask(`SET LOCAL lock_timeout = ${TABLE_LOCK_MS_MAX}`)
  await ask(sql).catch((cause: unknown) => {
    throw isContended(cause) || isLineLost(cause)
      ? cause
      : new SchemaUnusable(`Migration ${name} failed: ${cause instanceof Error ? cause.message : cause}`, {
          cause,
        })
  })
  const neededBy = Number(/^-- needs: (\d+)$/m.exec(sql)?.[1] ?? 0)
  const told = ask('INSERT INTO migrations (version, name, needs) VALUES ($1, $2, $3)', [
    version,
    name,
    neededBy,
  ])
  return { answer: null, sent: [told] }
}

/** Tries again when others were in the way. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work()
      return
    } catch (error) {
      if (!isContended(error) || tries >= TABLE_LOCK_TRIES_MAX) throw error
    }
  }
}

/** What is there is newer than this server understands, cannot be brought up to date, or is not all there yet. */
export class SchemaUnusable extends Error {
  override name = 'SchemaUnusable'
}

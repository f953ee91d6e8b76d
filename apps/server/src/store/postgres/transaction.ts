import type pg from 'pg'
import { COMMIT_RETRY_WAIT_MS, COMMIT_TRIES_MAX } from '../../limits.ts'
import { StoreUnavailable } from '../store.ts'
import { type Ask, asking } from './pool.ts'
import { isContended, isLineLost, reasonOf } from './postgres-errors.ts'

/** The line was lost between asking for a commit and hearing of it: what became of it is not known. */
export class CommitUnknown extends Error {
  override name = 'CommitUnknown'
}

/**
 * Runs one transaction on a connection of the pool. What `work` sends last it need not wait for: the COMMIT goes out behind it, so all
 * of that is one way to the server and back. Throws what failed, and `CommitUnknown` when nobody knows whether it did.
 */
export async function inTransaction<Answer>(
  pool: pg.Pool,
  work: (ask: Ask) => Promise<{ answer: Answer; sent: Promise<unknown>[] }>,
): Promise<Answer> {
  const client = await pool.connect()
  const ask = heard(asking(client))
  let isWell = false
  try {
    const begun = ask('BEGIN')
    const { answer, sent } = await work(ask)
    await begun
    await commit(client, sent)
    isWell = true
    return answer
  } catch (error) {
    isWell = await isRolledBack(client, error)
    throw error
  } finally {
    // A connection in a state nobody knows is closed.
    client.release(!isWell)
  }
}

/**
 * All that is under way fails together when a line is lost, and whoever waits for one of it hears of that one. The others must not count
 * as failures nobody hears of, for these end the process.
 */
function heard(ask: Ask): Ask {
  return <Row>(...question: Parameters<Ask>) => {
    const asked = ask<Row>(...question)
    asked.catch(() => {})
    return asked
  }
}

async function commit(client: pg.PoolClient, sent: readonly Promise<unknown>[]): Promise<void> {
  const committed = client.query('COMMIT')
  const [outcome, ...writes] = await Promise.allSettled([committed, ...sent])
  const failed = writes.find((write) => write.status === 'rejected')
  if (outcome.status === 'fulfilled') {
    // After a failed statement a COMMIT is answered, and is a rollback.
    if (outcome.value.command === 'COMMIT') return
    throw failed?.reason ?? new Error('The transaction was rolled back.')
  }
  // Only a COMMIT that the server itself refused is known to have come to nothing.
  if (outcome.reason?.severity === 'ERROR') throw failed?.reason ?? outcome.reason
  throw new CommitUnknown('The line was lost during a commit.', { cause: outcome.reason })
}

async function isRolledBack(client: pg.PoolClient, error: unknown): Promise<boolean> {
  if (error instanceof CommitUnknown) return false
  try {
    await client.query('ROLLBACK')
    return true
  } catch {
    return false
  }
}

/** A transaction that may as well be done twice, so it is done again when others were in its way, or nobody knows whether it was done. */
export async function inHarmlessTransaction<Answer>(
  pool: pg.Pool,
  work: (ask: Ask) => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(pool, async (ask) => ({ answer: await work(ask), sent: [] }))
    } catch (error) {
      const isWorthIt = error instanceof CommitUnknown || isContended(error) || isLineLost(error)
      if (!isWorthIt || tries >= COMMIT_TRIES_MAX)
        throw new StoreUnavailable(`PostgreSQL did not note it: ${reasonOf(error)}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * COMMIT_RETRY_WAIT_MS * tries))
    }
  }
}

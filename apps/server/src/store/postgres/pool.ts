import pg from 'pg'
import {
  POSTGRES_CONNECT_MS_MAX,
  POSTGRES_LOCK_MS_MAX,
  POSTGRES_NOTERS_MAX,
  POSTGRES_READERS_MAX,
  POSTGRES_SEARCH_MS_MAX,
  POSTGRES_SEARCHERS_MAX,
  POSTGRES_STATEMENT_MS_MAX,
} from '../../limits.ts'

/** A statement the server plans once for each connection. */
export type Statement = { name: string; text: string }

/** Asks for rows; int8 comes as a number, since no counter of ours passes 2⁵³. */
export type Ask = <Row>(statement: Statement | string, values?: readonly unknown[]) => Promise<Row[]>

const INT8 = 20

const types = {
  getTypeParser: ((oid: number, format: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/**
 * What the connections of a pool are for. Readers are cut short by the server after a while. Writers send a statement before the one
 * before it is answered, and the server does not cut them short: a COMMIT that waits for a standby would then be called done without
 * it. What does not answer at all is given up at this end. What writes is for the history of rooms alone, so that no post waits behind anything else: all else that is
 * written is noted on connections of its own. Those that search and index are few, and apart from the readers. Keepers change the schema, for as long as that takes.
 */
export type PoolPurpose = 'reading' | 'writing' | 'noting' | 'searching' | 'keeping'

/** How long whoever changes the schema may be silent in the middle of it, in milliseconds. */
const KEEPER_IDLE_MS_MAX = 60_000

const WRITING = {
  pipeline: true,
  lock_timeout: POSTGRES_LOCK_MS_MAX,
  query_timeout: POSTGRES_STATEMENT_MS_MAX,
  idle_in_transaction_session_timeout: POSTGRES_STATEMENT_MS_MAX,
}

const OPTIONS = {
  reading: {
    max: POSTGRES_READERS_MAX,
    statement_timeout: POSTGRES_STATEMENT_MS_MAX,
    query_timeout: POSTGRES_STATEMENT_MS_MAX + 1_000,
  },
  // One batch at a time; the second is for looking after the first.
  writing: { ...WRITING, max: 2 },
  noting: { ...WRITING, max: POSTGRES_NOTERS_MAX },
  searching: {
    max: POSTGRES_SEARCHERS_MAX,
    pipeline: true,
    statement_timeout: POSTGRES_SEARCH_MS_MAX,
    query_timeout: POSTGRES_SEARCH_MS_MAX + 1_000,
    idle_in_transaction_session_timeout: POSTGRES_STATEMENT_MS_MAX,
  },
  // Stopped in the middle of a step it must not keep the others out.
  keeping: { max: 1, idle_in_transaction_session_timeout: KEEPER_IDLE_MS_MAX },
} satisfies Record<PoolPurpose, object>

/**
 * How statements are planned. Once, for all values: planning a question of several parts takes longer than answering it, and PostgreSQL
 * by itself would do it every time anew. And by an index: where the statistics are young or the rooms few, PostgreSQL takes a huge table
 * for a small one, and would read all of it.
 */
const BY_INDEX = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  jit: 'off',
}

const PLANNING: Record<PoolPurpose, Record<string, string>> = {
  // In the order of the index, as the questions are written (`read-statements.ts`): not sorted.
  reading: { ...BY_INDEX, enable_sort: 'off' },
  // Row by row of what the changes ask after: not a whole table beside them.
  writing: { ...BY_INDEX, enable_hashjoin: 'off', enable_mergejoin: 'off' },
  noting: { ...BY_INDEX, enable_hashjoin: 'off', enable_mergejoin: 'off' },
  searching: { ...BY_INDEX },
  keeping: {},
}

/** What a pool needs to know. */
export type PoolOptions = {
  url: string
  purpose: PoolPurpose
  onFault: (error: unknown) => void
  /** Looks at a connection when it is new, and rejects if it leads to the wrong place. */
  check?: (client: pg.ClientBase) => Promise<void>
}

/** Connections to the one server that writes. */
export function createPool({ url, purpose, onFault, check }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    application_name: 'confab',
    keepAlive: true,
    connectionTimeoutMillis: POSTGRES_CONNECT_MS_MAX,
    idleTimeoutMillis: 60_000,
    // Now and then a new one, which is looked at.
    maxLifetimeSeconds: 300,
    ...OPTIONS[purpose],
    verify: (client: pg.PoolClient, done: (error?: Error) => void) => {
      // A connection without a listener of its own ends the process when it breaks while it is lent out.
      client.on('error', onFault)
      prepare(client, purpose)
        .then(() => check?.(client))
        .then(() => done(), done)
    },
  } as pg.PoolConfig)
  pool.on('error', onFault)
  return pool
}

async function prepare(client: pg.ClientBase, purpose: PoolPurpose): Promise<void> {
  const text = 'SELECT set_config(key, value, false) FROM json_each_text($1)'
  await client.query(text, [JSON.stringify(PLANNING[purpose])])
}

/** Asks on one connection. */
export function asking(client: Pick<pg.PoolClient, 'query'>): Ask {
  return async <Row>(statement: Statement | string, values: readonly unknown[] = []) => {
    const query = typeof statement === 'string' ? { text: statement } : statement
    const { rows } = await client.query({ ...query, values: [...values] })
    return rows as Row[]
  }
}

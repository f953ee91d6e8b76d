import type { RoomId } from '@confab/protocol'
import type pg from 'pg'
import { POSTGRES_READINGS_WAITING_MAX, POSTGRES_START_MS_MAX } from '../../limits.ts'
import { errorFields, type Log } from '../../observability/log.ts'
import { type Migration, readMigrations } from '../migrations.ts'
import { type LastRead, type Store, StoreUnavailable } from '../store.ts'
import { createAttentionTable } from './attention-table.ts'
import { createChangeWriter } from './change-writer.ts'
import { createCredentialTable } from './credential-table.ts'
import { createDeedTable } from './deed-table.ts'
import { createDeviceTable } from './device-table.ts'
import { createDoorTable } from './door-table.ts'
import { createErasedTable } from './erased-table.ts'
import { createFileTable } from './file-table.ts'
import { MIGRATIONS_URL } from './files.ts'
import { isHalfMoved } from './half-moved.ts'
import { createHandoffTable } from './handoff-table.ts'
import { Lineage } from './lineage.ts'
import { migrate, SchemaUnusable } from './migrate.ts'
import { createOperatorTable } from './operator-table.ts'
import { createOwnTable } from './own-table.ts'
import { type Ask, asking, createPool, type Statement } from './pool.ts'
import { isLineLost, reasonOf } from './postgres-errors.ts'
import { saveLastReads } from './read-marks.ts'
import { createRecordReader } from './record-reader.ts'
import { createReportTable } from './report-table.ts'
import { revokeToken } from './revocation.ts'
import { indexSegment } from './search-index.ts'
import { createSearchReader } from './search-reader.ts'

/** The oldest PostgreSQL that is still looked after. */
const POSTGRES_VERSION_MIN = 15

/** How often a node that starts looks for a database that is not there yet, in milliseconds. */
const LOOK_MS = 500

/** Shortest time between two lines of log that connections were lost, in milliseconds. */
const LINE_LOST_TOLD_MS = 5_000

/** Where a PostgreSQL store lives. The migrations are the program's own, unless a test says otherwise. */
export type PostgresStoreOptions = {
  url: string
  log: Log
  migrations?: readonly Migration[]
  /** What this node told and knows is of a history that is no more: a failover lost some of it, or a backup was restored. */
  onRenewed?: () => void
  /** How long a database that is not there is waited for, in milliseconds. */
  startMsMax?: number
}

/** A store on PostgreSQL, shared by all nodes; `brokerKey` is a secret they share through it. */
export type PostgresStore = { store: Store; brokerKey: Buffer }

/** Opens a store on PostgreSQL, and brings its schema up to date. Rejects when the database cannot be reached or is of a newer kind. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { url, log, migrations = readMigrations(MIGRATIONS_URL), onRenewed = () => {} } = options
  const { startMsMax = POSTGRES_START_MS_MAX } = options
  const onFault = lineLostLog(log)
  await prepare({ url, log, migrations, startMsMax, onFault })

  const lineage = new Lineage(onRenewed)
  const check = (client: pg.ClientBase) => lineage.check(client)
  const reading = createPool({ url, purpose: 'reading', onFault, check })
  const writing = createPool({ url, purpose: 'writing', onFault, check })
  const noting = createPool({ url, purpose: 'noting', onFault, check })
  const searching = createPool({ url, purpose: 'searching', onFault, check })
  const ask = askingAgain(reading)
  const [secret] = await ask<{ value: Buffer }>("SELECT value FROM secrets WHERE name = 'broker-key'")
  if (!secret) throw new Error('The database has no broker key.')
  const write = createChangeWriter(writing)
  const underway = new Set<Promise<unknown>>()
  return {
    brokerKey: secret.value,
    store: {
      commit(changes) {
        const committing = write(changes)
        underway.add(committing)
        const forget = () => underway.delete(committing)
        committing.then(forget, forget)
        return committing
      },
      ...createRecordReader(ask),
      ...orUnavailable(createSearchReader(searching)),
      ...orUnavailable({
        indexSegment: (roomId: RoomId) => indexSegment(searching, asking(searching), roomId),
      }),
      files: createFileTable(ask, noting),
      attention: createAttentionTable(ask, noting),
      credentials: createCredentialTable(ask, noting),
      doors: createDoorTable(ask, noting),
      erased: createErasedTable(ask, noting),
      deeds: createDeedTable(ask, noting),
      devices: createDeviceTable(ask, noting),
      handoffs: createHandoffTable(noting),
      reports: createReportTable(ask, noting),
      operator: createOperatorTable(noting),
      own: createOwnTable(ask),
      ...orUnavailable({ saveLastReads: (reads: readonly LastRead[]) => saveLastReads(noting, reads) }),
      revokeToken: (tokenHash) => revokeToken(asking(noting), tokenHash),
      async close() {
        await Promise.allSettled(underway)
        // A pool ends once what it lent out is back, which is after all that was asked for is answered.
        await Promise.all([reading.end(), writing.end(), noting.end(), searching.end()])
      },
    },
  }
}

/** Readings may be asked twice: who finds a line dead that lay idle takes another. */
function askingAgain(pool: pg.Pool): Ask {
  const once = asking(pool)
  return async <Row>(statement: Statement | string, values?: readonly unknown[]) => {
    if (pool.waitingCount >= POSTGRES_READINGS_WAITING_MAX)
      throw new StoreUnavailable('Too many wait for PostgreSQL.')
    try {
      return await once<Row>(statement, values)
    } catch (error) {
      if (!isLineLost(error)) throw unavailable(error)
    }
    try {
      return await once<Row>(statement, values)
    } catch (error) {
      throw unavailable(error)
    }
  }
}

/** The same calls, failing as a store does. */
function orUnavailable<Calls extends Record<string, (...args: never[]) => Promise<unknown>>>(
  calls: Calls,
): Calls {
  const entries = Object.entries(calls).map(([name, call]) => [
    name,
    async (...args: never[]) => {
      try {
        return await call(...args)
      } catch (error) {
        throw unavailable(error)
      }
    },
  ])
  return Object.fromEntries(entries) as Calls
}

const unavailable = (cause: unknown) =>
  new StoreUnavailable(`PostgreSQL did not answer: ${reasonOf(cause)}`, { cause })

type Preparation = Omit<Required<PostgresStoreOptions>, 'onRenewed'> & { onFault: (error: unknown) => void }

/** Waits until the database is there, which in a cluster that starts may be after us, and changes its schema. */
async function prepare({ url, log, migrations, startMsMax, onFault }: Preparation): Promise<void> {
  const pool = createPool({ url, purpose: 'keeping', onFault })
  const until = performance.now() + startMsMax
  let isTold = false
  try {
    for (;;) {
      try {
        await examineServer(asking(pool), log)
        await migrate(pool, migrations)
        if (await isHalfMoved(asking(pool)))
          throw new SchemaUnusable(
            'An SQLite database is on its way into this PostgreSQL, and not all of it is here. Finish that: confab move --from sqlite --to postgres.',
          )
        return
      } catch (error) {
        if (error instanceof SchemaUnusable || error instanceof DatabaseUnusable) throw error
        if (!isLineLost(error) || performance.now() > until)
          throw new DatabaseUnusable(`PostgreSQL cannot be used: ${reasonOf(error)}`, { cause: error })
        if (!isTold) log.warn('waiting-for-database', errorFields(error))
        isTold = true
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    }
  } finally {
    await pool.end()
  }
}

/** Looks whether the server is one that keeps what it is told. */
async function examineServer(ask: Ask, log: Log): Promise<void> {
  const [server] = await ask<{ version: number; fsync: string; pages: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('fsync') AS fsync,
       current_setting('full_page_writes') AS pages`,
  )
  if (server && server.version < POSTGRES_VERSION_MIN * 10_000)
    throw new DatabaseUnusable(
      `PostgreSQL ${POSTGRES_VERSION_MIN} or newer is needed, this is ${Math.floor(server.version / 10_000)}.`,
    )
  if (server?.fsync === 'off' || server?.pages === 'off')
    log.warn('database-not-durable', { fsync: server.fsync, fullPageWrites: server.pages })
}

/** What DATABASE_URL leads to is not there, or lets nobody in. */
export class DatabaseUnusable extends Error {
  override name = 'DatabaseUnusable'
}

/** A server that goes takes all its connections with it: one line of log for all of them. */
function lineLostLog(log: Log): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return (error) => {
    if (performance.now() - toldAt < LINE_LOST_TOLD_MS) return
    toldAt = performance.now()
    log.warn('database-line-lost', errorFields(error))
  }
}

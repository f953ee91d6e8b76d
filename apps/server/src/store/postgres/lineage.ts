import type pg from 'pg'
import { asking } from './pool.ts'

/** A server that only repeats what another writes: nothing can be committed there, and what is read may be old. */
export class OnlyReplica extends Error {
  override name = 'OnlyReplica'
}

type State = {
  isReplica: boolean
  commits: string
  timeline: string | null
  isSynchronous: boolean
  knownTimeline: string | null
  wasSynchronous: boolean
  number: number
}

const READ = `SELECT pg_is_in_recovery() AS "isReplica", current_setting('synchronous_commit') AS commits,
    CASE WHEN NOT pg_is_in_recovery() THEN (SELECT system_identifier FROM pg_control_system())::text || ' '
      || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline,
    current_setting('synchronous_standby_names') <> ''
      AND current_setting('synchronous_commit') IN ('on', 'remote_apply') AS "isSynchronous",
    timeline AS "knownTimeline", is_synchronous AS "wasSynchronous", number
  FROM lineage`

/** Begins another history in every room. The form of every id on the wire: 128 random bits in 22 characters. */
export const RENEW_EPOCHS = `UPDATE rooms SET epoch = translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_')`

/**
 * Watches which history the database is in. After a failover, or when a backup was restored, the server goes on in another timeline,
 * and commits of the old one may be missing from it, although people were told of them. Then every room gets another epoch before
 * anything is read or written: whoever comes with a cursor of the lost history is sent a fresh page, and what they have in their
 * outbox is posted again.
 *
 * Nothing is missing when commits waited for a standby and this very process has seen that they did; then all goes on as it was.
 */
export class Lineage {
  readonly #onRenewed: () => void
  /** What this process knew last: the timeline it worked in, and the number of its history. */
  #known: { timeline: string; number: number } | null = null

  /** `onRenewed` hears that what this node's rooms and connections know is of a history that is no more. */
  constructor(onRenewed: () => void) {
    this.#onRenewed = onRenewed
  }

  /** Asks a new connection where it leads, before anything else is asked on it. */
  async check(client: pg.ClientBase): Promise<void> {
    const ask = asking(client)
    const [state] = await ask<State>(READ)
    if (!state) throw new Error('The database does not say which history it is.')
    if (state.isReplica) throw new OnlyReplica('This server is a replica.')
    const { timeline } = state
    if (timeline === null) throw new Error('The database has no timeline.')
    // What is answered is on disk (D1), whatever other programs on this server are content with.
    if (state.commits === 'off') await ask('SET synchronous_commit = on')
    const isSettled = state.knownTimeline === timeline && state.wasSynchronous === state.isSynchronous
    const number = isSettled ? state.number : await this.#settle(client, timeline)
    const before = this.#known
    this.#known = { timeline, number }
    if (before && before.number !== number) this.#onRenewed()
  }

  /** Writes down where we are, once for all nodes; answers the number of the history. */
  async #settle(client: pg.ClientBase, timeline: string): Promise<number> {
    const ask = asking(client)
    await client.query('BEGIN')
    try {
      // Every room may be written anew; nobody works meanwhile, so nothing is gained by giving up.
      await ask('SET LOCAL lock_timeout = 0')
      await ask('SET LOCAL statement_timeout = 0')
      // Another node may be at it already, and takes its time.
      const { rows } = await client.query({
        text: `${READ} FOR UPDATE`,
        query_timeout: RENEWING_MS_MAX,
      } as never)
      const [state] = rows as State[]
      if (!state) throw new Error('The database does not say which history it is.')
      const isNew = state.knownTimeline !== null && state.knownTimeline !== timeline
      const isWhole = state.wasSynchronous && this.#known?.timeline === state.knownTimeline
      const number = state.number + Number(isNew && !isWhole)
      if (number !== state.number)
        await client.query({ text: RENEW_EPOCHS, query_timeout: RENEWING_MS_MAX } as never)
      await ask('UPDATE lineage SET timeline = $1, is_synchronous = $2, number = $3', [
        timeline,
        state.isSynchronous,
        number,
      ])
      await client.query('COMMIT')
      return number
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    }
  }
}

/** How long the renewing of all rooms may take, in milliseconds: a million of them take half a minute. */
const RENEWING_MS_MAX = 10 * 60_000

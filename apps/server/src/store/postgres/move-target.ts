import type pg from 'pg'
import {
  firstKey,
  MOVED_TABLES,
  type MovedKey,
  type MovedRow,
  type MovedTable,
  rowsBehind,
} from '../move/tables.ts'
import { NotDone } from '../not-done.ts'
import { isServed } from './keep-database.ts'
import { asking } from './pool.ts'

/** Any number but that of the migrations: who holds this lock moves a database into this one. */
const MOVE_LOCK = 7_266_323

/** Rows read at once to compare them. */
const ROWS_READ_MAX = 2_000

/** How far a move is. */
export type MoveState = { source: string; table: string; after: MovedKey; isFinished: boolean }

const STATE = `SELECT source, at_table AS "table", after, finished_at IS NOT NULL AS "isFinished" FROM moves`

/** A PostgreSQL database that an SQLite database is moved into, over one connection. */
export class MoveTarget {
  readonly #client: pg.ClientBase
  readonly #ask

  private constructor(client: pg.ClientBase) {
    this.#client = client
    this.#ask = asking(client)
  }

  /** Rejects with `NotDone` while somebody else moves into it. */
  static async take(client: pg.ClientBase): Promise<MoveTarget> {
    const target = new MoveTarget(client)
    const [lock] = await target.#ask<{ isOurs: boolean }>(
      `SELECT pg_try_advisory_lock(${MOVE_LOCK}) AS "isOurs"`,
    )
    if (!lock?.isOurs) throw new NotDone('Another move into this PostgreSQL database is under way.')
    return target
  }

  /** How far a move into it is; null when there was none. */
  async state(): Promise<MoveState | null> {
    const [state] = await this.#ask<MoveState>(STATE)
    return state ?? null
  }

  /** Whether there is anything in it that people made. */
  async isEmpty(): Promise<boolean> {
    const some = MOVED_TABLES.map(({ name }) => `EXISTS (SELECT FROM ${name})`).join(' OR ')
    const [answer] = await this.#ask<{ isUsed: boolean }>(`SELECT ${some} AS "isUsed"`)
    return answer?.isUsed === false
  }

  /** Whether a server, or anybody else of ours, is connected besides us. */
  isServed(): Promise<boolean> {
    return isServed(this.#ask)
  }

  /** Notes that a move begins. From now on no server starts on this database. */
  async begin(source: string): Promise<MoveState> {
    const [first] = MOVED_TABLES
    const after = firstKey(first)
    await this.#ask('INSERT INTO moves (move, source, at_table, after) VALUES (true, $1, $2, $3)', [
      source,
      first.name,
      JSON.stringify(after),
    ])
    return { source, table: first.name, after, isFinished: false }
  }

  /** Takes the note back. Nothing must have been moved yet. */
  async forget(): Promise<void> {
    await this.#ask('DELETE FROM moves')
  }

  /** Writes a portion, and with it that the move goes on behind it: both or neither. */
  async write(table: MovedTable, rows: readonly MovedRow[], after: MovedKey): Promise<void> {
    const columns = Object.entries(table.columns)
    const names = columns.map(([name]) => name)
    const arrays = columns.map(([, type], i) => `$${i + 1}::${type}[]`)
    await this.#inTransaction(async () => {
      if (rows.length > 0)
        await this.#ask(
          {
            name: `move-${table.name}`,
            text: `INSERT INTO ${table.name} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')})`,
          },
          names.map((name) => rows.map((row) => row[name])),
        )
      await this.#ask({ name: 'move-on', text: 'UPDATE moves SET at_table = $1, after = $2' }, [
        table.name,
        JSON.stringify(after),
      ])
    })
  }

  /** Everything is there: new rooms, people and reports get keys behind those that came, and the planner learns what there is. */
  async settle(): Promise<void> {
    for (const [table, column] of [
      ['identities', 'identity'],
      ['rooms', 'room'],
      ['reports', 'report'],
    ])
      await this.#ask(
        `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), (SELECT coalesce(max(${column}), 0) + 1 FROM ${table}), false)`,
      )
    await this.#ask('ANALYZE')
  }

  /** Notes that the move is finished: servers may start. */
  async finish(): Promise<void> {
    await this.#ask('UPDATE moves SET finished_at = now()')
  }

  /** The rows of a table behind a key. */
  rows(table: MovedTable, after: MovedKey): Promise<MovedRow[]> {
    return this.#ask<MovedRow>(
      rowsBehind(table, (number) => `$${number}`, ROWS_READ_MAX),
      after,
    )
  }

  async #inTransaction(work: () => Promise<void>): Promise<void> {
    await this.#client.query('BEGIN')
    try {
      await work()
      await this.#client.query('COMMIT')
    } catch (error) {
      await this.#client.query('ROLLBACK').catch(() => {})
      throw error
    }
  }
}

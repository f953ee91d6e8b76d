import type { Epoch, RoomId } from '@confab/protocol'
import { PAGE_RECORDS_MAX } from '@confab/protocol/limits'
import { Postgres } from '@confab/throwaway'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REPAIR_RECORDS_MAX } from '../../limits.ts'
import { readMigrations } from '../migrations.ts'
import type { TokenHash } from '../store.ts'
import { MIGRATIONS_URL } from './files.ts'
import { migrate } from './migrate.ts'
import { type Ask, asking, createPool } from './pool.ts'
import {
  READ_CHANGES,
  READ_ENTRY,
  READ_PAGE_ABOVE,
  READ_PAGE_BELOW,
  READ_SUMMARIES,
} from './read-statements.ts'
import { createRecordReader } from './record-reader.ts'

// What the contract cannot see: how much is read for an answer, and in how many questions.

const ANA = 'a'.repeat(64) as TokenHash
const EPOCH = 'epoch-of-the-kitchen00' as Epoch
const [HUGE, SMALL, QUOTED, LONG] = ['huge', 'small', 'quoted', 'long'].map(
  (id) => id.padEnd(22, '0') as RoomId,
)
const MESSAGES = { [`${HUGE}`]: 50_000, [`${SMALL}`]: 200, [`${QUOTED}`]: 70, [`${LONG}`]: 200 }
const BODIES = { [`${QUOTED}`]: `repeat('"', 8000)`, [`${LONG}`]: `repeat('x', 8000)` }

/** Places 1 and 2 are the room's and Ana's; the messages follow. */
const FILL = `
  INSERT INTO identities VALUES (1, 0);
  INSERT INTO tokens VALUES ('${ANA}', 1);
  ${Object.entries(MESSAGES)
    .map(
      ([id, count], room) => `
        INSERT INTO rooms VALUES (${room}, '${id}', '${room}', '${EPOCH}', ${count + 3}, 0, ${count + 3}, 'Supper', 0);
        INSERT INTO members VALUES (${room}, 2, 2, 'ana', 1, 'Ana', 'ana', 'owner', 0);
        INSERT INTO messages SELECT ${room}, n, n, '${id}' || n, 'bo', 'Bo', 0, ${BODIES[id] ?? `'word ' || n`}
          FROM generate_series(3, ${count + 2}) AS n;`,
    )
    .join('')}`

let postgres: Postgres
let pool: ReturnType<typeof createPool>
const asked: string[] = []
const ask: Ask = (statement, values) => {
  asked.push(typeof statement === 'string' ? statement : statement.name)
  return asking(pool)(statement, values)
}
const reader = createRecordReader(ask)

beforeAll(async () => {
  postgres = await Postgres.start({ settings: { autovacuum: 'off' } })
  const url = await postgres.createDatabase()
  const keeper = createPool({ url, purpose: 'keeping', onFault: console.error })
  await migrate(keeper, readMigrations(MIGRATIONS_URL))
  await keeper.query(FILL)
  await keeper.end()
  pool = createPool({ url, purpose: 'reading', onFault: console.error })
}, 60_000)

afterAll(async () => {
  await pool.end()
  await postgres.destroy()
})

/** Pages of the database that an answer touches, by the plan that serves all values. */
async function pagesTouched({ name, text }: { name: string; text: string }, values: string): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query(`PREPARE "explained-${name}" AS ${text}`)
    // The first time also touches what only the planning needs.
    for (let time = 1; ; time++) {
      const { rows } = await client.query(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE "explained-${name}" (${values})`,
      )
      if (time < 2) continue
      const { Plan } = rows[0]['QUERY PLAN'][0]
      return Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks']
    }
  } finally {
    await client.query('DEALLOCATE ALL')
    client.release(true)
  }
}

test.each([
  ['before PostgreSQL has seen the tables', 'SELECT 1'],
  ['when it has', 'ANALYZE'],
])('[D10] a room of 50,000 messages costs what a small one costs, %s', async (_when, first) => {
  await pool.query(first)
  for (const room of [HUGE, SMALL]) {
    const head = (MESSAGES[`${room}`] ?? 0) + 3
    const questions = [
      [READ_ENTRY, `'${room}', '{${ANA}}', NULL, NULL`],
      [READ_ENTRY, `'${room}', '{${ANA}}', '${EPOCH}', ${head - 100}`],
      [READ_ENTRY, `'${room}', '{${ANA}}', '${EPOCH}', 2`],
      [READ_PAGE_BELOW, `'${room}', '{${ANA}}', ${head >> 1}, ${PAGE_RECORDS_MAX + 1}`],
      [READ_PAGE_ABOVE, `'${room}', '{${ANA}}', ${head >> 1}, ${PAGE_RECORDS_MAX + 1}`],
      [READ_CHANGES, `'${room}', ${head >> 1}, 100`],
      [READ_SUMMARIES, `'${ANA}', '{${room}}', '{2}'`],
    ] as const
    for (const [statement, values] of questions)
      expect(await pagesTouched(statement, values), `${statement.name} (${values})`).toBeLessThan(50)
  }
})

test('[D10] what is too long for a replay is seen with the first question, but for what JSON adds to a text', async () => {
  const enter = async (roomId: RoomId, sequence: number) => {
    asked.length = 0
    const entry = await reader.readEntry(roomId, [ANA], { epoch: EPOCH, sequence })
    return [entry?.by, asked.length]
  }
  expect(await enter(SMALL as RoomId, 2)).toEqual(['replay', 1])
  expect(await enter(HUGE as RoomId, 2)).toEqual(['reset', 1])
  expect(await enter(LONG as RoomId, 2)).toEqual(['reset', 1])
  expect(await enter(QUOTED as RoomId, 2)).toEqual(['reset', 2])
  expect(await enter(QUOTED as RoomId, 20)).toEqual(['replay', 1])
})

test('[D2] whoever asks for more changes than are read at once gets a portion without a hole', async () => {
  const { head, upTo, records } = await reader.readChanges(HUGE as RoomId, 2, REPAIR_RECORDS_MAX * 3)
  expect({ head, upTo }).toEqual({ head: 50_003, upTo: 2 + REPAIR_RECORDS_MAX })
  expect(records.map(({ version }) => version)).toEqual(
    Array.from({ length: REPAIR_RECORDS_MAX }, (_, i) => i + 3),
  )
})

import { Postgres } from '@confab/throwaway'
import { expect, onTestFinished, test } from 'vitest'
import { readMigrations } from '../migrations.ts'
import { aCast, create, join, post, retitle } from '../testing/cast.ts'
import { createChangeWriter } from './change-writer.ts'
import { MIGRATIONS_URL } from './files.ts'
import { migrate } from './migrate.ts'
import { createPool } from './pool.ts'

// What the contract cannot see: how much is read for what is written.

/** Very many rooms, each with somebody who said something, all of a sudden. */
const FILL = `
  CREATE TEMPORARY TABLE numbers AS SELECT n FROM generate_series(1000, 20999) AS n;
  INSERT INTO identities SELECT n, 0 FROM numbers;
  INSERT INTO tokens SELECT lpad(n::text, 64, '0'), n FROM numbers;
  INSERT INTO rooms SELECT n, 'room' || n, 'code' || n, 'epoch', 3, 0, 3, 'Supper', 0 FROM numbers;
  INSERT INTO members SELECT n, 2, 2, 'member' || n, n, 'Bo', 'bo', 'owner', 0 FROM numbers;
  INSERT INTO messages SELECT n, 3, 3, 'message' || n, 'member' || n, 'Bo', 0, 'salt' FROM numbers;`

test('a batch looks at what it is about, however much there came to be since it was planned', async () => {
  const postgres = await Postgres.start({ settings: { autovacuum: 'off' } })
  onTestFinished(() => postgres.destroy())
  const url = await postgres.createDatabase()
  const keeper = createPool({ url, purpose: 'keeping', onFault: console.error })
  const pool = createPool({ url, purpose: 'writing', onFault: console.error })
  onTestFinished(async () => void (await Promise.all([keeper.end(), pool.end()])))
  await migrate(keeper, readMigrations(MIGRATIONS_URL))
  const write = createChangeWriter(pool)

  /** Rows and entries of indexes that were looked at in all. A connection tells what it counted when it is asked to. */
  const looked = async (): Promise<number> => {
    for (const each of [pool, keeper]) await each.query('SELECT pg_stat_force_next_flush()')
    const { rows } = await keeper.query(`SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables)
      + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes) AS count`)
    return Number(rows[0]?.count)
  }
  /** The same for a new room in which somebody comes and something is said. */
  const lookedForBatch = async (): Promise<number> => {
    const { kitchen, ana, bo } = aCast()
    const batch = [
      create(kitchen, ana),
      join(kitchen, bo),
      retitle(kitchen, ana, 'Supper'),
      post(kitchen, bo, 'salt'),
    ]
    const before = await looked()
    const made = await write(batch.slice(0, 2))
    const said = await write(batch.slice(2))
    expect([...made, ...said].map(({ outcome }) => outcome)).toEqual(Array(4).fill('applied'))
    return (await looked()) - before
  }
  for (let turn = 0; turn < 8; turn++) await lookedForBatch()
  const whenFew = await lookedForBatch()
  await keeper.query(FILL)
  expect(whenFew).toBeGreaterThan(4)
  expect(await lookedForBatch()).toBeLessThan(whenFew + 50)
}, 60_000)

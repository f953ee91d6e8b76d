import { Postgres } from '@confab/throwaway'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import { type Migration, readMigrations } from '../migrations.ts'
import { aCast, applied, create, join, post } from '../testing/cast.ts'
import { MIGRATIONS_URL } from './files.ts'
import { openPostgresStore } from './postgres-store.ts'

let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)
afterAll(() => postgres.destroy())

const OURS = readMigrations(MIGRATIONS_URL)

/** The steps of ours, and one more that a later version would bring. */
const withStep = (sql: string): Migration[] => [
  ...OURS,
  { version: OURS.length + 1, name: 'a-later-step.sql', sql },
]

async function aDatabase() {
  const url = await postgres.createDatabase()
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end())
  return {
    url,
    client,
    async start(migrations: readonly Migration[] = OURS) {
      const { store } = await openPostgresStore({ url, log: silentLog, migrations, startMsMax: 20_000 })
      onTestFinished(() => store.close())
      return store
    },
    async versions() {
      const { rows } = await client.query('SELECT version FROM migrations ORDER BY version')
      return rows.map(({ version }) => version)
    },
  }
}

const EXPAND = `ALTER TABLE messages ADD COLUMN mood text;
  CREATE TABLE moods (mood text PRIMARY KEY)`

test('[D2] nodes of two versions serve one room while a step that only adds is taken between them', async () => {
  const { start, versions } = await aDatabase()
  const before = await start()
  const { kitchen, ana, bo } = aCast()
  await before.commit([create(kitchen, ana), join(kitchen, bo)])
  const after = await start(withStep(EXPAND))
  for (let round = 0; round < 5; round++) {
    const [[old], [late]] = await Promise.all([
      before.commit([post(kitchen, ana, `old ${round}`)]),
      after.commit([post(kitchen, bo, `late ${round}`)]),
    ])
    expect([...applied(old), ...applied(late)]).toHaveLength(2)
  }
  const again = await start()
  expect((await again.readChanges(kitchen.roomId, 0, 100)).head).toBe(13)
  expect(await versions()).toHaveLength(OURS.length + 1)
})

test('a step that the version before cannot live with says so, and that version does not start any more', async () => {
  const { start } = await aDatabase()
  await start(withStep(`-- needs: ${OURS.length + 1}\nALTER TABLE rooms DROP COLUMN title`))
  await expect(start()).rejects.toThrow(`needs a server that knows version ${OURS.length + 1}`)
})

test('a step that fails leaves nothing of itself, and is taken whole another time', async () => {
  const { start, client, versions } = await aDatabase()
  await expect(start(withStep('CREATE TABLE half (x int); SELECT 1 / 0'))).rejects.toThrow('a-later-step.sql')
  expect(await versions()).toHaveLength(OURS.length)
  expect((await client.query("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }])
  await start(withStep('CREATE TABLE half (x int)'))
  expect(await versions()).toHaveLength(OURS.length + 1)
})

test('a node killed in the middle of a step leaves nothing of it, and the next one takes it', async () => {
  const { start, client, versions } = await aDatabase()
  await start()
  // The first to take the step sleeps in it; whoever comes after the kill finds a table to say so, and does not.
  await client.query('CREATE TABLE naps (nap int)')
  const step = `CREATE TABLE half (x int);
    SELECT pg_sleep(60) WHERE NOT EXISTS (SELECT 1 FROM naps)`
  const starting = start(withStep(step))
  const asleep = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
  const pid = await vi.waitFor(async () => {
    const { rows } = await client.query(asleep)
    expect(rows).toHaveLength(1)
    return rows[0].pid
  }, 10_000)
  await client.query('INSERT INTO naps VALUES (1)')
  await client.query('SELECT pg_terminate_backend($1)', [pid])
  await starting
  expect(await versions()).toHaveLength(OURS.length + 1)
})

test('a step that waits for a table in use lets others to it meanwhile, and is taken in the end', async () => {
  const { start, client, versions } = await aDatabase()
  const serving = await start()
  const { kitchen, ana } = aCast()
  await serving.commit([create(kitchen, ana)])
  await client.query('BEGIN')
  await client.query('SELECT count(*) FROM messages')
  const starting = start(withStep(EXPAND))
  for (let round = 0; round < 10; round++) {
    const [written] = await serving.commit([post(kitchen, ana, `meanwhile ${round}`)])
    expect(applied(written)).toHaveLength(1)
  }
  await client.query('COMMIT')
  await starting
  expect(await versions()).toHaveLength(OURS.length + 1)
})

import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { Postgres } from '@confab/throwaway'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import { SEGMENT_PLACES } from '../../search/postings.ts'
import { type OpenedStore, storeContract } from '../store.contract.ts'
import { StoreUnavailable } from '../store.ts'
import { aCast, applied, create, edit, idOf, join, post, react } from '../testing/cast.ts'
import { uploaded } from '../testing/uploads.ts'
import { openPostgresStore } from './postgres-store.ts'

let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)
afterAll(() => postgres.destroy())

async function aStore(url: string, onRenewed = () => {}) {
  const { store } = await openPostgresStore({ url, log: silentLog, startMsMax: 10_000, onRenewed })
  return store
}

storeContract('PostgreSQL', async (): Promise<OpenedStore> => {
  const url = await postgres.createDatabase()
  let store = await aStore(url)
  const reopen = async () => {
    // Its connections as well: a server has so many, and the next test needs some.
    await store.close()
    store = await aStore(url)
    return store
  }
  return { store, reopen, destroy: async () => {} }
})

test('of what its room keeps no longer no row of any table has anything', async () => {
  const url = await postgres.createDatabase()
  const store = await aStore(url)
  const client = new pg.Pool({ connectionString: url })
  onTestFinished(async () => void (await Promise.all([store.close(), client.end()])))
  const rowsWith = async (canary: string) => {
    const tables = await client.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
    const found: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS count FROM ${name} t WHERE t::text LIKE $1`,
        [`%${canary}%`],
      )
      if (rows[0].count > 0) found.push(String(name))
    }
    return found.sort()
  }
  const { kitchen, ana, bo } = aCast()
  const { roomId } = kitchen
  const at = 1_700_000_000_000
  await store.commit([create(kitchen, ana), join(kitchen, bo)])
  const { fileId, name } = await uploaded({ store, reopen: async () => {} }, kitchen, ana)
  const said = post(kitchen, ana, 'wyrmwoodqx', { messageId: anId<MessageId>('said'), files: [fileId] })
  const erased = post(kitchen, bo, 'wyrmwoodqx too', { messageId: anId<MessageId>('erased') })
  await store.commit([
    said,
    erased,
    react(kitchen, bo, said, '🪿'),
    edit(kitchen, ana, said, `wyrmwoodqx <@${bo.memberIn(kitchen)}>`),
  ])
  const lead = { roomId, memberId: ana.memberIn(kitchen), at }
  await store.commit([
    { kind: 'erase-messages', messageIds: [idOf(erased)], ...lead },
    { kind: 'change-settings', keptHours: 1, ...lead },
  ])
  for (let place = 10; place <= SEGMENT_PLACES; place += 512)
    await store.commit(
      Array.from({ length: 512 }, (_, i) =>
        post(kitchen, ana, 'bread', { messageId: anId<MessageId>(`m-${place + i}`), at: at + 3_600_000 }),
      ),
    )
  await store.indexSegment(roomId)
  expect(await rowsWith('wyrmwoodqx')).toEqual(['edits', 'erased_messages', 'messages'])
  expect(await rowsWith('wyr')).toContain('search_postings')
  expect(await rowsWith('🪿')).toEqual(['reactions', 'reactors'])
  expect(await rowsWith(name)).toEqual(['files', 'messages'])
  const around = ['mentions', 'reactors', 'edits', 'reactions', 'erased_messages', 'search_segments']
  const counted = async () =>
    Promise.all(around.map(async (table) => (await client.query(`SELECT FROM ${table}`)).rowCount))
  expect(await counted()).toEqual([1, 1, 1, 1, 1, 1])

  await store.commit([{ kind: 'expire-messages', roomId, at: at + 3_600_000 }])
  await store.files.forget((await store.files.readDue(0, 10)).map((due) => due.fileId))
  expect([await rowsWith('wyr'), await rowsWith('🪿'), await rowsWith(name)]).toEqual([[], [], []])
  expect(await counted()).toEqual([0, 0, 0, 0, 0, 0])
})

test('[D2] two nodes that write to one room at once leave no hole, and nothing is there twice', async () => {
  const url = await postgres.createDatabase()
  const [here, there] = [await aStore(url), await aStore(url)]
  onTestFinished(async () => void (await Promise.all([here.close(), there.close()])))
  const { kitchen, harbour, ana, bo } = aCast()
  await here.commit([create(kitchen, ana), join(kitchen, bo), create(harbour, bo), join(harbour, ana)])
  const rounds = Array.from({ length: 40 }, (_, round) => round)
  await Promise.all(
    rounds.flatMap((round) => [
      here.commit([post(kitchen, ana, `ana ${round}`), post(harbour, ana, `ana ${round}`)]),
      there.commit([post(harbour, bo, `bo ${round}`), post(kitchen, bo, `bo ${round}`)]),
      // Both nodes are asked for the same: its line went, and it came back to the other.
      here.commit([post(kitchen, bo, `twice ${round}`)]),
      there.commit([post(kitchen, bo, `twice ${round}`)]),
    ]),
  )
  const { head, records } = await here.readChanges(kitchen.roomId, 0, 1_000)
  expect(head).toBe(3 + 3 * rounds.length)
  expect(records.map(({ version }) => version)).toEqual(Array.from({ length: head }, (_, i) => i + 1))
})

test('[D3] two nodes that are asked at once for one room, or one identity, answer as one would', async () => {
  const url = await postgres.createDatabase()
  const [here, there] = [await aStore(url), await aStore(url)]
  onTestFinished(async () => void (await Promise.all([here.close(), there.close()])))
  for (let round = 0; round < 10; round++) {
    const { kitchen, harbour, ana } = aCast()
    const [first, second, other] = await Promise.all([
      here.commit([create(kitchen, ana)]),
      there.commit([create(kitchen, ana)]),
      there.commit([create(harbour, ana)]),
    ])
    expect([first[0]?.outcome, second[0]?.outcome].sort()).toEqual(['applied', 'repeated'])
    expect(other[0]?.outcome).toBe('applied')
  }
})

test('[A61] two who want one name at the same instant on two nodes: one has it', async () => {
  const url = await postgres.createDatabase()
  const [here, there] = [await aStore(url), await aStore(url)]
  onTestFinished(async () => void (await Promise.all([here.close(), there.close()])))
  for (let round = 0; round < 10; round++) {
    const { kitchen, ana, bo, chidi } = aCast()
    await here.commit([create(kitchen, ana)])
    const outcomes = await Promise.all([
      here.commit([join(kitchen, bo, { name: 'Sam' })]),
      there.commit([join(kitchen, chidi, { name: 'Sam' })]),
    ])
    expect(
      outcomes
        .flat()
        .map((answer) => (answer.outcome === 'refused' ? answer.code : answer.outcome))
        .sort(),
    ).toEqual(['applied', 'name-taken'])
  }
})

test('nodes that start at once on an empty database bring it up together', async () => {
  const url = await postgres.createDatabase()
  const stores = await Promise.all([1, 2, 3].map(() => aStore(url)))
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))))
  const { kitchen, ana } = aCast()
  await stores[0]?.commit([create(kitchen, ana)])
  for (const store of stores) expect(await store.findRoom(kitchen.code)).toBe(kitchen.roomId)
})

test('a PostgreSQL that went is unavailable; the process lives, and goes on when it is back', async () => {
  const own = await Postgres.start({ isDurable: true })
  onTestFinished(() => own.destroy())
  const store = await aStore(await own.createDatabase())
  onTestFinished(() => store.close())
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana)])
  for (const how of ['fast', 'immediate'] as const) {
    await own.stop(how)
    await expect(store.commit([post(kitchen, ana, how)])).rejects.toThrow(StoreUnavailable)
    await expect(store.readHeads([kitchen.roomId])).rejects.toThrow(StoreUnavailable)
    await expect(store.commit([])).rejects.toThrow(StoreUnavailable)
    await own.start()
    const written = await vi.waitFor(() => store.commit([post(kitchen, ana, how)]), { timeout: 10_000 })
    expect(applied(written[0])).toMatchObject([{ body: how }])
  }
})

test('[D10] a commit costs the same in a huge room, whatever PostgreSQL believes of its tables', async () => {
  const own = await Postgres.start({ settings: { autovacuum: 'off' } })
  onTestFinished(() => own.destroy())
  const url = await own.createDatabase()
  const store = await aStore(url)
  const { kitchen, harbour, ana, bo, chidi } = aCast()
  await store.commit([create(kitchen, ana), join(kitchen, bo)])
  // As long as all is small, one plan is as good as another; the one that is chosen then stays.
  for (let round = 0; round < 10; round++)
    await store.commit([post(kitchen, ana, `small ${round}`), join(kitchen, bo, { name: `Bo ${round}` })])
  const database = new URL(url).pathname.slice(1)
  await own.query(
    `INSERT INTO messages SELECT 1, n + 100, n + 100, 'old' || n, 'x', 'Ana', 0, 'salt' FROM generate_series(1, 50000) n;
     INSERT INTO identities SELECT n + 1000, 0 FROM generate_series(1, 5000) n;
     INSERT INTO tokens SELECT md5(n::text), n + 1000 FROM generate_series(1, 5000) n;
     INSERT INTO members SELECT 1, n + 60000, n + 60000, 'm' || n, n + 1000, 'M' || n, 'm' || n, 'member', 0
       FROM generate_series(1, 4000) n;
     UPDATE rooms SET head = 70000`,
    database,
  )
  const scans = async () =>
    (await own.query(
      `SELECT relname, seq_tup_read::int AS read FROM pg_stat_user_tables
       WHERE relname IN ('messages', 'members', 'tokens', 'identities') ORDER BY relname`,
      database,
    )) as { relname: string; read: number }[]
  const flushed = () => own.query('SELECT pg_stat_force_next_flush()', database)
  await flushed()
  const before = await scans()
  await store.commit([join(kitchen, chidi), create(harbour, ana)])
  for (let round = 0; round < 10; round++)
    await store.commit([post(kitchen, ana, `one ${round}`), post(kitchen, bo, `two ${round}`)])
  await store.commit([join(kitchen, bo, { name: 'Bobo' })])
  // What a connection read is counted when it ends, at the latest.
  await store.close()
  await flushed()
  expect(await scans()).toEqual(before)
})

test('[D1] a commit is on disk although the server is set not to wait for that', async () => {
  const own = await Postgres.start({ settings: { synchronous_commit: 'off' } })
  onTestFinished(() => own.destroy())
  const url = await own.createDatabase()
  const store = await aStore(url)
  onTestFinished(() => store.close())
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana)])
  // Where a page of the log begins, the next place to write is behind the page's head: no more than 40 bytes, which no change has.
  const flushed =
    'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn()) <= 40 AS flushed'
  for (let round = 0; round < 20; round++) {
    await store.commit([post(kitchen, ana, `round ${round}`)])
    expect(await own.query(flushed)).toEqual([{ flushed: true }])
  }
})

test('what is no PostgreSQL, or lets nobody in, is said in words', async () => {
  const nowhere = openPostgresStore({
    url: 'postgres://confab@127.0.0.1:1/x',
    log: silentLog,
    startMsMax: 100,
  })
  await expect(nowhere).rejects.toThrow('PostgreSQL cannot be used')
  const missing = openPostgresStore({ url: postgres.urlOf('nothing'), log: silentLog })
  await expect(missing).rejects.toThrow('"nothing" does not exist')
})

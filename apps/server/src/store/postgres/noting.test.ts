import { hash } from 'node:crypto'
import type { FileId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { Postgres } from '@confab/throwaway'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import type { HandoffCodeHash, TokenHash } from '../store.ts'
import { aCast, applied, create, join, post } from '../testing/cast.ts'
import { openPostgresStore } from './postgres-store.ts'

let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)
afterAll(() => postgres.destroy())

test('[D10] posts are acked while files, attention, credentials and what was read all wait for others', async () => {
  const url = await postgres.createDatabase()
  const { store } = await openPostgresStore({ url, log: silentLog })
  onTestFinished(() => store.close())
  const { kitchen, ana, bo } = aCast()
  await store.commit([create(kitchen, ana), join(kitchen, bo)])
  await store.saveLastReads([{ roomId: kitchen.roomId, tokenHash: ana.tokenHash, upTo: 1 }])

  // Somebody else is in the middle of something, and is slow.
  const slow = new pg.Client({ connectionString: url })
  await slow.connect()
  onTestFinished(() => slow.end())
  await slow.query('BEGIN')
  await slow.query('SELECT FROM file_space FOR UPDATE')
  await slow.query('SELECT FROM identities FOR NO KEY UPDATE')
  await slow.query('SELECT FROM last_reads FOR UPDATE')
  let settled = 0
  const notes = [
    store.files.expectBytes({ fileId: anId<FileId>('photo'), storageKey: 'photo', dueAt: 1 }),
    store.attention.setQuiet(ana.tokenHash, 5),
    store.credentials.keepUserHandle(ana.tokenHash, 'handle'),
    store.saveLastReads([{ roomId: kitchen.roomId, tokenHash: ana.tokenHash, upTo: 2 }]),
  ]
  for (const note of notes)
    note
      .catch(() => {})
      .finally(() => {
        settled += 1
      })
  await untilWaiting(url, 2)

  for (let round = 0; round < 3; round++) {
    const [outcome] = await store.commit([post(kitchen, bo, `round ${round}`)])
    expect(applied(outcome)).toMatchObject([{ body: `round ${round}` }])
  }
  expect(settled).toBe(0)

  await slow.query('COMMIT')
  expect(await Promise.all(notes)).toEqual([null, true, 'handle', undefined])
})

test('[A84] a code that is taken on one node while another signs out all other devices brings none back in', async () => {
  const url = await postgres.createDatabase()
  const { store: here } = await openPostgresStore({ url, log: silentLog })
  const { store: there } = await openPostgresStore({ url, log: silentLog })
  onTestFinished(async () => void (await Promise.all([here.close(), there.close()])))
  const { kitchen, ana } = aCast()
  await here.commit([create(kitchen, ana)])
  const tokenOf = (name: string) => hash('sha256', name, 'hex') as TokenHash
  const codeOf = (name: string) => hash('sha256', name, 'hex') as HandoffCodeHash
  const taking = (name: string) => ({ tokenHash: tokenOf(name), after: 0, limit: 10 })
  await here.handoffs.make(ana.tokenHash, codeOf('first'), { at: 1, after: 0 })
  await here.handoffs.take(codeOf('first'), taking('desk'))
  await here.handoffs.make(ana.tokenHash, codeOf('second'), { at: 2, after: 0 })

  // The taking is under way, and slow.
  const slow = new pg.Client({ connectionString: url })
  await slow.connect()
  onTestFinished(() => slow.end())
  await slow.query('BEGIN')
  await slow.query('SELECT FROM handoffs FOR UPDATE')
  const taken = here.handoffs.take(codeOf('second'), taking('thief'))
  await untilWaiting(url, 1)
  const ended = there.devices.end(tokenOf('desk'), 'others')
  await Promise.race([ended, untilWaiting(url, 2)])
  await slow.query('COMMIT')
  await Promise.all([taken, ended])
  expect(await here.devices.list(tokenOf('desk'), 10)).toMatchObject([{ isThis: true }])
  expect(await here.devices.list(tokenOf('thief'), 10)).toBeNull()
})

/** Resolves when so many of the store's connections wait for somebody else's rows. */
async function untilWaiting(url: string, count: number): Promise<void> {
  const database = new URL(url).pathname.slice(1)
  await expect
    .poll(() =>
      postgres.query(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`,
      ),
    )
    .toEqual([{ count }])
}

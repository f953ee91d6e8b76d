// Searches a room of a million messages on both stores: `node tests/load/search/million.ts`, with a smaller number to try it out, and
// `sqlite` or `postgres` for one of them. It tells what posting, indexing and keeping them took, and how long searches take.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSeededRandom } from '@confab/client/testing'
import { createId, createMessageId, type MemberId, type RoomCode, type RoomId } from '@confab/protocol'
import { silentLog } from '@confab/server/src/observability/log.ts'
import { parseQuery } from '@confab/server/src/search/query.ts'
import { openPostgresStore } from '@confab/server/src/store/postgres/postgres-store.ts'
import { openSqliteStore } from '@confab/server/src/store/sqlite/sqlite-store.ts'
import type { Change, Store, TokenHash } from '@confab/server/src/store/store.ts'
import { Postgres } from '@confab/throwaway'
import pg from 'pg'
import { percentile } from '../statistics.ts'
import { createTalk, type Talk } from './talk.ts'

const MEMBERS = ['Ana', 'Bo', 'Chidi']
const BATCH = 1_000
const SECONDS_BETWEEN = 30
const FIRST_AT = Date.UTC(2017, 0, 1)
const ROUNDS = 40

const counts = process.argv.slice(2).map(Number).filter(Number.isInteger)
const messages = counts[0] ?? 1_000_000
const only = process.argv.slice(2).find((word) => word === 'sqlite' || word === 'postgres')

type Opened = {
  store: Store
  size(): Promise<{ all: number; index: number | null }>
  /** Does what the database does by itself within a minute or two of such a load, and a search should neither wait for nor meet. */
  settle(): Promise<void>
  end(): Promise<void>
}

async function openSqlite(): Promise<Opened> {
  const directory = mkdtempSync(join(tmpdir(), 'confab-search-'))
  const store = await openSqliteStore({ directory })
  return {
    store,
    async size() {
      const files = readdirSync(directory).filter((name) => name.startsWith('confab.db'))
      return { all: files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0), index: null }
    },
    async settle() {},
    async end() {
      await store.close()
      rmSync(directory, { recursive: true })
    },
  }
}

async function openPostgres(): Promise<Opened> {
  // As much memory as PostgreSQL takes by itself.
  const postgres = await Postgres.start({ isDurable: true, settings: { shared_buffers: '128MB' } })
  const url = await postgres.createDatabase()
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query(sql)
    await client.end()
    return rows
  }
  const { store } = await openPostgresStore({ url, log: silentLog })
  return {
    store,
    async size() {
      const rows = await ask(
        `SELECT pg_database_size(current_database()) AS all, pg_total_relation_size('search_postings') AS index`,
      )
      return { all: Number(rows[0].all), index: Number(rows[0].index) }
    },
    async settle() {
      await ask('VACUUM (ANALYZE)')
    },
    async end() {
      await store.close()
      await postgres.destroy()
    },
  }
}

const tokenOf = (name: string) => name.toLowerCase().padEnd(64, '0') as TokenHash

async function fill(store: Store, roomId: RoomId, talk: Talk): Promise<number> {
  const random = createSeededRandom(7)
  const members = MEMBERS.map((name) => ({ name, memberId: createId<MemberId>() }))
  const people = members.map(({ name, memberId }): Change => {
    const one = {
      roomId,
      tokenHash: tokenOf(name),
      memberId,
      name,
      nameSkeleton: name.toLowerCase(),
      at: FIRST_AT,
    }
    return name === MEMBERS[0]
      ? { kind: 'create-room', ...one, code: 'k7m4qp2x9d' as RoomCode, epoch: createId() }
      : { kind: 'join-room', ...one }
  })
  await store.commit(people)
  let took = 0
  for (let at = 0; at < messages; at += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, messages - at) }, (_, i): Change => {
      const postedAt = FIRST_AT + (at + i) * SECONDS_BETWEEN * 1_000
      const author = members[Math.floor(random() ** 2 * members.length)] ?? members[0]
      return {
        kind: 'post-message',
        roomId,
        messageId: createMessageId(postedAt),
        authorId: author?.memberId ?? createId(),
        body: talk.message(),
        at: postedAt,
      }
    })
    const began = performance.now()
    await store.commit(batch)
    took += performance.now() - began
  }
  return took
}

/** What people look for, each kind in many ways. */
function queries(talk: Talk): [kind: string, make: () => string][] {
  const random = createSeededRandom(11)
  const { words, japanese } = talk
  const between = (all: readonly string[], from: number, to: number) =>
    all[from + Math.floor(random() * (to - from))] ?? ''
  const day = () => {
    const at = FIRST_AT + random() * messages * SECONDS_BETWEEN * 1_000
    return new Date(at).toISOString().slice(0, 10)
  }
  const letters = () => Array.from({ length: 7 }, () => String.fromCharCode(97 + random() * 26)).join('')
  return [
    ['a common word', () => between(words, 0, 50)],
    ['a usual word', () => between(words, 300, 3_000)],
    ['a rare word', () => between(words, 20_000, 40_000)],
    ['two common words', () => `${between(words, 0, 100)} ${between(words, 0, 100)}`],
    ['two words, one rare', () => `${between(words, 0, 300)} ${between(words, 5_000, 30_000)}`],
    ['part of a word', () => between(words, 3_000, 40_000).slice(1, 6)],
    ['a phrase', () => `"${between(words, 0, 200)} ${between(words, 0, 200)}"`],
    ['Japanese', () => between(japanese, 0, 2_000)],
    ['one kanji', () => between(japanese, 0, 4_000).charAt(0)],
    ['two letters', () => between(words, 0, 5_000).slice(0, 2)],
    ['from somebody', () => `from:chidi ${between(words, 100, 5_000)}`],
    ['days', () => `after:${day()} before:${day()} ${between(words, 100, 5_000)}`],
    ['a day', () => `before:${day()}`],
    ['links', () => `has:link ${between(words, 0, 2_000)}`],
    ['nothing there', () => `${between(words, 10_000, 40_000)}${between(words, 10_000, 40_000)}`],
    ['nothing like it', letters],
  ]
}

async function measure(name: string, open: () => Promise<Opened>): Promise<void> {
  const { store, size, settle, end } = await open()
  const talk = createTalk(createSeededRandom(3))
  const roomId = createId<RoomId>()
  const postedMs = await fill(store, roomId, talk)
  const before = await size()
  const began = performance.now()
  let segments = 0
  while (await store.indexSegment(roomId)) segments += 1
  const indexedMs = performance.now() - began
  const after = await size()
  await settle()
  const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`
  console.log(`\n${name}: ${messages.toLocaleString('en')} messages`)
  console.log(
    `posted in ${Math.round(postedMs / 1_000)} s (${Math.round(messages / postedMs)} k/s), ${mib(before.all)}`,
  )
  console.log(
    `indexed in ${Math.round(indexedMs / 1_000)} s (${segments} stretches, ${Math.round(indexedMs / segments)} ms each), ${mib(after.index ?? after.all - before.all)} more`,
  )
  const all: number[] = []
  console.log(
    '\n| | p50 | p95 | most | found at once, of 20 | searches for a page |\n|---|--:|--:|--:|--:|--:|',
  )
  for (const [kind, make] of queries(talk)) {
    const times: number[] = []
    let [found, searches] = [0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const query = parseQuery(make(), 'UTC')
      const asked = performance.now()
      const answer = await store.search(roomId, { query, before: null, limit: 20 }, tokenOf('Ana'))
      times.push(performance.now() - asked)
      found += answer?.results.length ?? 0
      // What the search left to be asked for, as a client does it.
      let [page, next] = [answer?.results.length ?? 0, answer?.next ?? null]
      searches += 1
      while (next !== null && page < 20) {
        const more = await store.search(roomId, { query, before: next, limit: 20 - page }, tokenOf('Ana'))
        page += more?.results.length ?? 0
        next = more?.next ?? null
        searches += 1
      }
    }
    all.push(...times)
    const row = [0.5, 0.95, 1].map((part) => percentile(times, part).toFixed(1))
    console.log(
      `| ${kind} | ${row.join(' | ')} | ${(found / ROUNDS).toFixed(1)} | ${(searches / ROUNDS).toFixed(1)} |`,
    )
  }
  console.log(
    `| **all** | ${[0.5, 0.95, 1].map((part) => percentile(all, part).toFixed(1)).join(' | ')} | | |`,
  )
  await end()
}

if (only !== 'postgres') await measure('SQLite', openSqlite)
if (only !== 'sqlite') await measure('PostgreSQL', openPostgres)
process.exit(0)

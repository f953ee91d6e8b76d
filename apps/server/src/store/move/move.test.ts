import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RoomId } from '@confab/protocol'
import { Postgres } from '@confab/throwaway'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import { aDirectory } from '../../testing/store-for-tests.ts'
import { NotDone } from '../not-done.ts'
import { openPostgresStore } from '../postgres/postgres-store.ts'
import type { NewReport } from '../report-table.ts'
import { DataMoved } from '../sqlite/moved-mark.ts'
import { openSqliteStore } from '../sqlite/sqlite-store.ts'
import type { Change, Store, TokenHash } from '../store.ts'
import { aCast, create, join as enter, post, retitle } from '../testing/cast.ts'
import { moveToPostgres } from './move.ts'

let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)

afterAll(() => postgres.destroy())

const quietly = () => {}

/** Ends a move after its first portion. */
const endAfterOne = (step: string) => {
  if (step === 'copying') throw new Error('ended')
}

const { kitchen, harbour, ana, bo, chidi } = aCast()
const PLACES = [kitchen, harbour]

/** More messages in the kitchen than one portion takes, and everything else that may have been done in a room. */
const LIVED_IN: Change[] = [
  create(harbour, bo),
  create(kitchen, ana),
  enter(kitchen, bo),
  ...Array.from({ length: 4_500 }, (_, i) =>
    post(kitchen, i % 3 ? ana : bo, `${i} “salt” \\ {魚} \u{1f41f}`),
  ),
  retitle(kitchen, ana, 'Supper, "at 8"'),
  enter(kitchen, bo, { name: 'Bobo' }),
  post(harbour, bo, 'ahoy'),
  enter(kitchen, chidi),
  {
    kind: 'remove-member',
    roomId: kitchen.roomId,
    memberId: chidi.memberIn(kitchen),
    ownerId: ana.memberIn(kitchen),
    at: 0,
  },
]

/** Ana tells of Bo. */
const OF_BO: NewReport = {
  roomId: kitchen.roomId,
  tokenHash: ana.tokenHash,
  messageId: null,
  memberId: bo.memberIn(kitchen),
  reason: 'other',
  note: '“salt” \\ {魚}',
  evidence: { message: null, edits: [], around: [] },
  at: 9,
}
const BOUNDS = { ofReporter: 9, ofRoom: 9, all: 9 }

async function aLivedInDirectory(): Promise<string> {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  const store = await openSqliteStore({ directory })
  for (let i = 0; i < LIVED_IN.length; i += 500) await store.commit(LIVED_IN.slice(i, i + 500))
  await store.revokeToken('f'.repeat(64) as TokenHash)
  await store.attention.setLevel(bo.tokenHash, kitchen.roomId, 'mentions', 9)
  await store.attention.setQuiet(bo.tokenHash, 1_700_000_000_000)
  await store.attention.keepPushKey('the key')
  await store.reports.add(OF_BO, BOUNDS)
  const browser = { endpoint: 'https://fcm.googleapis.com/x', p256dh: 'k', auth: 'a', language: 'en' }
  await store.attention.subscribe(ana.tokenHash, browser, { at: 1, limit: 9, roomsMax: 9 })
  await store.close()
  return directory
}

async function onPostgres(url: string): Promise<Store> {
  const { store } = await openPostgresStore({ url, log: silentLog })
  onTestFinished(() => store.close())
  return store
}

/** All that a store answers about the rooms, as whoever comes back would ask. */
async function answersOf(store: Store) {
  const answers: unknown[] = []
  for (const { roomId, code, epoch } of PLACES) {
    answers.push(
      await store.findRoom(code),
      await store.readHeads([roomId]),
      await store.readChanges(roomId, 0, 1_000),
    )
    answers.push(await store.attention.readListeners(roomId, { level: 'all', after: 0, limit: 9 }, 0))
    for (const { tokenHash } of [ana, bo, chidi]) {
      answers.push(await store.attention.read(tokenHash))
      answers.push(await store.readStanding(tokenHash, roomId))
      for (const sequence of [3, 4_400, 4_508])
        answers.push(await store.readEntry(roomId, [tokenHash], { epoch, sequence }))
      answers.push(await store.readPage(roomId, { before: 2_000 }, 50, tokenHash))
      answers.push(await store.readSummaries(tokenHash, [{ roomId, after: 7 }]))
    }
  }
  answers.push(await store.readStanding('f'.repeat(64) as TokenHash, null))
  answers.push(await store.attention.keepPushKey('another'))
  return answers
}

const isHalf = (url: string) =>
  postgres
    .query('SELECT FROM moves WHERE finished_at IS NULL', new URL(url).pathname.slice(1))
    .then((rows) => rows.length > 0)

test('[D8] everything is answered after a move as it was before, and goes on from there', async () => {
  const directory = await aLivedInDirectory()
  const before = await openSqliteStore({ directory })
  const answers = await answersOf(before)
  await before.close()
  const url = await postgres.createDatabase()
  const moved = await moveToPostgres(directory, url, quietly)
  expect(moved).toMatchObject({ problems: [], rooms: 2, members: 4, messages: 4_501 })
  const store = await onPostgres(url)
  expect(await answersOf(store)).toEqual(answers)
  const cast = aCast()
  const outcomes = await store.commit([
    post(kitchen, ana, '7 “salt” \\ {魚} \u{1f41f}'),
    post(kitchen, ana, 'pepper'),
    create(cast.kitchen, cast.chidi),
  ])
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['repeated', 'applied', 'applied'])
  expect(await store.reports.countOpen()).toBe(1)
  expect(await store.reports.add(OF_BO, BOUNDS)).toEqual({ outcome: 'repeated' })
  const ofAna = { ...OF_BO, tokenHash: bo.tokenHash, memberId: ana.memberIn(kitchen) }
  expect(await store.reports.add(ofAna, BOUNDS)).toEqual({ outcome: 'kept', report: 2 })
  expect(await moveToPostgres(directory, url, quietly)).toBeNull()
  await expect(openSqliteStore({ directory })).rejects.toThrow(DataMoved)
})

test('a move that ended after any of its portions goes on behind it, and nobody is served meanwhile', async () => {
  const directory = await aLivedInDirectory()
  const url = await postgres.createDatabase()
  // Of eleven tables one portion each, and of the messages three.
  for (let portion = 1; portion <= 14; portion++) {
    await expect(moveToPostgres(directory, url, endAfterOne)).rejects.toThrow('ended')
    expect(await isHalf(url)).toBe(true)
    await expect(openSqliteStore({ directory })).rejects.toThrow('on its way')
    await expect(openPostgresStore({ url, log: silentLog })).rejects.toThrow('confab move')
  }
  expect(await moveToPostgres(directory, url, endAfterOne)).toMatchObject({ messages: 4_501 })
  expect(await isHalf(url)).toBe(false)
  const store = await onPostgres(url)
  expect(await store.readHeads([kitchen.roomId as RoomId])).toEqual(
    new Map([[kitchen.roomId, { epoch: kitchen.epoch, head: 4_507 }]]),
  )
})

test('what arrived otherwise than it was is a failure, and nobody is served from it', async () => {
  const directory = await aLivedInDirectory()
  const spoils = [
    "UPDATE messages SET body = 'sugar' WHERE sequence = 1000",
    "UPDATE rooms SET epoch = 'another'",
    'DELETE FROM messages WHERE sequence = 1000',
    'UPDATE tokens SET revoked_at = NULL',
  ]
  for (const spoil of spoils) {
    const url = await postgres.createDatabase()
    let isSpoilt = false
    const spoiling = (step: string, messages?: { done: number }) => {
      if (isSpoilt || step !== 'copying' || messages?.done !== 4_501) return
      isSpoilt = true
      throw new Error('ended')
    }
    await expect(moveToPostgres(directory, url, spoiling)).rejects.toThrow('ended')
    await postgres.query(spoil, new URL(url).pathname.slice(1))
    await expect(moveToPostgres(directory, url, quietly)).rejects.toThrow('is not what was moved')
    expect(await isHalf(url)).toBe(true)
    await postgres.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`)
  }
})

test('a database with rooms of its own, one that is served, and the half of another move are refused', async () => {
  const directory = await aLivedInDirectory()
  const used = await postgres.createDatabase()
  const { store } = await openPostgresStore({ url: used, log: silentLog })
  await expect(moveToPostgres(directory, used, quietly)).rejects.toThrow('is connected')
  await store.commit([create(harbour, bo)])
  await store.close()
  await expect(moveToPostgres(directory, used, quietly)).rejects.toThrow('rooms or people of its own')
  expect(existsSync(join(directory, 'confab.moved'))).toBe(false)

  const half = await postgres.createDatabase()
  await expect(moveToPostgres(directory, half, endAfterOne)).rejects.toThrow('ended')
  await expect(moveToPostgres(await aLivedInDirectory(), half, quietly)).rejects.toThrow(NotDone)
})

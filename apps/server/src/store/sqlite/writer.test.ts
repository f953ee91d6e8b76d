import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { readMigrations } from '../migrations.ts'
import type { Change } from '../store.ts'
import { aCast, applied, create, join, post } from '../testing/cast.ts'
import { prepareChangeWriter } from './change-writer.ts'
import { createDatabaseHandle } from './database-handle.ts'
import { MIGRATIONS_URL } from './files.ts'
import { migrate } from './migrate.ts'
import { commitBatch } from './writer.ts'

function aWriter(path = ':memory:') {
  const opened: DatabaseSync[] = []
  const handle = createDatabaseHandle(
    () => {
      const database = new DatabaseSync(path)
      opened.push(database)
      return database
    },
    (database) => {
      migrate(database, readMigrations(MIGRATIONS_URL))
      return prepareChangeWriter(database)
    },
  )
  onTestFinished(() => handle.close())
  return { opened, handle, commit: (...changes: Change[]) => commitBatch(handle, changes, 0) }
}

test('on a full disk a batch fails whole, and the next goes through once there is room, on the same handle', () => {
  const { opened, handle, commit } = aWriter()
  const { kitchen, ana } = aCast()
  commit(create(kitchen, ana))
  const { database } = handle.use()
  // Migrations that wrote tables anew left pages free.
  database.exec('VACUUM')
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
  database.exec(`PRAGMA max_page_count = ${pages + 2}`)
  const long = ['one', 'two', 'three'].map((body) => post(kitchen, ana, body.padEnd(8_000, '.')))
  expect(() => commit(post(kitchen, ana, 'small'), ...long)).toThrow('full')
  database.exec('PRAGMA max_page_count = 1000000')
  const outcomes = commit(post(kitchen, ana, 'small'), ...long)
  expect(outcomes.map((outcome) => applied(outcome)[0]?.sequence)).toEqual([3, 4, 5, 6])
  expect(opened).toHaveLength(1)
})

test('after any other fault the handle is closed and the next batch opens another', () => {
  const { opened, handle, commit } = aWriter()
  const { kitchen, ana } = aCast()
  handle.use().database.exec('DROP TABLE messages')
  expect(() => commit(create(kitchen, ana), post(kitchen, ana, 'one'))).toThrow('messages')
  expect(opened[0]?.isOpen).toBe(false)
  expect(applied(commit(create(kitchen, ana))[0])).toHaveLength(2)
  expect(opened).toHaveLength(2)
})

test('what a failed batch did is not remembered: its room and its member are not there', () => {
  const { handle, commit } = aWriter()
  const { kitchen, ana, bo } = aCast()
  commit(create(kitchen, ana))
  const { database } = handle.use()
  // Without what migrations gave back, the next page is one more.
  database.exec('VACUUM')
  database.exec(
    `PRAGMA max_page_count = ${Number(database.prepare('PRAGMA page_count').get()?.page_count) + 1}`,
  )
  expect(() =>
    commit(join(kitchen, bo), ...['one', 'two'].map((body) => post(kitchen, ana, body.padEnd(8_000, '.')))),
  ).toThrow('full')
  database.exec('PRAGMA max_page_count = 1000000')
  expect(commit(post(kitchen, bo, 'am I in?'))).toEqual([{ outcome: 'refused', code: 'forbidden' }])
  expect(applied(commit(post(kitchen, ana, 'not yet'))[0])[0]?.sequence).toBe(3)
})

test('what another program wrote is seen by the next batch', () => {
  const path = joinPath(mkdtempSync(joinPath(tmpdir(), 'confab-writer-')), 'confab.db')
  onTestFinished(() => rmSync(dirname(path), { recursive: true }))
  const { commit } = aWriter(path)
  const { kitchen, ana } = aCast()
  commit(create(kitchen, ana))
  const outsider = new DatabaseSync(path)
  outsider.exec('UPDATE rooms SET head = 40')
  outsider.close()
  expect(applied(commit(post(kitchen, ana, 'late'))[0])[0]?.sequence).toBe(41)
})

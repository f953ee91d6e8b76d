import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { type Migration, readMigrations } from '../migrations.ts'
import { MIGRATIONS_URL } from './files.ts'
import { migrate } from './migrate.ts'

function aDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  onTestFinished(() => database.close())
  return database
}

function aDirectoryWith(...names: string[]): URL {
  const directory = mkdtempSync(join(tmpdir(), 'confab-migrations-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  for (const name of names)
    writeFileSync(join(directory, name), `CREATE TABLE t${Number.parseInt(name, 10)} (x)`)
  return pathToFileURL(`${directory}/`)
}

const tables = (database: DatabaseSync) =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map((row) => row.name)

const step = (version: number, sql: string): Migration => ({ version, name: `000${version}.sql`, sql })

test('a new database gets every step, an up-to-date one none', () => {
  const database = aDatabase()
  const steps = readMigrations(MIGRATIONS_URL)
  migrate(database, steps)
  const expected = ['identities', 'tokens', 'rooms', 'members', 'messages', 'reactions', 'migrations']
  expect(tables(database)).toEqual(expect.arrayContaining(expected))
  migrate(database, steps)
  expect(database.prepare('SELECT version FROM migrations').all()).toHaveLength(steps.length)
})

test('a step that fails half way leaves nothing of itself, and the next start takes it anew', () => {
  const database = aDatabase()
  const first = step(1, 'CREATE TABLE one (x)')
  expect(() => migrate(database, [first, step(2, 'CREATE TABLE two (x); SELECT nonsense')])).toThrow(
    '0002.sql',
  )
  expect(tables(database)).toEqual(['migrations', 'one'])
  migrate(database, [first, step(2, 'CREATE TABLE two (x); CREATE TABLE three (x)')])
  expect(tables(database)).toEqual(['migrations', 'one', 'three', 'two'])
})

test('a database of a newer server is left alone', () => {
  const database = aDatabase()
  migrate(database, [step(1, 'CREATE TABLE one (x)'), step(2, 'CREATE TABLE two (x)')])
  expect(() => migrate(database, [step(1, 'CREATE TABLE one (x)')])).toThrow('newer')
})

test('the files are taken in the order of their numbers, and a missing one is noticed', () => {
  const found = readMigrations(aDirectoryWith('0002-b.sql', '0001-a.sql', 'notes.txt'))
  expect(found.map(({ version, name }) => [version, name])).toEqual([
    [1, '0001-a.sql'],
    [2, '0002-b.sql'],
  ])
  expect(() => readMigrations(aDirectoryWith('0001-a.sql', '0003-c.sql'))).toThrow('0003-c.sql')
  expect(() => readMigrations(aDirectoryWith('0001-a.sql', '0001-b.sql'))).toThrow('0001-b.sql')
})

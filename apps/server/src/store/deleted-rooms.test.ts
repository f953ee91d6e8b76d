import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { AROUND_MESSAGES, AROUND_ROOM } from './deleted-rooms.ts'
import { readMigrations } from './migrations.ts'
import { MIGRATIONS_URL } from './sqlite/files.ts'
import { migrate } from './sqlite/migrate.ts'

test('every table that has something of rooms is erased with one', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, readMigrations(MIGRATIONS_URL))
  const tables = database.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(sqlite_schema.name) AS field WHERE field.name = 'room')`,
  )
  const known = [
    'rooms',
    'messages',
    'files',
    'search_postings',
    'search_segments',
    ...AROUND_MESSAGES,
    ...AROUND_ROOM,
  ]
  expect(
    tables
      .all()
      .map(({ name }) => String(name))
      .sort(),
  ).toEqual(known.sort())
  database.close()
})

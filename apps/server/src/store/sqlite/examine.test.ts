import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { readMigrations } from '../migrations.ts'
import type { Change } from '../store.ts'
import { aCast, create, join, post, retitle } from '../testing/cast.ts'
import { prepareChangeWriter } from './change-writer.ts'
import { examine } from './examine.ts'
import { MIGRATIONS_URL } from './files.ts'
import { migrate } from './migrate.ts'

const { kitchen, ana, bo } = aCast()

/** A kitchen with five records, placed at 1, 2, 3, 5 and 7: the title changed at 4, Ana's name at 6 and at 8. */
function aDatabase() {
  const database = new DatabaseSync(':memory:')
  onTestFinished(() => database.close())
  migrate(database, readMigrations(MIGRATIONS_URL))
  const { write } = prepareChangeWriter(database)
  const changes: Change[] = [
    create(kitchen, ana),
    post(kitchen, ana, 'salt'),
    retitle(kitchen, ana, 'Kitchen'),
    join(kitchen, bo),
    join(kitchen, ana, { name: 'Anna' }),
    post(kitchen, bo, 'pepper'),
    join(kitchen, ana, { name: 'Anne' }),
  ]
  write(changes)
  return database
}

const problemsAfter = (sql: string): string[] => {
  const database = aDatabase()
  database.exec(sql)
  return examine(database).problems
}

test('a room whose records were changed, some of them twice, is whole', () => {
  expect(examine(aDatabase())).toMatchObject({ problems: [], rooms: 1, members: 2, messages: 2 })
})

test('a room is whole however often a name or a title was changed', () => {
  expect(
    problemsAfter('UPDATE members SET version = 3000000 WHERE sequence = 2; UPDATE rooms SET head = 3000000'),
  ).toEqual([])
  expect(problemsAfter('UPDATE rooms SET head = 3000000, version = 3000000')).toEqual([])
})

test.each([
  ['UPDATE rooms SET head = 9', 'its counter is at 9, its newest change at 8'],
  [
    'DELETE FROM messages WHERE sequence = 7; UPDATE members SET version = 6 WHERE sequence = 2',
    'its counter',
  ],
  [
    'UPDATE messages SET sequence = 11, version = 11 WHERE sequence = 7; UPDATE rooms SET head = 11',
    'nothing is at 10',
  ],
  ['UPDATE members SET version = 7 WHERE sequence = 2', 'two records are at 7'],
  ['UPDATE rooms SET version = 8', 'two records were changed at 8'],
  ['UPDATE members SET version = 4 WHERE sequence = 5', 'the record at 5 is older than its place'],
  ['UPDATE messages SET posted_at = 1 WHERE sequence = 7', 'time goes back at 7'],
])('after %s it is not', (sql, problem) => {
  expect(problemsAfter(sql)).toEqual([expect.stringContaining(problem)])
})

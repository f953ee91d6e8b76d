import { Postgres } from '@confab/throwaway'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import { aCast, create, join, post } from '../testing/cast.ts'
import { examine } from './examine.ts'
import { keepDatabase } from './keep-database.ts'
import { openPostgresStore } from './postgres-store.ts'
import { renewEpochs } from './renew-epochs.ts'

let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)

afterAll(() => postgres.destroy())

const { kitchen, harbour, ana, bo } = aCast()

async function aDatabase(): Promise<string> {
  const url = await postgres.createDatabase()
  const { store } = await openPostgresStore({ url, log: silentLog })
  await store.commit([
    create(kitchen, ana),
    create(harbour, ana),
    join(kitchen, bo),
    post(kitchen, bo, 'salt'),
  ])
  await store.close()
  return url
}

test.each([
  ['UPDATE rooms SET head = 9 WHERE head = 4', 'its counter is at 9, its newest change at 4'],
  ['DELETE FROM messages', 'its counter is at 4, its newest change at 3'],
  ["UPDATE messages SET author_id = 'nobody'", 'a message is by no member'],
  ['UPDATE messages SET room = 99', 'a message is by no member'],
  ['UPDATE messages SET posted_at = 1', 'time goes back at 4'],
])('%s is found', async (spoil, problem) => {
  const url = await aDatabase()
  expect(await keepDatabase(url, (client) => examine(client))).toMatchObject({
    problems: [],
    rooms: 2,
    members: 3,
  })
  await postgres.query(spoil, new URL(url).pathname.slice(1))
  const { problems } = await keepDatabase(url, (client) => examine(client))
  expect(problems).toContainEqual(expect.stringContaining(problem))
})

test('[D8] another history begins in every room by hand, and not while a node serves', async () => {
  const url = await aDatabase()
  const { store } = await openPostgresStore({ url, log: silentLog })
  const heads = () => store.readHeads([kitchen.roomId, harbour.roomId])
  const before = await heads()
  await expect(keepDatabase(url, renewEpochs)).rejects.toThrow('is connected')
  expect(await heads()).toEqual(before)
  await store.close()
  expect(await keepDatabase(url, renewEpochs)).toBe(2)
  const again = (await openPostgresStore({ url, log: silentLog })).store
  const after = await again.readHeads([kitchen.roomId, harbour.roomId])
  await again.close()
  expect([after.get(kitchen.roomId)?.head, after.get(harbour.roomId)?.head]).toEqual([4, 2])
  const epochs = [...before.values(), ...after.values()].map(({ epoch }) => epoch)
  expect(new Set(epochs).size).toBe(4)
})

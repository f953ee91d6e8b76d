import type { Command, ContractTold } from '@confab/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CONTRACTS_PER_ADDRESS, LOOK_UPS_PER_ADDRESS } from '../limits.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

let kitchen: Kitchen
let code: string

beforeEach(async () => {
  kitchen = await aKitchen()
  code = (await kitchen.ana.caller.next('reset')).room.code
})
afterEach(() => kitchen.close())

const ask = (body: unknown) =>
  kitchen.fetch('/rooms/contract', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const contract = async () => {
  const answer = await ask({ code })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return ((await answer.json()) as ContractTold).contract
}
type Settled = Omit<Extract<Command, { type: 'change-settings' }>, 'type' | 'ref' | 'roomId'>
const settle = (settled: Settled) => kitchen.ana.do({ type: 'change-settings', ...settled })

const OPEN = {
  title: '',
  entry: 'open',
  keptHours: null,
  whoPosts: 'everybody',
  whoExports: 'owner',
  newcomersSee: null,
  leaders: ['Ana'],
  leadersCount: 1,
}

test('whoever has the code is told on which terms one enters, and who leads', async () => {
  expect(await contract()).toEqual(OPEN)
  await settle({ keptHours: 24 })
  await settle({ whoPosts: 'moderators' })
  await settle({ whoExports: 'members' })
  expect(await contract()).toEqual({ ...OPEN, keptHours: 24, whoPosts: 'moderators', whoExports: 'members' })
})

test('where the code alone does not let in, the rules are told and nobody’s name', async () => {
  const hidden = { ...OPEN, leaders: [], leadersCount: 0 }
  await kitchen.ana.do({ type: 'change-room', title: 'Kitchen crew' })
  expect(await contract()).toMatchObject({ title: 'Kitchen crew' })
  await settle({ entry: 'knock' })
  expect(await contract()).toEqual({ ...hidden, entry: 'knock' })
  await settle({ entry: 'password', password: 'the kitchen is warm' })
  expect(await contract()).toEqual({ ...hidden, entry: 'password' })
  await settle({ isLocked: true })
  expect(await contract()).toEqual({ ...hidden, entry: 'closed' })
  await settle({ isLocked: false })
  await settle({ entry: 'open' })
  await settle({ isGuarded: true })
  expect(await contract()).toEqual({ ...hidden, entry: 'knock' })
})

test('a code that leads nowhere is told apart from none at all, and guessing is slowed', async () => {
  expect((await ask({ code: 'nonsense' })).status).toBe(400)
  expect((await ask({ code, more: 1 })).status).toBe(400)
  const guess = (i: number) => ask({ code: `${String(i).padStart(3, '0')}0000000` })
  for (let i = 0; i < LOOK_UPS_PER_ADDRESS.burst; i++)
    expect(await (await guess(i)).json()).toEqual({ contract: null })
  const limited = await guess(99)
  expect(limited.status).toBe(429)
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('who asks for the terms of one room again and again waits as well', async () => {
  for (let i = 0; i < CONTRACTS_PER_ADDRESS.burst; i++) expect((await ask({ code })).status).toBe(200)
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask({ code })))
  expect(answers.map(({ status }) => status)).toContain(429)
})

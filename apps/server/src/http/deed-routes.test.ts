import { createIdentityToken, type DeedsTold } from '@confab/protocol'
import { afterEach, expect, test } from 'vitest'
import { DEED_PAGES_PER_ADDRESS } from '../limits.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

let kitchen: Kitchen

afterEach(() => kitchen.close())

const ask = (who: { token: string } | null, more: object = {}) =>
  kitchen.fetch('/rooms/deeds', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(who && { authorization: `Bearer ${who.token}` }) },
    body: JSON.stringify({ roomId: kitchen.roomId, ...more }),
  })
const told = async (who: { token: string }, more: object = {}) => {
  const answer = await ask(who, more)
  expect(answer.status).toBe(200)
  return (await answer.json()) as DeedsTold
}

test('who leads the room reads what was done in it: who, what, whom, when', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const before = Date.now()
  const message = await bo.post('rude', [])
  await ana.deleteMessage(message.messageId)
  await ana.do({ type: 'set-role', memberId: bo.memberId, role: 'moderator' })
  await bo.do({ type: 'change-settings', isLocked: true })
  const answer = await ask(bo)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const { deeds, next } = (await answer.json()) as DeedsTold
  const person = (one: { memberId: string }, name: string) => ({ memberId: one.memberId, name })
  const [anaThere, boThere] = [person(ana, 'Ana'), person(bo, 'Bo')]
  expect(deeds).toMatchObject([
    { by: boThere, kind: 'change-settings', whom: null, detail: { settings: { isLocked: true } } },
    { by: anaThere, kind: 'set-role', whom: boThere, detail: { role: 'moderator' } },
    { by: anaThere, kind: 'delete-message', whom: boThere, detail: {} },
  ])
  expect(next).toBeNull()
  for (const { at } of deeds) expect(at).toBeGreaterThanOrEqual(before)
  expect(await told(ana)).toEqual({ deeds, next })
  expect((await told(ana, { before: deeds[0]?.deed })).deeds).toEqual(deeds.slice(1))
})

test('what one person wrote, erased at once, is one entry about them', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  for (const body of ['one', 'two', 'three']) await bo.post(body, [])
  await ana.do({ type: 'erase-messages', of: bo.memberId, since: 0, until: Number.MAX_SAFE_INTEGER })
  expect((await told(ana)).deeds).toMatchObject([
    { kind: 'erase-messages', by: { name: 'Ana' }, whom: { memberId: bo.memberId }, detail: { count: 3 } },
  ])
})

test('[A100] nobody else learns anything: not members, not who was told out, not who leads elsewhere', async () => {
  kitchen = await aKitchen()
  const { ana, bo } = kitchen
  const chidi = await kitchen.somebody('Chidi')
  await ana.do({ type: 'set-role', memberId: chidi.memberId, role: 'moderator' })
  expect((await told(chidi)).deeds).toHaveLength(1)
  await ana.remove(chidi)
  const answers = [
    await ask(bo),
    await ask(chidi),
    await ask({ token: createIdentityToken() }),
    await ask(ana, { roomId: 'a'.repeat(22) }),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({ code: 'not-found' })
  }
  expect((await told(ana)).deeds).toHaveLength(2)
})

test('[A100] what is no question is refused, and so is one by nobody, and a flood', async () => {
  kitchen = await aKitchen()
  const { ana } = kitchen
  for (const more of [{ before: 0 }, { before: '1' }, { before: 1.5 }, { roomId: 'x' }, { limit: 10_000 }])
    expect((await ask(ana, more)).status, JSON.stringify(more)).toBe(400)
  expect((await ask(null)).status).toBe(401)
  expect((await ask({ token: 'x' })).status).toBe(401)
  const statuses = await Promise.all(
    Array.from({ length: DEED_PAGES_PER_ADDRESS.burst + 10 }, async () => (await ask(ana)).status),
  )
  expect(statuses).toContain(200)
  expect(statuses).toContain(429)
})

import { createIdentityToken, type Handoff } from '@confab/protocol'
import { afterEach, expect, test } from 'vitest'
import { HANDOFFS_PER_ADDRESS, LOOK_UPS_PER_ADDRESS } from '../limits.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

let kitchen: Kitchen

afterEach(() => kitchen.close())

const make = (headers: Record<string, string> = { authorization: `Bearer ${kitchen.ana.token}` }) =>
  fetch(`${kitchen.origin}/handoffs`, { method: 'POST', headers })

const take = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${kitchen.origin}/handoffs/take`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const look = (body: unknown) =>
  fetch(`${kitchen.origin}/handoffs/look`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function aCode(): Promise<string> {
  const { code } = (await (await make()).json()) as Handoff
  return code
}

test('[A73] a code is made for whoever shows a token, and taken once with another: from then on that is the same person', async () => {
  kitchen = await aKitchen()
  const made = await make()
  expect(made.headers.get('cache-control')).toBe('no-store')
  const { code, expiresAt } = (await made.json()) as Handoff
  expect(expiresAt - Date.now()).toBeGreaterThan(290_000)
  const token = createIdentityToken()
  const taken = await take({ code, token })
  expect(taken.status).toBe(200)
  const rooms = { rooms: [expect.objectContaining({ name: 'Ana', roomId: kitchen.roomId })] }
  expect(await taken.json()).toEqual(rooms)
  expect(await (await take({ code, token })).json()).toEqual(rooms)
  expect((await take({ code, token: createIdentityToken() })).status).toBe(404)
  // The other device can do what the first could: carry it on.
  expect((await make({ authorization: `Bearer ${token}` })).status).toBe(200)
})

test('[A107] who one would be is told before, as often as that, and the code is good for one all the same', async () => {
  kitchen = await aKitchen()
  const code = await aCode()
  for (let i = 0; i < 2; i++) {
    const looked = await look({ code })
    expect(looked.headers.get('cache-control')).toBe('no-store')
    expect(await looked.json()).toEqual({ names: ['Ana'], roomsCount: 1 })
  }
  expect((await take({ code, token: createIdentityToken() })).status).toBe(200)
  // Taken or never made: the same.
  for (const none of [code, '0000000000']) {
    const answer = await look({ code: none })
    expect([answer.status, await answer.json()]).toEqual([404, { code: 'not-found' }])
  }
  for (const body of [{}, { code: 'short' }, { code, token: createIdentityToken() }, null])
    expect((await look(body)).status, JSON.stringify(body)).toBe(400)
})

test('[A107] guessing by looking is as slow as by taking, and so is looking itself', async () => {
  kitchen = await aKitchen()
  const code = await aCode()
  for (let i = 0; i < LOOK_UPS_PER_ADDRESS.burst; i++)
    expect((await take({ code: '0000000000', token: createIdentityToken() })).status).toBe(404)
  expect((await look({ code })).status).toBe(429)
  await kitchen.close()
  kitchen = await aKitchen()
  const again = await aCode()
  for (let i = 0; i < HANDOFFS_PER_ADDRESS.burst; i++) expect((await look({ code: again })).status).toBe(200)
  expect((await look({ code: again })).status).toBe(429)
})

test('[A34] whoever shows nothing, nobody’s token, or something of another form is refused, each as what it is', async () => {
  kitchen = await aKitchen()
  const token = createIdentityToken()
  const code = await aCode()
  expect((await make({})).status).toBe(401)
  expect((await make({ authorization: `Bearer ${token}` })).status).toBe(403)
  for (const body of [
    {},
    { code },
    { token },
    { code: code.toUpperCase(), token },
    { code: `${code} `, token },
    { code, token: 'short' },
    { code, token, identity: 1 },
    { code, token: [token] },
    null,
  ])
    expect((await take(body)).status, JSON.stringify(body)).toBe(400)
  expect((await take({ code, token }, { 'content-type': 'text/plain' })).status).toBe(400)
  expect(await (await take({ code, token: kitchen.ana.token })).json()).toEqual({ code: 'not-found' })
  expect((await take({ code, token })).status).toBe(200)
})

test('[A73] guessing is made slow, and so is making', async () => {
  kitchen = await aKitchen()
  const code = await aCode()
  const guess = () => take({ code: '0000000000', token: createIdentityToken() })
  for (let i = 0; i < LOOK_UPS_PER_ADDRESS.burst; i++) expect((await guess()).status).toBe(404)
  const slowed = await guess()
  expect(slowed.status).toBe(429)
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
  // A right one is no exception: it would tell that it is one.
  expect((await take({ code, token: createIdentityToken() })).status).toBe(429)
  for (let i = 1; i < HANDOFFS_PER_ADDRESS.burst; i++) expect((await make()).status).toBe(200)
  expect((await make()).status).toBe(429)
})

import { createIdentityToken, type RoomCode } from '@confab/protocol'
import { expect, test } from 'vitest'
import { lookAtHandoff, makeHandoff, takeHandoff } from './handoff.ts'

const URL_OF_SERVER = 'wss://chat.example.org/ws'
const CODE = 'k7m4qp2x9d' as RoomCode

type Request = { path: string; headers: Headers; body: unknown }

/** A server that gives these answers, one after the other; null is none at all. */
function answering(...answers: ([status: number, body: unknown] | null)[]) {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : null
    requests.push({ path: String(input), headers: new Headers(init?.headers), body })
    const answer = answers.shift()
    if (!answer) throw new TypeError('nobody answers')
    const [status, said] = answer
    return new Response(typeof said === 'string' ? said : JSON.stringify(said), { status })
  }
  return { fetch, requests }
}

test('[A80] a code is asked for with the token, which stands nowhere but in the header', async () => {
  const token = createIdentityToken()
  const { fetch, requests } = answering([200, { code: CODE, expiresAt: 5 }])
  expect(await makeHandoff({ url: URL_OF_SERVER, token, fetch })).toEqual({
    ok: true,
    value: { code: CODE, expiresAt: 5 },
  })
  expect(requests).toMatchObject([{ path: 'https://chat.example.org/handoffs', body: null }])
  expect(requests[0]?.headers.get('authorization')).toBe(`Bearer ${token}`)
})

test('who one would be is asked with the code alone', async () => {
  const { fetch, requests } = answering(
    [200, { names: ['Ana'], roomsCount: 3 }],
    [404, { code: 'not-found' }],
  )
  const look = () => lookAtHandoff({ url: URL_OF_SERVER, code: CODE, fetch })
  expect(await look()).toEqual({ ok: true, value: { names: ['Ana'], roomsCount: 3 } })
  expect(await look()).toEqual({ ok: false, code: 'not-found' })
  expect(requests[0]).toMatchObject({ path: 'https://chat.example.org/handoffs/look', body: { code: CODE } })
  expect(requests[0]?.headers.get('authorization')).toBeNull()
})

test('a code is taken with a token that is made here, and given again when the answer was lost', async () => {
  const token = createIdentityToken()
  const { fetch, requests } = answering(null, [200, { rooms: [] }], [200, { rooms: [] }])
  const asked = { url: URL_OF_SERVER, code: CODE, fetch }
  expect(await takeHandoff({ ...asked, token })).toEqual({ ok: false, code: 'no-answer' })
  expect(await takeHandoff({ ...asked, token })).toEqual({ ok: true, value: { token, rooms: [] } })
  expect(requests.map(({ body }) => body)).toEqual([
    { code: CODE, token },
    { code: CODE, token },
  ])
  const other = await takeHandoff(asked)
  expect(other.ok && other.value.token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(other.ok && other.value.token).not.toBe(token)
})

test('a refusal is told by its name, and what a proxy says is no answer', async () => {
  const { fetch } = answering(
    [404, { code: 'not-found' }],
    [429, { code: 'rate-limited' }],
    [502, '<html>'],
    [500, {}],
  )
  const take = () => takeHandoff({ url: URL_OF_SERVER, code: CODE, fetch })
  expect(await take()).toEqual({ ok: false, code: 'not-found' })
  expect(await take()).toEqual({ ok: false, code: 'rate-limited' })
  expect(await take()).toEqual({ ok: false, code: 'no-answer' })
  expect(await take()).toEqual({ ok: false, code: 'no-answer' })
})

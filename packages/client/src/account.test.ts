import { createIdentityToken } from '@confab/protocol'
import { expect, test } from 'vitest'
import { AccountPort, signIn, signInOptions } from './account.ts'

const URL_OF_SERVER = 'wss://chat.example.org/ws'
const ACCOUNT = { devices: [], passkeys: [], loginName: 'Ana', recoveryCodesLeft: 0, canHavePasskeys: true }

/** A server that gives these answers, one after the other; null is none at all. */
function answering(...answers: ([status: number, body: unknown] | null)[]) {
  const asked: { path: string; token: string | null; body: unknown }[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? null
    asked.push({
      path: new URL(String(input)).pathname,
      token,
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : null,
    })
    const answer = answers.shift()
    if (!answer) throw new TypeError('nobody answers')
    const [status, said] = answer
    return new Response(typeof said === 'string' ? said : JSON.stringify(said), { status })
  }
  return { asking: { url: URL_OF_SERVER, fetch }, asked }
}

test('everything about an account is asked with its token, which stands nowhere but in the header', async () => {
  const token = createIdentityToken()
  const login = { loginName: 'Ana', password: 'correct horse' }
  const { asking, asked } = answering(...Array.from({ length: 5 }, (): [number, unknown] => [200, ACCOUNT]))
  const port = new AccountPort({ ...asking, token })
  expect(await port.read()).toEqual({ ok: true, value: ACCOUNT })
  await port.setLogin(login)
  await port.endDevices({ others: true })
  await port.removePasskey('id')
  await port.removeLogin()
  expect(asked).toEqual([
    { path: '/account', token, body: null },
    { path: '/account/password', token, body: login },
    { path: '/account/sign-out', token, body: { others: true } },
    { path: '/account/passkeys/remove', token, body: { passkeyId: 'id' } },
    { path: '/account/password/remove', token, body: null },
  ])
})

test('what is refused is said by its code, and what is no answer of the server is none', async () => {
  const { asking } = answering([409, { code: 'name-taken' }], [502, '<html>'], null)
  const port = new AccountPort({ ...asking, token: createIdentityToken() })
  const login = { loginName: 'Ana', password: 'correct horse' }
  expect(await port.setLogin(login)).toEqual({ ok: false, code: 'name-taken' })
  expect(await port.setLogin(login)).toEqual({ ok: false, code: 'no-answer' })
  expect(await port.setLogin(login)).toEqual({ ok: false, code: 'no-answer' })
})

test('who signs in gives a token made here, and gets the rooms it leads into', async () => {
  const token = createIdentityToken()
  const { asking, asked } = answering(
    [200, { challenge: 'x' }],
    [200, { rooms: [] }],
    [404, { code: 'not-found' }],
  )
  expect(await signInOptions(asking)).toEqual({ ok: true, value: { challenge: 'x' } })
  const shown = { kind: 'recovery-code', code: 'k7m4-4qp2-x9d0-8h3t' } as const
  expect(await signIn(asking, shown, token)).toEqual({ ok: true, value: { token, rooms: [] } })
  expect(await signIn(asking, shown, token)).toEqual({ ok: false, code: 'not-found' })
  expect(asked.map(({ path, body }) => [path, body])).toEqual([
    ['/sign-in/options', null],
    ['/sign-in', { ...shown, token }],
    ['/sign-in', { ...shown, token }],
  ])
})

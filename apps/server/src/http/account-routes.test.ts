import { type Account, createIdentityToken, type IdentityToken, type RecoveryCodes } from '@confab/protocol'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CHALLENGES_PER_NODE, SIGN_INS_PER_ADDRESS, SIGN_INS_PER_NAME } from '../limits.ts'
import { anAuthenticator } from '../testing/authenticator.ts'
import { aKitchen, type Guest, type Kitchen } from '../testing/kitchen.ts'

const APP = 'https://app.example'
const FIREFOX = 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0'
let kitchen: Kitchen
let ana: Guest

beforeEach(async () => {
  kitchen = await aKitchen({ allowedOrigins: [APP], trustedProxies: ['127.0.0.1'] })
  ana = kitchen.ana
})
afterEach(() => kitchen.close())

const ask = (
  path: string,
  token: IdentityToken | null,
  body?: unknown,
  headers: Record<string, string> = {},
) =>
  kitchen.fetch(path, {
    method: 'POST',
    headers: {
      origin: APP,
      'user-agent': FIREFOX,
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function told<Answer>(answer: Promise<Response>): Promise<Answer> {
  const response = await answer
  expect(response.status, await response.clone().text()).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
  return (await response.json()) as Answer
}

const account = (token = ana.token) => told<Account>(ask('/account', token))
const signInBy = (shown: object, token = createIdentityToken(), headers = {}) =>
  ask('/sign-in', null, { ...shown, token }, headers)

/** A device with a passkey of Ana's on it. */
async function aPasskey(token = ana.token) {
  const options = await told<PublicKeyCredentialCreationOptionsJSON>(
    ask('/account/passkeys/options', token, { name: 'Ana' }),
  )
  const device = anAuthenticator(options.user.id)
  const response = device.register('app.example', APP, options.challenge)
  return { device, response, account: await told<Account>(ask('/account/passkeys', token, { response })) }
}

const signInOptions = () => told<PublicKeyCredentialRequestOptionsJSON>(ask('/sign-in/options', null))
const ANAS_ROOM = { rooms: [expect.objectContaining({ name: 'Ana' })] }

test('who talks here as a guest has one device, the one that asks, and nothing to sign in with', async () => {
  expect(await account()).toEqual({
    devices: [
      {
        deviceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        label: 'Firefox · Android',
        createdAt: expect.any(Number),
        seenAt: expect.any(Number),
        isThis: true,
      },
    ],
    passkeys: [],
    loginName: null,
    recoveryCodesLeft: 0,
    canHavePasskeys: true,
  })
})

test('a passkey is added to who one is, and signs in on another device: the same person, in the same rooms', async () => {
  const { device, account: grown } = await aPasskey()
  expect(grown.passkeys).toMatchObject([{ label: 'Firefox · Android', usedAt: null }])
  const { challenge, rpId } = await signInOptions()
  expect(rpId).toBe('app.example')
  const response = device.signIn('app.example', APP, challenge)
  const phone = createIdentityToken()
  expect(await told(signInBy({ kind: 'passkey', response }, phone))).toEqual(ANAS_ROOM)
  // A challenge is for one answer, whoever gives it again.
  expect((await signInBy({ kind: 'passkey', response })).status).toBe(404)
  expect((await signInBy({ kind: 'passkey', response }, phone)).status).toBe(404)
  const { devices, passkeys } = await account(phone)
  expect(devices).toHaveLength(2)
  expect(passkeys[0]?.usedAt).toEqual(expect.any(Number))
  // What is removed signs in no more; who is signed in stays.
  const passkeyId = passkeys[0]?.passkeyId ?? ''
  expect((await told<Account>(ask('/account/passkeys/remove', phone, { passkeyId }))).passkeys).toEqual([])
  const again = device.signIn('app.example', APP, (await signInOptions()).challenge)
  expect((await signInBy({ kind: 'passkey', response: again })).status).toBe(404)
  expect((await account()).devices).toHaveLength(2)
})

test('[A16] what was not asked of this browser, for this, now, makes no passkey and signs nobody in', async () => {
  const { bo } = kitchen
  const { device } = await aPasskey()
  const { challenge } = await told<PublicKeyCredentialCreationOptionsJSON>(
    ask('/account/passkeys/options', ana.token, { name: 'Ana' }),
  )
  const another = anAuthenticator('bm9ib2R5')
  const made = (asked: string, origin = APP) => ({ response: another.register('app.example', origin, asked) })
  for (const [token, body] of [
    [bo.token, made(challenge)],
    [ana.token, made('AAAA')],
    [ana.token, made((await signInOptions()).challenge)],
    [ana.token, made(challenge, 'https://elsewhere.example')],
  ] as const)
    expect((await ask('/account/passkeys', token, body)).status).toBe(400)
  // One asked for a new passkey is none to sign in with, nor is anybody else's.
  const { challenge: forNew } = await told<PublicKeyCredentialCreationOptionsJSON>(
    ask('/account/passkeys/options', ana.token, { name: 'Ana' }),
  )
  for (const response of [
    device.signIn('app.example', APP, forNew),
    device.signIn('elsewhere.example', 'https://elsewhere.example', (await signInOptions()).challenge),
    another.signIn('app.example', APP, (await signInOptions()).challenge),
    device.signIn('app.example', APP, (await signInOptions()).challenge, { isVerified: false }),
  ])
    expect((await signInBy({ kind: 'passkey', response })).status).toBe(404)
  expect((await account()).passkeys).toHaveLength(1)
})

test('a page that is not one of ours, without a name or without https has no passkeys', async () => {
  for (const origin of ['https://elsewhere.example', 'http://app.example', 'null']) {
    expect((await told<Account>(ask('/account', ana.token, undefined, { origin }))).canHavePasskeys).toBe(
      false,
    )
    expect((await ask('/sign-in/options', null, undefined, { origin })).status).toBe(400)
    expect((await ask('/account/passkeys/options', ana.token, { name: 'Ana' }, { origin })).status).toBe(400)
  }
})

test('[A68] a name and a password sign in, however the name is written; another person cannot take one that looks like it', async () => {
  const login = { loginName: 'Ana of the kitchen', password: 'correct horse' }
  expect((await told<Account>(ask('/account/password', ana.token, login))).loginName).toBe(login.loginName)
  const shown = { kind: 'password', loginName: 'ANA  of the kitchen', password: login.password }
  const phone = createIdentityToken()
  expect(await told(signInBy(shown, phone))).toEqual(ANAS_ROOM)
  expect(await told(signInBy(shown, phone))).toEqual(ANAS_ROOM)
  expect((await signInBy({ ...shown, password: 'correct horsf' })).status).toBe(404)
  expect((await signInBy({ ...shown, loginName: 'Nobody' })).status).toBe(404)
  // With a token that is somebody else's nobody becomes anybody.
  expect((await signInBy(shown, kitchen.bo.token)).status).toBe(404)
  const alike = { loginName: 'Аna of the kitchen', password: 'correct horse' }
  expect([400, 409]).toContain((await ask('/account/password', kitchen.bo.token, alike)).status)
  expect(
    (await ask('/account/password', kitchen.bo.token, { ...login, loginName: 'ana OF the kitchen' })).status,
  ).toBe(409)
  for (const password of ['short', 'x'.repeat(129), 'with\u0000nul-in-it'])
    expect((await ask('/account/password', ana.token, { ...login, password })).status).toBe(400)
  expect((await told<Account>(ask('/account/password/remove', phone))).loginName).toBeNull()
  expect((await signInBy(shown)).status).toBe(404)
})

test('[A68] a name nobody has costs the same work as a wrong password, and is answered with the same words', async () => {
  const login = { loginName: 'Ana of the kitchen', password: 'correct horse' }
  await told<Account>(ask('/account/password', ana.token, login))
  const times = { known: [] as number[], unknown: [] as number[] }
  const answers = new Set<string>()
  for (let i = 0; i < 5; i++)
    for (const [who, loginName] of [
      ['known', login.loginName],
      ['unknown', `Nobody ${'abcde'[i]}`],
    ] as const) {
      const startedAt = performance.now()
      const answer = await signInBy({ kind: 'password', loginName, password: 'wrong horse' })
      answers.add(`${answer.status} ${await answer.text()}`)
      times[who].push(performance.now() - startedAt)
    }
  expect(answers.size).toBe(1)
  // Without the hashing it would be a hundredth.
  expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 2)
})

test('a recovery code signs in once', async () => {
  const { codes } = await told<RecoveryCodes>(ask('/account/recovery-codes', ana.token))
  expect(new Set(codes).size).toBe(8)
  const [code = ''] = codes
  const phone = createIdentityToken()
  const shown = { kind: 'recovery-code', code: code.toUpperCase().replaceAll('-', ' ') }
  expect(await told(signInBy(shown, phone))).toEqual(ANAS_ROOM)
  expect(await told(signInBy(shown, phone))).toEqual(ANAS_ROOM)
  expect((await signInBy(shown)).status).toBe(404)
  expect((await account(phone)).recoveryCodesLeft).toBe(7)
  for (const wrong of ['', 'k7m4', 'k7m4-4qp2-x9d0-8h3t'])
    expect((await signInBy({ kind: 'recovery-code', code: wrong })).status).toBe(404)
})

test('[A70] a device that is signed out from another is sent away at once, and its token is nobody’s', async () => {
  const { codes } = await told<RecoveryCodes>(ask('/account/recovery-codes', ana.token))
  const phone = createIdentityToken()
  await told(signInBy({ kind: 'recovery-code', code: codes[0] }, phone))
  const { devices } = await account(phone)
  const desk = devices.find(({ isThis }) => !isThis)
  expect(ana.caller.closed).toBeFalsy()
  const left = await told<Account>(ask('/account/sign-out', phone, { deviceIds: [desk?.deviceId] }))
  expect(left.devices).toMatchObject([{ isThis: true }])
  await vi.waitFor(() => expect(ana.caller.closed).toMatchObject({ code: 4401 }))
  expect((await ask('/account', ana.token)).status).toBe(403)
  // Bo, who asked for nothing, is here.
  expect(kitchen.bo.caller.closed).toBeFalsy()
  const tablet = createIdentityToken()
  await told(signInBy({ kind: 'recovery-code', code: codes[1] }, tablet))
  expect((await told<Account>(ask('/account/sign-out', phone, { others: true }))).devices).toHaveLength(1)
  expect((await ask('/account', tablet)).status).toBe(403)
})

test('[A72] whoever shows nothing, nobody’s token or something of another form is refused, each as what it is', async () => {
  expect((await ask('/account', null)).status).toBe(401)
  expect((await ask('/account', createIdentityToken())).status).toBe(403)
  for (const [path, body] of [
    ['/account/passkeys/options', {}],
    ['/account/passkeys/options', { name: '\u202e' }],
    ['/account/passkeys', { response: { id: 'x' } }],
    ['/account/password', { loginName: 'Ana', password: 'long enough', role: 'owner' }],
    ['/account/sign-out', {}],
    ['/account/sign-out', { deviceIds: ['x'] }],
    ['/account/sign-out', { others: false }],
  ] as const)
    expect((await ask(path, ana.token, body)).status, path).toBe(400)
  for (const body of [null, {}, { kind: 'password' }, { kind: 'owner', token: createIdentityToken() }])
    expect((await ask('/sign-in', null, body)).status).toBe(400)
  for (const path of ['/account/recovery-codes', '/account/password/remove'])
    expect((await ask(path, createIdentityToken())).status, path).toBe(403)
  const login = { loginName: 'Somebody', password: 'long enough' }
  expect((await ask('/account/password', createIdentityToken(), login)).status).toBe(403)
  expect((await ask('/account/sign-out', createIdentityToken(), { others: true })).status).toBe(403)
})

test('[A67] guessing is slowed by address and, for passwords, by name, wherever it comes from', async () => {
  const guess = (address: string, loginName = 'Ana') =>
    signInBy({ kind: 'password', loginName, password: 'guess after guess' }, createIdentityToken(), {
      'x-forwarded-for': address,
    })
  for (let i = 0; i < SIGN_INS_PER_ADDRESS.burst; i++)
    expect((await guess('203.0.113.7', `Nobody ${'abcdefghij'[i % 10]}`)).status).toBe(404)
  const next = await guess('203.0.113.7')
  expect(next.status).toBe(429)
  expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0)
  // From many addresses, about one name.
  for (let i = 0; i < SIGN_INS_PER_NAME.burst; i++) expect((await guess(`198.51.${i}.1`)).status).toBe(404)
  expect((await guess('192.0.2.1')).status).toBe(429)
  expect((await guess('192.0.2.2', 'Another')).status).toBe(404)
  // Who is signed in is not held up by it, nor are codes.
  await account()
}, 30_000)

test('whoever has had enough deletes what they wrote, and then is nobody anywhere', async () => {
  const { bo } = kitchen
  const login = { loginName: 'Ana of the kitchen', password: 'correct horse' }
  await told<Account>(ask('/account/password', ana.token, login))
  const phone = createIdentityToken()
  await told(signInBy({ kind: 'password', ...login }, phone))
  for (let i = 0; i < 3; i++) await ana.post(`marzipan ${i}`, [])
  await bo.post('mine stays', [])
  expect(await told(ask('/account/erase', phone))).toEqual({ isDone: true })
  const deleted = () =>
    bo.caller.events
      .flatMap((event) => (event.type === 'span' ? event.records : []))
      .filter((record) => record.kind === 'message' && record.deletedAt !== undefined)
  await vi.waitFor(() => expect(deleted()).toHaveLength(3))
  expect(JSON.stringify(deleted())).not.toContain('marzipan')
  expect(await told(ask('/account/erase', phone))).toEqual({ isDone: true })
  expect(await told(ask('/account/close', phone))).toEqual({})
  for (const token of [phone, ana.token]) expect((await ask('/account', token)).status).toBe(403)
  await vi.waitFor(() => expect(ana.caller.closed).toMatchObject({ code: 4401 }))
  expect((await signInBy({ kind: 'password', ...login })).status).toBe(404)
  expect((await ask('/account/close', phone)).status).toBe(403)
  expect((await ask('/account/erase', phone)).status).toBe(403)
  // The name to sign in with is free again.
  expect((await ask('/account/password', bo.token, login)).status).toBe(200)
})

test('[D10] however many ask from wherever, a node keeps so many challenges', async () => {
  const from = (i: number) =>
    ask('/sign-in/options', null, undefined, { 'x-forwarded-for': `198.51.${i >> 6}.${i & 63}` })
  const statuses: number[] = []
  for (let i = 0; i < 2 * CHALLENGES_PER_NODE.burst && !statuses.includes(503); i += 50)
    statuses.push(
      ...(await Promise.all(Array.from({ length: 50 }, (_, j) => from(i + j)))).map(({ status }) => status),
    )
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(CHALLENGES_PER_NODE.burst)
  expect(statuses).toContain(503)
  // Whoever is signed in is not held up.
  await account()
}, 30_000)

test('a password that is changed ends the devices that came with the one before; one that is set ends none', async () => {
  const login = { loginName: 'Ana of the kitchen', password: 'correct horse' }
  await told<Account>(ask('/account/password', ana.token, login))
  const phone = createIdentityToken()
  await told(signInBy({ kind: 'password', ...login }, phone))
  const changed = await told<Account>(
    ask('/account/password', phone, { ...login, password: 'battery staple' }),
  )
  expect(changed.devices).toMatchObject([{ isThis: true }])
  expect((await ask('/account', ana.token)).status).toBe(403)
  await vi.waitFor(() => expect(ana.caller.closed).toMatchObject({ code: 4401 }))
  expect((await signInBy({ kind: 'password', ...login })).status).toBe(404)
})

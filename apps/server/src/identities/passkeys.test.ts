import { expect, test } from 'vitest'
import type { FoundPasskey, Passkey } from '../store/credential-table.ts'
import { anAuthenticator } from '../testing/authenticator.ts'
import {
  provenPasskey,
  type RelyingParty,
  registeredPasskey,
  registrationOptions,
  relyingPartyOf,
  signInOptions,
} from './passkeys.ts'

const KITCHEN: RelyingParty = { origin: 'https://kitchen.example', id: 'kitchen.example' }
const HARBOUR: RelyingParty = { origin: 'https://harbour.example', id: 'harbour.example' }
const ANA = Buffer.alloc(32, 'ana').toString('base64url')
const BO = Buffer.alloc(32, 'bo').toString('base64url')

const begin = (known: Passkey[] = []) => registrationOptions(KITCHEN, { userHandle: ANA, name: 'Ana', known })

/** Ana's passkey, kept as a store keeps it, and the device it is on. */
async function aPasskey(counter = 0) {
  const device = anAuthenticator(ANA)
  const { challenge } = await begin()
  const made = device.register(KITCHEN.id, KITCHEN.origin, challenge, { counter })
  const registered = await registeredPasskey(KITCHEN, made, challenge)
  if (!registered) throw new Error('The passkey was not taken.')
  const passkey: FoundPasskey = { ...registered, label: 'Phone', createdAt: 0, usedAt: null, userHandle: ANA }
  return { device, passkey }
}

test('a passkey that was registered signs in', async () => {
  const { device, passkey } = await aPasskey()
  expect(passkey).toMatchObject({ counter: 0, transports: ['internal'], isBackedUp: true })
  const { challenge } = await signInOptions(KITCHEN)
  const answer = device.signIn(KITCHEN.id, KITCHEN.origin, challenge)
  expect(await provenPasskey(KITCHEN, answer, challenge, passkey)).toEqual({ counter: 0, isBackedUp: true })
})

test('a browser is asked for a passkey it can find by itself, with whoever is there proven', async () => {
  const { passkey } = await aPasskey()
  const options = await begin([passkey])
  expect(options).toMatchObject({
    rp: { id: 'kitchen.example' },
    user: { id: ANA, name: 'Ana' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ id: passkey.credentialId }],
  })
  expect((await signInOptions(KITCHEN)).allowCredentials ?? []).toEqual([])
})

test('no two challenges are the same', async () => {
  const asked = await Promise.all([begin(), begin(), signInOptions(KITCHEN), signInOptions(KITCHEN)])
  expect(new Set(asked.map(({ challenge }) => challenge)).size).toBe(4)
})

test('what was made for another challenge, page or host, or by nobody in particular, is no passkey', async () => {
  const device = anAuthenticator(ANA)
  const [{ challenge }, { challenge: another }] = await Promise.all([begin(), begin()])
  const { id, origin } = KITCHEN
  for (const answer of [
    device.register(id, origin, another),
    device.register(id, HARBOUR.origin, challenge),
    device.register(HARBOUR.id, origin, challenge),
    device.register(id, origin, challenge, { isVerified: false }),
  ])
    expect(await registeredPasskey(KITCHEN, answer, challenge)).toBeNull()
  expect(await registeredPasskey(KITCHEN, device.register(id, origin, challenge), challenge)).not.toBeNull()
})

test('what proves less than all of it signs nobody in', async () => {
  const { device, passkey } = await aPasskey(5)
  const [{ challenge }, { challenge: another }] = await Promise.all([
    signInOptions(KITCHEN),
    signInOptions(KITCHEN),
  ])
  const { id, origin } = KITCHEN
  const counter = 6
  for (const answer of [
    device.signIn(id, origin, another, { counter }),
    device.signIn(id, HARBOUR.origin, challenge, { counter }),
    device.signIn(HARBOUR.id, origin, challenge, { counter }),
    device.signIn(id, origin, challenge, { counter, isVerified: false }),
    device.signIn(id, origin, challenge, { counter, userHandle: BO }),
    // A copy of the device, left behind.
    device.signIn(id, origin, challenge, { counter: 5 }),
    { ...anAuthenticator(ANA).signIn(id, origin, challenge, { counter }), id: passkey.credentialId },
  ])
    expect(await provenPasskey(KITCHEN, answer, challenge, passkey)).toBeNull()
  const good = device.signIn(id, origin, challenge, { counter })
  expect(await provenPasskey(KITCHEN, good, challenge, passkey)).toEqual({ counter, isBackedUp: true })
})

test('passkeys are for the host of the app, where browsers have them', () => {
  expect(relyingPartyOf('https://chat.example')).toEqual({
    origin: 'https://chat.example',
    id: 'chat.example',
  })
  expect(relyingPartyOf('https://chat.example:8443')?.id).toBe('chat.example')
  expect(relyingPartyOf('http://localhost:3000')).toEqual({
    origin: 'http://localhost:3000',
    id: 'localhost',
  })
  for (const origin of [
    undefined,
    'null',
    'http://chat.example',
    'http://192.168.1.7:3000',
    'https://192.168.1.7',
    'http://127.0.0.1:3000',
    'https://[::1]:3000',
    'ftp://localhost',
  ])
    expect(relyingPartyOf(origin)).toBeNull()
})

import { expect, test } from 'vitest'
import { deviceIdOf, type SignInProof } from './device-table.ts'
import type { HandoffCodeHash, TokenHash } from './store.ts'
import { aCast, create, join, type Person, post } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000
let made = 0

/** On which devices somebody is, and how they sign in on more. */
export function devicesContract(harness: Harness): void {
  const table = () => harness.store.devices
  const aToken = () => `${++made}-device`.padEnd(64, '0') as TokenHash
  const signIn = (proof: SignInProof, tokenHash: TokenHash, at = NOON) =>
    table().signIn(proof, { tokenHash, label: 'Firefox · Android', at }, 10)
  const ofPassword = (hash: string, loginSkeleton: string): SignInProof => ({
    kind: 'password',
    loginSkeleton,
    hash,
  })

  async function aKitchen() {
    const cast = aCast()
    const { kitchen, ana, bo } = cast
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo)])
    return cast
  }
  async function aPassword({ tokenHash }: Person) {
    const [loginSkeleton, hash] = [`login-${++made}`, `hash-${made}`]
    const password = { loginName: loginSkeleton, loginSkeleton, hash, changedAt: NOON }
    expect(await harness.store.credentials.setPassword(tokenHash, password)).toBe('done')
    return { loginSkeleton, hash, proof: ofPassword(hash, loginSkeleton) }
  }
  async function aPasskey({ tokenHash }: Person, counter = 3) {
    const credentialId = `credential-of-a-device-${++made}`
    await harness.store.credentials.keepUserHandle(tokenHash, `handle-of-a-device-${made}`)
    const passkey = {
      credentialId,
      publicKey: 'pQECAyYgASFYIA',
      counter,
      transports: [],
      isBackedUp: false,
      label: 'Chrome · Linux',
      createdAt: NOON,
      usedAt: null,
    }
    expect(await harness.store.credentials.addPasskey(tokenHash, passkey, 5)).toBe('done')
    return passkey
  }

  test('who signs in with a password is the same member, in the same rooms, and what they wrote with it is theirs', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const { proof } = await aPassword(bo)
    const phone = aToken()
    const rooms = [
      { roomId: kitchen.roomId, code: kitchen.code, title: '', memberId: bo.memberIn(kitchen), name: 'Bo' },
    ]
    expect(await signIn(proof, phone)).toEqual(rooms)
    // An answer that was lost.
    expect(await signIn(proof, phone)).toEqual(rooms)
    expect(await table().rooms(phone, 10)).toEqual(rooms)
    await harness.reopen()
    const entry = await harness.store.readEntry(kitchen.roomId, [phone], null)
    expect(entry?.members.get(phone)).toMatchObject({ memberId: bo.memberIn(kitchen), name: 'Bo' })
    // A token that is somebody else's becomes nobody's.
    expect(await signIn(proof, ana.tokenHash)).toBeNull()
    expect(await table().list(ana.tokenHash, 10)).toHaveLength(1)
  })

  test('a password that was changed meanwhile, or a name nobody has, lets nobody in', async () => {
    const { bo } = await aKitchen()
    const { proof, loginSkeleton } = await aPassword(bo)
    await harness.store.credentials.setPassword(bo.tokenHash, {
      loginName: loginSkeleton,
      loginSkeleton,
      hash: 'another',
      changedAt: NOON + 1,
    })
    const phone = aToken()
    expect(await signIn(proof, phone)).toBeNull()
    expect(await signIn(ofPassword('another', 'nobody-has-this'), phone)).toBeNull()
    expect(await table().list(phone, 10)).toBeNull()
    expect(await table().rooms(phone, 10)).toBeNull()
    expect(await signIn(ofPassword('another', loginSkeleton), phone)).toHaveLength(1)
  })

  test('a passkey says what is new of it, and one that was removed is nothing', async () => {
    const { ana } = await aKitchen()
    const passkey = await aPasskey(ana)
    const { credentialId } = passkey
    const proof = { kind: 'passkey', credentialId, counter: 9, isBackedUp: true } as const
    expect(await signIn(proof, aToken(), NOON + 5)).toHaveLength(1)
    expect(await harness.store.credentials.findPasskey(credentialId)).toMatchObject({
      counter: 9,
      isBackedUp: true,
      usedAt: NOON + 5,
    })
    await harness.store.credentials.removePasskey(ana.tokenHash, credentialId)
    expect(await signIn(proof, aToken())).toBeNull()
  })

  test('a recovery code is good for one token, which may ask again; new codes end what is left', async () => {
    const { ana, bo } = await aKitchen()
    const [one, other, later] = [`code-${++made}`, `code-${++made}`, `code-${++made}`]
    await harness.store.credentials.setRecoveryCodes(bo.tokenHash, [one, other])
    const of = (codeHash: string): SignInProof => ({ kind: 'recovery-code', codeHash })
    const phone = aToken()
    // Who is somebody already has no use for it, and does not use it up.
    expect(await signIn(of(one), ana.tokenHash)).toBeNull()
    expect(await signIn(of(one), phone)).toHaveLength(1)
    expect(await signIn(of(one), phone)).toHaveLength(1)
    expect(await signIn(of(one), aToken())).toBeNull()
    expect(await harness.store.credentials.read(bo.tokenHash)).toMatchObject({ recoveryCodesLeft: 1 })
    await harness.store.credentials.setRecoveryCodes(phone, [later])
    expect(await signIn(of(other), aToken())).toBeNull()
    expect(await signIn(of(later), aToken())).toHaveLength(1)
  })

  test('[A71] somebody sees their devices: this one first, then the one seen last, each with when it came', async () => {
    const { ana, bo } = await aKitchen()
    const { proof } = await aPassword(bo)
    const [phone, tablet] = [aToken(), aToken()]
    await signIn(proof, phone, NOON + 10)
    await signIn(proof, tablet, NOON + 20)
    const note = (tokenHash: TokenHash, label: string, at: number) => ({ tokenHash, label, at })
    await table().note([
      note(phone, 'Chrome · Android', NOON + 99),
      note(bo.tokenHash, 'Safari · macOS', NOON + 30),
      note(aToken(), 'nobody’s', NOON),
    ])
    await table().note([note(bo.tokenHash, 'Safari · macOS', NOON + 40)])
    await table().note([])
    const [desk, handy, slate] = [
      { label: 'Safari · macOS', createdAt: NOON + 30, seenAt: NOON + 40 },
      { label: 'Chrome · Android', createdAt: NOON + 10, seenAt: NOON + 99 },
      { label: 'Firefox · Android', createdAt: NOON + 20, seenAt: NOON + 20 },
    ]
    await harness.reopen()
    expect(await table().list(bo.tokenHash, 10)).toEqual([
      { deviceId: deviceIdOf(bo.tokenHash), ...desk, isThis: true },
      { deviceId: deviceIdOf(phone), ...handy, isThis: false },
      { deviceId: deviceIdOf(tablet), ...slate, isThis: false },
    ])
    expect(await table().list(tablet, 2)).toMatchObject([{ ...slate, isThis: true }, handy])
    // A browser of which nobody wrote down anything yet.
    expect(await table().list(ana.tokenHash, 2)).toMatchObject([{ label: '', createdAt: null, seenAt: null }])
    expect(await table().list(aToken(), 2)).toBeNull()
  })

  test('[A71] a device is signed out from another: it proves nothing more, is not called, and the others stay', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const { proof } = await aPassword(bo)
    const [phone, tablet] = [aToken(), aToken()]
    await signIn(proof, phone)
    await signIn(proof, tablet)
    const subscription = (at: string) => ({
      endpoint: `https://updates.push.services.mozilla.com/wpush/${at}-${++made}`,
      p256dh: 'p',
      auth: 'a',
      language: 'en',
    })
    const [atPhone, atTablet] = [subscription('phone'), subscription('tablet')]
    const plenty = { at: NOON, limit: 5, roomsMax: 9 }
    await harness.store.attention.subscribe(phone, atPhone, plenty)
    await harness.store.attention.subscribe(tablet, atTablet, plenty)
    // Not one of theirs, and not the one that asks.
    const notTheirs = [deviceIdOf(ana.tokenHash), deviceIdOf(bo.tokenHash), 'nonsense']
    expect(await table().end(bo.tokenHash, { deviceIds: notTheirs })).toEqual([])
    expect(await table().end(bo.tokenHash, { deviceIds: [deviceIdOf(phone)] })).toEqual([phone])
    expect(await table().end(bo.tokenHash, { deviceIds: [deviceIdOf(phone)] })).toEqual([])
    await harness.reopen()
    expect(await table().list(phone, 10)).toBeNull()
    expect(await signIn(proof, phone)).toBeNull()
    expect(await harness.store.readRevoked(60_000, 100)).toContain(phone)
    expect(await table().list(bo.tokenHash, 10)).toHaveLength(2)
    const asked = { level: 'all', after: 0, limit: 9 } as const
    const { listeners } = await harness.store.attention.readListeners(kitchen.roomId, asked, NOON)
    expect(listeners.flatMap(({ subscriptions }) => subscriptions)).toEqual([atTablet])
    expect(await harness.store.commit([post(kitchen, bo, `still here ${++made}`)])).toMatchObject([
      { outcome: 'applied' },
    ])
  })

  test('[A71] all others are signed out at once; nobody has none to end', async () => {
    const { bo } = await aKitchen()
    const { proof } = await aPassword(bo)
    const [phone, tablet] = [aToken(), aToken()]
    await signIn(proof, phone)
    await signIn(proof, tablet)
    expect((await table().end(phone, 'others'))?.sort()).toEqual([bo.tokenHash, tablet].sort())
    expect(await table().end(phone, 'others')).toEqual([])
    expect(await table().end(bo.tokenHash, 'others')).toBeNull()
    expect(await table().end(aToken(), 'others')).toBeNull()
    // What was signed in with stays: it is the person's, not the device's.
    expect(await signIn(proof, aToken())).toHaveLength(1)
  })

  test('who came by a code of another device is on the list', async () => {
    const { bo } = await aKitchen()
    const phone = aToken()
    const code = `code-of-a-device-${++made}` as HandoffCodeHash
    await harness.store.handoffs.make(bo.tokenHash, code, { at: NOON, after: 0 })
    await harness.store.handoffs.take(code, { tokenHash: phone, after: 0, limit: 9 })
    expect(await table().list(bo.tokenHash, 10)).toHaveLength(2)
  })

  test('a challenge is good once, and not late', async () => {
    const [one, late] = [`challenge-${++made}`, `challenge-${++made}`]
    await table().keepChallenge(one, { at: NOON, after: NOON - 60 })
    await harness.reopen()
    expect(await table().takeChallenge(one, NOON - 60)).toBe(true)
    expect(await table().takeChallenge(one, NOON - 60)).toBe(false)
    expect(await table().takeChallenge('never made', 0)).toBe(false)
    await table().keepChallenge(late, { at: NOON, after: NOON - 60 })
    expect(await table().takeChallenge(late, NOON)).toBe(false)
    const forgotten = `challenge-${++made}`
    await table().keepChallenge(forgotten, { at: NOON, after: NOON - 60 })
    await table().keepChallenge(`challenge-${++made}`, { at: NOON + 60, after: NOON })
    expect(await table().takeChallenge(forgotten, 0)).toBe(false)
  })
}

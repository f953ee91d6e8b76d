import { expect, test } from 'vitest'
import type { Passkey } from './credential-table.ts'
import { aCast, create, join, type Person } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000
const LIMIT = 5
let made = 0

const aPasskey = (fields: Partial<Passkey> = {}): Passkey => ({
  credentialId: `credential-${++made}`,
  publicKey: 'pQECAyYgASFYIA',
  counter: 0,
  transports: ['internal', 'hybrid'],
  isBackedUp: true,
  label: 'This phone',
  createdAt: NOON + made,
  usedAt: null,
  ...fields,
})

const aHandle = () => `handle-${++made}`
const aPassword = (loginName = `ana-${++made}`) => ({
  loginName,
  loginSkeleton: loginName.toLowerCase(),
  hash: `hash-${++made}`,
  changedAt: NOON,
})
const NONE = { userHandle: null, passkeys: [], password: null, recoveryCodesLeft: 0 }

/** What a store keeps of what identities can sign in with. */
export function credentialsContract(harness: Harness): void {
  const table = () => harness.store.credentials

  /** Ana's kitchen with Bo in it; Chidi is nobody yet. */
  async function aKitchen() {
    const { kitchen, ana, bo, chidi } = aCast()
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo)])
    return { ana, bo, chidi }
  }
  async function register({ tokenHash }: Person, passkey = aPasskey()) {
    await table().keepUserHandle(tokenHash, aHandle())
    expect(await table().addPasskey(tokenHash, passkey, LIMIT)).toBe('done')
    return passkey
  }

  test('passkeys, a password and codes are kept for an identity, and are there after a restart', async () => {
    const { ana, bo } = await aKitchen()
    expect(await table().read(ana.tokenHash)).toEqual(NONE)
    const [first, second] = [
      await register(ana),
      await register(ana, aPasskey({ transports: [], isBackedUp: false })),
    ]
    const password = aPassword()
    expect(await table().setPassword(ana.tokenHash, password)).toBe('done')
    expect(await table().setRecoveryCodes(ana.tokenHash, [`a${++made}`, `b${made}`])).toBe(true)
    await harness.reopen()
    expect(await table().read(ana.tokenHash)).toEqual({
      userHandle: expect.any(String),
      passkeys: [first, second],
      password,
      recoveryCodesLeft: 2,
    })
    expect(await table().read(bo.tokenHash)).toEqual(NONE)
  })

  test('who an identity is to authenticators is said once, and is nobody else', async () => {
    const { ana, bo } = await aKitchen()
    const handle = aHandle()
    expect(await table().keepUserHandle(ana.tokenHash, handle)).toBe(handle)
    expect(await table().keepUserHandle(ana.tokenHash, aHandle())).toBe(handle)
    expect(await table().keepUserHandle(bo.tokenHash, aHandle())).not.toBe(handle)
  })

  test('a passkey is found by its id, with the handle of its owner', async () => {
    const { ana } = await aKitchen()
    const passkey = await register(ana)
    const userHandle = await table().keepUserHandle(ana.tokenHash, aHandle())
    expect(await table().findPasskey(passkey.credentialId)).toEqual({ ...passkey, userHandle })
    expect(await table().findPasskey('nothing-like-it')).toBeNull()
  })

  test('a passkey is registered once on all the instance, and an identity has so many', async () => {
    const { ana, bo } = await aKitchen()
    const passkey = await register(ana)
    await table().keepUserHandle(bo.tokenHash, aHandle())
    expect(await table().addPasskey(bo.tokenHash, passkey, LIMIT)).toBe('id-conflict')
    expect(await table().addPasskey(ana.tokenHash, passkey, LIMIT)).toBe('id-conflict')
    expect(await table().addPasskey(ana.tokenHash, aPasskey(), 1)).toBe('limit-reached')
    expect((await table().read(ana.tokenHash))?.passkeys).toEqual([passkey])
  })

  test('no passkey comes before the handle it is registered for', async () => {
    const { ana } = await aKitchen()
    expect(await table().addPasskey(ana.tokenHash, aPasskey(), LIMIT)).toBe('forbidden')
  })

  test('a name to sign in with is one person’s, also when two take it at once', async () => {
    const { ana, bo } = await aKitchen()
    const password = aPassword()
    const again = { ...password, hash: `hash-${++made}` }
    const outcomes = await Promise.all([
      table().setPassword(ana.tokenHash, password),
      table().setPassword(bo.tokenHash, again),
    ])
    expect(outcomes.toSorted()).toEqual(['done', 'name-taken'])
    const found = await table().findPassword(password.loginSkeleton)
    expect(found).toEqual(outcomes[0] === 'done' ? password : again)
  })

  test('another password takes the place of the one before, and frees its name', async () => {
    const { ana, bo } = await aKitchen()
    const [before, after] = [aPassword(), aPassword()]
    await table().setPassword(ana.tokenHash, before)
    expect(await table().setPassword(ana.tokenHash, after)).toBe('done')
    expect(await table().findPassword(before.loginSkeleton)).toBeNull()
    expect(await table().findPassword(after.loginSkeleton)).toEqual(after)
    expect(await table().setPassword(bo.tokenHash, before)).toBe('done')
    expect(await table().removePassword(ana.tokenHash)).toBe(true)
    expect(await table().removePassword(ana.tokenHash)).toBe(false)
    expect(await table().findPassword(after.loginSkeleton)).toBeNull()
  })

  test('new recovery codes take the place of all before', async () => {
    const { ana } = await aKitchen()
    await table().setRecoveryCodes(ana.tokenHash, [`c${++made}`, `d${made}`])
    await table().setRecoveryCodes(ana.tokenHash, [`e${++made}`])
    expect(await table().read(ana.tokenHash)).toEqual({ ...NONE, recoveryCodesLeft: 1 })
  })

  test('[A72] nobody touches what is another’s', async () => {
    const { ana, bo } = await aKitchen()
    const [hers, his] = [await register(ana), await register(bo)]
    const password = aPassword()
    await table().setPassword(ana.tokenHash, password)
    await table().setRecoveryCodes(ana.tokenHash, [`f${++made}`])
    const before = await table().read(ana.tokenHash)
    expect(await table().removePasskey(bo.tokenHash, hers.credentialId)).toBe(false)
    expect(await table().removePassword(bo.tokenHash)).toBe(false)
    await table().setRecoveryCodes(bo.tokenHash, [])
    await table().erase(bo.tokenHash)
    expect(await table().read(ana.tokenHash)).toEqual(before)
    expect(await table().read(bo.tokenHash)).toEqual(NONE)
    expect(await table().findPasskey(his.credentialId)).toBeNull()
    expect(await table().removePasskey(ana.tokenHash, hers.credentialId)).toBe(true)
  })

  test('[D9] whoever is nobody, or not any more, is told nothing and changes nothing', async () => {
    const { ana, chidi } = await aKitchen()
    const passkey = await register(ana)
    await harness.store.revokeToken(ana.tokenHash)
    for (const { tokenHash } of [ana, chidi]) {
      expect(await table().read(tokenHash)).toBeNull()
      expect(await table().keepUserHandle(tokenHash, aHandle())).toBeNull()
      expect(await table().addPasskey(tokenHash, aPasskey(), LIMIT)).toBe('forbidden')
      expect(await table().removePasskey(tokenHash, passkey.credentialId)).toBe(false)
      expect(await table().setPassword(tokenHash, aPassword())).toBe('forbidden')
      expect(await table().removePassword(tokenHash)).toBe(false)
      expect(await table().setRecoveryCodes(tokenHash, [`g${++made}`])).toBe(false)
      expect(await table().erase(tokenHash)).toBe(false)
    }
    // An account is there for whoever signs in, whatever became of the token it grew from.
    expect(await table().findPasskey(passkey.credentialId)).toMatchObject(passkey)
  })
}

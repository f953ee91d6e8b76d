import type { CDPSession, Page } from '@playwright/test'
import { TestServer } from './server.ts'
import { StaticHost } from './static-host.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'

/** The same server by a name: browsers give no passkey to an address without one. */
const named = (origin: string) => origin.replace('127.0.0.1', 'localhost')

/** A device that recognizes whoever holds it, as a browser's tools play it. */
class Authenticator {
  readonly #session: CDPSession
  readonly #id: string

  private constructor(session: CDPSession, id: string) {
    this.#session = session
    this.#id = id
  }

  static async at(page: Page): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable')
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return new Authenticator(session, authenticatorId)
  }

  /** Its passkeys are on another device as well, as those of people are who have them synchronized. */
  async synchronize(other: Authenticator): Promise<void> {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id })
    expect(credentials).toHaveLength(1)
    for (const credential of credentials)
      await other.#session.send('WebAuthn.addCredential', { authenticatorId: other.#id, credential })
  }

  /** Whoever holds it is not who it belongs to. */
  async isInWrongHands(): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified: false })
  }
}

async function openAccount({ page }: Person) {
  await page.goto('/')
  await page.getByRole('button', { name: 'Account' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  return dialog
}

const signedOut = ({ page }: Person) => page.getByText('You are signed out here.').filter({ visible: true })

/** From a passkey on one device to the same person on another, wherever the app comes from. */
async function growAndReturn(invite: (name: string, options?: object) => Promise<Person>, baseURL: string) {
  const ana = await invite('Ana', { baseURL })
  const kitchen = await ana.createRoom()
  await ana.say('before I had an account')
  const bo = await invite('Bo', { baseURL })
  await bo.joinByLink(kitchen)
  await bo.sees('before I had an account')
  const desk = await Authenticator.at(ana.page)
  const account = await openAccount(ana)
  await account.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(account.getByText(/^Made on /)).toBeVisible()
  await expectAccessible(ana.page)

  const phone = await invite('Ana', { baseURL, viewport: { width: 360, height: 720 } })
  const hers = await Authenticator.at(phone.page)
  await desk.synchronize(hers)
  const signIn = await openAccount(phone)
  await expectAccessible(phone.page)
  await signIn.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await phone.page.getByRole('link', { name: kitchen }).click()
  await phone.isInRoom()
  await phone.sees('before I had an account')
  await phone.say('the same person, on my phone')
  await bo.sees('the same person, on my phone')
  await expect(bo.page.getByText('Here now · 2').filter({ visible: true })).toHaveCount(1)
  await bo.page.close()
  return { ana, phone, kitchen, hers }
}

test('a passkey made on one device signs in on another: the same person, in the same rooms; and one device signs the other out', async ({
  invite,
}) => {
  const server = await TestServer.start()
  const { ana, phone, kitchen } = await growAndReturn(invite, named(server.origin))
  const account = await openAccount(ana)
  await expect(account.getByText(/^Last used on /)).toBeVisible()
  await expect(account.getByText('Last here today')).toBeVisible()
  phone.complaints.forgive(LOST_LINE)
  await account.getByRole('button', { name: 'Sign out Chrome · Linux' }).click()
  await expect(account.getByText('Last here today')).toHaveCount(0)
  // Within five seconds, on whatever node it is.
  await expect(signedOut(phone)).toBeVisible({ timeout: 5_000 })
  // What was read there is not kept there.
  await phone.page.waitForTimeout(3_000)
  await phone.page.goto('/')
  await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(phone.page.getByRole('link', { name: kitchen })).toHaveCount(0)
  await ana.page.goto(`/r/${kitchen}`)
  await ana.say('still here')
  for (const { page } of [ana, phone]) await page.close()
  await server.stop()
})

test('whoever holds a device that does not know them is not signed in, and is told', async ({ invite }) => {
  const server = await TestServer.start()
  const { ana, phone, hers } = await growAndReturn(invite, named(server.origin))
  const account = await openAccount(phone)
  await account.getByRole('button', { name: 'Sign out here' }).click()
  await expect(account.getByText('This browser forgets who you are')).toBeVisible()
  phone.complaints.forgive(LOST_LINE)
  await account.getByRole('button', { name: 'Sign out now' }).click()
  await expect(phone.page.getByRole('dialog')).toHaveCount(0)
  await hers.isInWrongHands()
  const signIn = await openAccount(phone)
  await signIn.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(signIn.getByText('No passkey was chosen.')).toBeVisible()
  for (const { page } of [ana, phone]) await page.close()
  await server.stop()
})

test('an app on a host of its own has passkeys as well', { tag: '@alone' }, async ({ invite }) => {
  const host = await StaticHost.start()
  const server = await TestServer.start({ CONFAB_ALLOWED_ORIGINS: named(host.origin) })
  await host.pointAt(server.origin)
  const { ana, phone } = await growAndReturn(invite, named(host.origin))
  await ana.page.goto('/')
  for (const { page } of [ana, phone]) await page.close()
  await server.stop()
  await host.stop()
})

test('a name and a password, and a recovery code, sign in; what is wrong is said once for all', async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const kitchen = await ana.createRoom()
  const account = await openAccount(ana)
  // At an address without a name there are no passkeys, and the page says so.
  await expect(account.getByText('Passkeys need a page with https')).toBeVisible()
  await account.getByRole('button', { name: 'Set a password' }).click()
  await account.getByLabel('Name to sign in with').fill('Ana of the kitchen')
  await account.getByLabel('Password', { exact: true }).fill('short')
  await account.getByRole('button', { name: 'Keep it' }).click()
  await expect(account.getByText('A password has 8 to 128 characters.')).toBeVisible()
  await account.getByLabel('Password', { exact: true }).fill('correct horse')
  await account.getByRole('button', { name: 'Keep it' }).click()
  await expect(account.getByText('You sign in as Ana of the kitchen.')).toBeVisible()
  await account.getByRole('button', { name: 'Make recovery codes' }).click()
  const codes = account.getByRole('listitem').filter({ hasText: /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/ })
  await expect(codes).toHaveCount(8)
  const code = (await codes.first().textContent()) ?? ''
  await expectAccessible(ana.page)

  const phone = await invite('Ana')
  const signIn = await openAccount(phone)
  phone.complaints.forgive(/404/)
  await signIn.getByLabel('Name to sign in with').fill('ana of the KITCHEN')
  await signIn.getByLabel('Password', { exact: true }).fill('correct house')
  await signIn.getByLabel('Password', { exact: true }).press('Enter')
  await expect(signIn.getByText('That is not right.')).toBeVisible()
  await signIn.getByLabel('Password', { exact: true }).fill('correct horse')
  await signIn.getByLabel('Password', { exact: true }).press('Enter')
  await expect(phone.page.getByRole('link', { name: kitchen })).toBeVisible()

  const tablet = await invite('Ana')
  const other = await openAccount(tablet)
  await other.getByRole('button', { name: 'Use a recovery code' }).click()
  await other.getByLabel('Recovery code').fill(code.toUpperCase())
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await tablet.page.getByRole('link', { name: kitchen }).click()
  await tablet.isInRoom()
  await expect(ana.page.getByText('7 codes are left')).toHaveCount(0)
  const again = await openAccount(ana)
  await expect(again.getByText('7 codes are left, each good once.')).toBeVisible()
  tablet.complaints.forgive(LOST_LINE)
  await again.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(again.getByRole('listitem')).toHaveCount(1)
  await expect(signedOut(tablet)).toBeVisible({ timeout: 5_000 })
})

test('an account is deleted with what was written, by its owner alone; then nothing signs in', async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('marzipan for everybody')
  await bo.say('the kettle is on')
  await bo.sees('marzipan for everybody')
  const account = await openAccount(ana)
  await account.getByRole('button', { name: 'Delete the account…' }).click()
  await account.getByLabel('Delete what I wrote as well').check()
  await expectAccessible(ana.page)
  ana.complaints.forgive(LOST_LINE)
  await account.getByRole('button', { name: 'Delete for good' }).click()
  await expect(ana.page.getByRole('dialog')).toHaveCount(0)
  await expect(ana.page.getByRole('link', { name: code })).toHaveCount(0)
  await expect(bo.page.getByText('Message deleted')).toHaveCount(1)
  await expect(bo.bodies.filter({ hasText: 'marzipan' })).toHaveCount(0)
  await expect(bo.page.getByText('the kettle is on').filter({ visible: true }).first()).toBeVisible()
  // Whoever comes now is somebody else.
  await ana.page.goto(`/r/${code}`)
  await expect(ana.page.getByLabel('Name', { exact: true })).toHaveValue('')
})

import type { Page } from '@playwright/test'
import { TestServer } from './server.ts'
import { StaticHost } from './static-host.ts'
import { expect, expectAccessible, LOST_LINE, type Person, screenOf, test } from './support.ts'

test('somebody continues on a phone by the link in the QR code: the same person, the same rooms, the same place in them', async ({
  invite,
  browser,
}) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const kitchen = await ana.createRoom()
  await bo.joinByLink(kitchen)
  for (let i = 1; i <= 40; i++) await bo.say(`line ${i}`)
  await ana.sees('line 40')
  // Seen is what stands there for half a second, and that is told every two.
  await ana.page.waitForTimeout(3_000)
  await ana.page.goto('/')
  await bo.say('the one Ana has not seen')
  const code = await codeOf(ana.page)
  await expectAccessible(ana.page)

  const phone = await invite('Ana', { viewport: { width: 360, height: 720 } })
  await phone.page.goto(`/#continue=${code}`)
  const dialog = phone.page.getByRole('dialog', { name: 'Another device' })
  await expect(dialog.getByLabel('Code from the other device')).toHaveValue(code)
  expect(new URL(phone.page.url()).hash).toBe('')
  await expect(dialog.getByText('You are Ana in 1 room.')).toBeVisible()
  await expectAccessible(phone.page)
  await dialog.getByRole('button', { name: 'Continue here' }).click()
  await phone.page.getByRole('link', { name: kitchen }).click()
  await phone.isInRoom()
  // What was read on the other device is read here, and no more than that is new.
  await expect(phone.page.locator('li[data-key="new"] + li')).toContainText('the one Ana has not seen')
  await phone.sees('the one Ana has not seen')
  await phone.say('from my phone')
  await bo.sees('from my phone')
  await ana.page.getByRole('button', { name: 'Close' }).last().click()
  await ana.page.getByRole('link', { name: kitchen }).click()
  await ana.sees('from my phone')
  await ana.say('and from my desk')
  await phone.sees('and from my desk')
  expect(await screenOf(ana)).toBe(await screenOf(phone))
  // One person, on two devices.
  await expect(bo.page.getByText('Here now · 2').filter({ visible: true })).toHaveCount(1)

  const late = await (await browser.newContext()).newPage()
  await late.goto(`${new URL(ana.page.url()).origin}/#continue=${code}`)
  await late.getByRole('button', { name: 'Continue here' }).click()
  await expect(late.getByText('This code is not good any more')).toBeVisible()
  await late.context().close()
})

test('who a browser was is left, which it says before; the code can be typed', async ({ invite }) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const kitchen = await ana.createRoom()
  const harbour = await bo.createRoom()
  await bo.page.goto('/')
  await ana.page.goto('/')
  const code = await codeOf(ana.page)
  await bo.page.getByRole('button', { name: 'Account' }).click()
  const dialog = bo.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Sign in as somebody else' }).click()
  await dialog.getByRole('button', { name: 'Continue with a code from another device' }).click()
  await expect(dialog.getByText('This browser is somebody in 1 room already')).toBeVisible()
  const field = dialog.getByLabel('Code from the other device')
  await field.fill('nonsense')
  await field.press('Enter')
  await expect(dialog.getByText('A code has ten letters and digits.')).toBeVisible()
  await field.fill(code.toUpperCase().replaceAll('-', ' '))
  await expect(dialog.getByText('You are Ana in 1 room.')).toBeVisible()
  bo.complaints.forgive(LOST_LINE)
  await dialog.getByRole('button', { name: 'Leave, and continue here' }).click()
  await bo.page.getByRole('link', { name: kitchen }).click()
  await bo.isInRoom()
  await bo.say('Ana is here now')
  await bo.page.goto('/')
  await expect(bo.page.getByRole('link', { name: harbour })).toHaveCount(0)
})

test('an app on a host of its own carries people over as well', { tag: '@alone' }, async ({ invite }) => {
  const host = await StaticHost.start()
  const server = await TestServer.start({ CONFAB_ALLOWED_ORIGINS: host.origin })
  await host.pointAt(server.origin)
  const ana = await invite('Ana', { baseURL: host.origin })
  const kitchen = await ana.createRoom()
  await ana.say('before')
  await ana.page.goto('/')
  const code = await codeOf(ana.page)
  const phone = await invite('Ana', { baseURL: host.origin })
  await phone.page.goto(`/#continue=${code}`)
  await phone.page.getByRole('button', { name: 'Continue here' }).click()
  await phone.page.getByRole('link', { name: kitchen }).click()
  await phone.sees('before')
  for (const { page } of [ana, phone] satisfies Person[]) await page.close()
  await server.stop()
  await host.stop()
})

/** The code that a page shows for another device. */
async function codeOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Account' }).click()
  await page.getByRole('button', { name: 'Take it to another device' }).click()
  const dialog = page.getByRole('dialog', { name: 'Another device' })
  await expect(dialog.getByRole('img', { name: /^QR code/ })).toBeVisible()
  const shown = await dialog.getByText(/^[a-z0-9]{3}-[a-z0-9]{4}-[a-z0-9]{3}$/).textContent()
  return shown ?? ''
}

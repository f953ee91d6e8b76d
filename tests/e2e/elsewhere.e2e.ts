import { TestServer } from './server.ts'
import { StaticHost } from './static-host.ts'
import { expect, LOST_LINE, test } from './support.ts'

test('the app on a host of its own talks to a server elsewhere, under the headers it was given', async ({
  invite,
}) => {
  const host = await StaticHost.start()
  const server = await TestServer.start({
    CONFAB_ALLOWED_ORIGINS: host.origin,
    CONFAB_TERMS_URL: 'https://example.org/terms',
  })
  await host.pointAt(server.origin)

  const ana = await invite('Ana', { baseURL: host.origin })
  const bo = await invite('Bo', { baseURL: host.origin })
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('from another origin')
  await bo.sees('from another origin')
  await bo.page.reload()
  await bo.say('and after a reload of the link')
  await ana.seesInOrder('from another origin', 'and after a reload of the link')
  expect(new URL(bo.page.url()).origin).toBe(host.origin)

  await bo.page.goto('/')
  await expect(bo.page.getByRole('link', { name: 'Terms' })).toHaveAttribute(
    'href',
    'https://example.org/terms',
  )

  const page = await fetch(`${host.origin}/r/${code}`)
  expect(page.headers.get('content-security-policy')).toContain(`connect-src 'self' ${server.origin} ws://`)
  for (const { page } of [ana, bo]) await page.close()
  await server.stop()
  await host.stop()
})

test('a host that the server does not let in says so, and does not stop trying', { tag: '@alone' }, async ({
  invite,
}) => {
  const host = await StaticHost.start()
  const server = await TestServer.start({ CONFAB_ALLOWED_ORIGINS: 'https://chat.example.org' })
  await host.pointAt(server.origin)

  const ana = await invite('Ana', { baseURL: host.origin })
  ana.complaints.forgive(LOST_LINE)
  await ana.page.goto('/')
  const words = /cannot be reached, or does not let pages from here in/
  await expect(ana.page.getByRole('status').filter({ hasText: words })).toBeVisible()
  await ana.page.getByLabel('Name', { exact: true }).fill('Ana')
  await ana.page.getByRole('button', { name: 'Create a room' }).click()
  await expect(ana.page.getByRole('alert')).toHaveText(/server does not answer/)
  await server.stop()
  await host.stop()
})

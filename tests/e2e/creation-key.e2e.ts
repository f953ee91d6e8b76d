import { TestServer } from './server.ts'
import { expect, expectAccessible, test } from './support.ts'

const KEY = 'kitchen-Hj3x9Qpw'

// A server of its own settings. How tries are counted on nodes is said in docs/decisions/0039-who-makes-rooms.md.
test('where a key makes rooms, the start page asks for it once, and people join without; terms and a contact stand at its foot', {
  tag: '@alone',
}, async ({ invite }) => {
  const server = await TestServer.start({
    CONFAB_CREATION_KEY: `${KEY},harbour-2Kf8Lm4x`,
    CONFAB_TERMS_URL: 'https://example.org/terms',
    CONFAB_CONTACT: 'mailto:ana@example.org',
  })
  try {
    const ana = await invite('Ana', { baseURL: server.origin })
    const { page } = ana
    const create = page.getByRole('button', { name: 'Create a room' })
    const key = page.getByLabel('Key of this server')
    await page.goto('/')
    await expect(page.getByRole('link', { name: 'Terms' })).toHaveAttribute(
      'href',
      'https://example.org/terms',
    )
    await expect(page.getByRole('link', { name: 'Contact' })).toHaveAttribute(
      'href',
      'mailto:ana@example.org',
    )
    await page.getByLabel('Name', { exact: true }).fill('Ana')
    await expect(key).toBeHidden()
    await create.click()
    await expect(key).toBeFocused()
    await key.fill('kitchen-guessed-it')
    await key.press('Enter')
    await expect(page.getByText('This is no key of this server')).toBeVisible()
    await expectAccessible(page)
    await key.fill(KEY)
    await key.press('Enter')
    await expect(ana.box).toBeVisible()
    const code = new URL(page.url()).pathname.split('/')[2] ?? ''

    const bo = await invite('Bo', { baseURL: server.origin })
    await bo.joinByLink(code)
    await bo.say('I came without a key.')
    await ana.sees('I came without a key.')

    // The browser knows it by now.
    await page.goto('/')
    await create.click()
    await expect(ana.box).toBeVisible()
    expect(page.url()).not.toContain(code)
    for (const person of [ana, bo]) await person.page.close()
  } finally {
    await server.stop()
  }
})

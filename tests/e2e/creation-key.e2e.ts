import { TestServer } from './server.ts'
import { expect, expectAccessible, test } from './support.ts'

const KEY = 'kitchen-Hj3x9Qpw'

// A server of its own settings. How tries are counted on nodes is said in docs/decisions/0039-who-makes-rooms.md.
test('where a key makes rooms, the start page asks for it once, and people join without; terms, a contact and limits are as set', {
  tag: '@alone',
}, async ({ invite }) => {
  const server = await TestServer.start({
    CONFAB_CREATION_KEY: `${KEY},harbour-2Kf8Lm4x`,
    CONFAB_TERMS_URL: 'https://example.org/terms',
    CONFAB_CONTACT: 'mailto:ana@example.org',
    CONFAB_MEMBERS_PER_ROOM: '2',
    CONFAB_MESSAGE_LENGTH_MAX: '100',
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

    // How much people may do is set as well.
    await bo.box.fill('leek '.repeat(21))
    await bo.box.press('Enter')
    await expect(bo.box).not.toHaveValue('')
    await bo.box.fill('')
    const chidi = await invite('Chidi', { baseURL: server.origin })
    await chidi.page.goto(`/r/${code}`)
    await chidi.page.getByLabel('Name', { exact: true }).fill('Chidi')
    await chidi.page.getByRole('button', { name: 'Enter', exact: true }).click()
    await expect(chidi.page.getByRole('alert')).toContainText('full')

    // The browser knows it by now.
    await page.goto('/')
    await create.click()
    await expect(ana.box).toBeVisible()
    expect(page.url()).not.toContain(code)
    for (const person of [ana, bo, chidi]) await person.page.close()
  } finally {
    await server.stop()
  }
})

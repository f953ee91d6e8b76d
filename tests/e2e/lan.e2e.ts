import { expect, type Person, test } from './support.ts'

// The browser takes this name for the server's machine (playwright.config.ts): plain http, and not localhost.
const NAME = 'confab.test'

async function pasted(person: Person): Promise<string> {
  await person.box.fill('')
  await person.box.press('Control+V')
  return person.box.inputValue()
}

test('in a home network, on plain http, people create, join, talk and copy links', { tag: '@alone' }, async ({
  invite,
  server,
}) => {
  const baseURL = server.origin.replace('127.0.0.1', NAME)
  const ana = await invite('Ana', { baseURL })
  const bo = await invite('Bo', { baseURL, viewport: { width: 390, height: 844 } })
  const code = await ana.createRoom()
  const missing = await ana.page.evaluate(() => ({
    isSecure: isSecureContext,
    clipboard: 'clipboard' in navigator,
    locks: 'locks' in navigator,
    serviceWorker: 'serviceWorker' in navigator,
    randomUUID: 'randomUUID' in crypto,
  }))
  expect(missing).toEqual({
    isSecure: false,
    clipboard: false,
    locks: false,
    serviceWorker: false,
    randomUUID: false,
  })

  // Into an empty box, before anything else is on the clipboard.
  const link = `${baseURL}/r/${code}`
  await ana.page.getByRole('button', { name: 'Copy link' }).first().click()
  expect(await pasted(ana)).toBe(link)
  await ana.box.fill('')
  await ana.page.getByRole('button', { name: 'Share' }).first().click()
  const dialog = ana.page.getByRole('dialog', { name: 'Invite people' })
  await expect(dialog.getByRole('img', { name: 'QR code of the link to this room' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible()
  await ana.page.keyboard.press('Escape')
  expect(await pasted(ana)).toBe(link)
  await ana.box.fill('')

  await bo.joinByCode(code)
  await ana.say('Hello from the kitchen')
  await bo.sees('Hello from the kitchen')
  await bo.say('Hello from the attic')
  await ana.sees('Hello from the attic')
  await bo.page.reload()
  await bo.seesInOrder('Hello from the kitchen', 'Hello from the attic')
})

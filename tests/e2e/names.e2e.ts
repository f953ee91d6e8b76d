import { expect, type Person, test } from './support.ts'

const CYRILLIC_A = '\u0430'
const ZERO_WIDTH_SPACES = '\u200b\u200b'
const HANGUL_FILLER = '\u3164'

async function ask(person: Person, name: string, code: string): Promise<void> {
  await person.page.getByLabel('Name', { exact: true }).fill(name)
  await person.page.getByLabel('Room code').fill(code)
  await person.page.getByRole('button', { name: 'Join a room' }).click()
}

test('[A63] a code is understood however it was written down', async ({ invite, server }) => {
  const ana = await invite('Ana')
  const code = await ana.createRoom()
  const misread = code.replaceAll('0', 'o').replaceAll('1', 'l')
  const ways = [
    code.toUpperCase(),
    ` ${code.replaceAll('-', ' ')} `,
    code.replaceAll('-', ''),
    misread,
    misread.toUpperCase().replaceAll('L', 'I'),
    `${server.origin}/r/${code}`,
    `Come in: ${server.origin}/r/${code}`,
  ]
  const bo = await invite('Bo')
  await bo.joinByCode(code)
  for (const way of ways) {
    await bo.page.goto('/')
    await ask(bo, 'Bo', way)
    await bo.isInRoom()
    expect(bo.page.url(), `for “${way}”`).toBe(`${server.origin}/r/${code}`)
  }
})

test('[A57] a name that is taken is refused with one that is free, and a look-alike is no way round', async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const code = await ana.createRoom()

  const other = await invite('Ana')
  await other.page.goto('/')
  for (const name of ['Ana', 'ANA', ' ana ', `An${CYRILLIC_A}`]) {
    await ask(other, name, code)
    const field = other.page.getByLabel('Name', { exact: true })
    await expect(field).toHaveAccessibleDescription(
      name.includes(CYRILLIC_A) ? /cannot be used|looks like it/ : /looks like it/,
    )
    await expect(field).toBeFocused()
  }
  await ask(other, 'ana', code)
  await other.page.getByRole('button', { name: /^Use / }).click()
  await other.isInRoom()
  await other.say('I am another one')
  await ana.sees('I am another one')
  await expect(ana.page.getByRole('article').locator('.author')).not.toHaveText(/^ana$/i)
})

test('the door of a link offers a free name as well', { tag: '@alone' }, async ({ invite }) => {
  const ana = await invite('Ana')
  const code = await ana.createRoom()
  const other = await invite('Ana')
  await other.page.goto(`/r/${code}`)
  await other.page.getByLabel('Name', { exact: true }).fill('Ana')
  await other.page.getByRole('button', { name: 'Enter', exact: true }).click()
  await other.page.getByRole('button', { name: /^Use / }).click()
  await other.isInRoom()
})

test('no name, a blank one and one that cannot be seen are refused in words', { tag: '@alone' }, async ({
  invite,
}) => {
  const ana = await invite('Ana')
  await ana.page.goto('/')
  const field = ana.page.getByLabel('Name', { exact: true })
  for (const name of ['', '   ', ZERO_WIDTH_SPACES, HANGUL_FILLER]) {
    await field.fill(name)
    await ana.page.getByRole('button', { name: 'Create a room' }).click()
    await expect(field).toHaveAccessibleDescription('Type the name the others shall see.')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  }
  await field.fill('A'.repeat(33))
  await ana.page.getByRole('button', { name: 'Create a room' }).click()
  await expect(field).toHaveAccessibleDescription(/at most 32 characters/)
  await field.fill('An\u202Ea')
  await ana.page.getByRole('button', { name: 'Create a room' }).click()
  await expect(field).toHaveAccessibleDescription(/cannot be used/)
})

test('a code nobody has, none, and one that cannot be read are told apart', async ({ invite }) => {
  const ana = await invite('Ana')
  await ana.page.goto('/')
  const field = ana.page.getByLabel('Room code')
  const said: [string, RegExp][] = [
    ['', /Type the code of the room/],
    ['hello', /ten letters and digits/],
    ['000-0000-000', /no room with this code/],
  ]
  for (const [code, words] of said) {
    await ask(ana, 'Ana', code)
    await expect(field).toHaveAccessibleDescription(words)
    await expect(field).toBeFocused()
  }
  await ana.page.goto('/r/hello')
  await expect(ana.page.getByRole('heading', { name: 'There is no room here' })).toBeVisible()
})

test('a reload and a second tab keep the name, and nobody hears of them', async ({ invite }) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await expect(bo.systemLine('You joined')).toBeVisible()
  await expect(ana.systemLine('Bo')).toHaveCount(1)
  const linesBefore = await bo.page.getByRole('log').locator('.system').allTextContents()

  await ana.page.reload()
  await ana.say('after a reload')
  await bo.sees('after a reload')

  const second = await ana.openTab()
  await second.page.goto(`/r/${code}`)
  await second.isInRoom()
  await second.say('from a second tab')
  await bo.sees('from a second tab')
  await ana.sees('from a second tab')
  await expect(bo.page.getByRole('article').locator('.author')).toHaveText(['Ana'])

  await second.page.close()
  await ana.say('still here')
  await bo.sees('still here')
  // Whoever went for good would be told of after twelve seconds.
  await bo.page.waitForTimeout(13_000)
  expect(await bo.page.getByRole('log').locator('.system').allTextContents()).toEqual(linesBefore)
  await expect(bo.page.getByText('Here now · 2')).toBeVisible()

  await ana.page.close()
  await expect(bo.systemLine('Ana left')).toBeVisible({ timeout: 20_000 })
  await expect(bo.page.getByText('Here now · 1')).toBeVisible()
})

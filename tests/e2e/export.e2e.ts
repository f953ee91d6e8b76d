import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { BadLine } from './bad-line.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'

test('the owner takes a room with pictures away; cut in the middle, it is the same; it opens without any server; nobody else may', async ({
  invite,
  server,
  browser,
}, testInfo) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin, acceptDownloads: true })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  await bo.joinByLink(await ana.createRoom())
  await bo.say('**Soup** tonight? See [the bank](https://evil.example/) <script>alert(1)</script>')
  await send(ana, 'pot.png', await aPicture(ana))
  await bo.sees('alert(1)')
  await ana.say('Leeks, lemons:\n\n- [x] leeks\n- [ ] lemons\n\n```\nsimmer(20)\n```')
  await bo.sees('simmer(20)')
  await expect(bo.page.getByRole('img', { name: 'pot.png' })).toBeVisible()
  await bo.say('a slip')
  await ana.sees('a slip')
  await deleteMessage(bo, 'a slip')
  await expect(ana.message('a slip')).toHaveCount(0)
  await expect(ana.page.getByRole('img', { name: 'pot.png' })).toBeVisible()

  const settings = await openSettings(ana)
  await settings
    .getByLabel('Take away what was said', { exact: true })
    .selectOption({ label: 'A page, with its pictures' })
  const cut = line.cutAfter(200_000)
  const page = await saved(ana, () => settings.getByRole('button', { name: 'Export' }).click())
  await cut
  expect(page.name).toMatch(/^Confab \d{4}-\d\d-\d\d\.html$/)
  await expectAccessible(ana.page)
  const again = await saved(ana, () => settings.getByRole('button', { name: 'Export again' }).click())
  expect(again.bytes.equals(page.bytes)).toBe(true)
  await settings
    .getByLabel('Take away what was said', { exact: true })
    .selectOption({ label: 'JSON lines, for programs' })
  const lines = await saved(ana, () => settings.getByRole('button', { name: 'Export again' }).click())
  const bodies = lines.bytes
    .toString()
    .trimEnd()
    .split('\n')
    .flatMap((text) => JSON.parse(text).body ?? [])
  expect(bodies).toHaveLength(3)
  // Bo looks after nothing here: there is no button, and the server says no as well, until it is settled otherwise.
  await expect(bo.page.getByRole('button', { name: 'Room settings' })).toHaveCount(0)
  bo.complaints.forgive(/403 \(Forbidden\)/)
  expect(await exportStatus(bo)).toBe(403)
  await settings.getByLabel('Who may take away what was said').selectOption('All members')
  const more = bo.page.getByRole('button', { name: 'More about this room' })
  await more.click()
  await expect(bo.page.getByRole('dialog').getByRole('button', { name: 'Export' })).toBeVisible()
  await expectAccessible(bo.page)
  expect(await exportStatus(bo)).toBe(200)
  await settings.getByLabel('Who may take away what was said').selectOption('Owner and moderators')
  await expect(more).toHaveCount(0)
  expect(await exportStatus(bo)).toBe(403)
  await line.close()

  // Without a server, without a network, and without a script.
  await testInfo.attach('room.html', { path: page.path, contentType: 'text/html' })
  const context = await browser.newContext({ offline: true, colorScheme: 'dark' })
  const alone = await context.newPage()
  const wanted: string[] = []
  alone.on('request', (request) => wanted.push(request.url()))
  alone.on('console', (message) => wanted.push(message.text()))
  await alone.goto(pathToFileURL(page.path).href)
  const picture = alone.getByRole('img', { name: 'pot.png' })
  await picture.scrollIntoViewIfNeeded()
  expect(await picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(700)
  await expect(alone.getByText('Soup', { exact: true })).toHaveCSS('font-weight', '680')
  await expect(alone.getByText('<script>alert(1)</script>')).toBeVisible()
  await expect(alone.getByText('https://evil.example/', { exact: true })).toBeVisible()
  await expect(alone.getByText('simmer(20)')).toBeVisible()
  await expect(alone.getByText('3 messages')).toBeVisible()
  expect(await alone.content()).not.toContain('a slip')
  await expect(alone.locator('body')).toHaveCSS('max-width', '736px')
  expect(wanted.filter((url) => !/^(file|data):/.test(url))).toEqual([])
  await expectAccessible(alone)
  await context.close()

  expect(readFileSync(page.path).length).toBeGreaterThan(300_000)
})

async function openSettings({ page }: Person) {
  await page.getByRole('button', { name: 'Room settings' }).click()
  return page.getByRole('dialog', { name: 'Room settings' })
}

async function saved({ page }: Person, act: () => Promise<void>) {
  const coming = page.waitForEvent('download')
  await act()
  const download = await coming
  const path = `${await download.path()}.html`
  await download.saveAs(path)
  return { name: download.suggestedFilename(), path, bytes: readFileSync(path) }
}

/** What the server answers somebody who asks for this room with the token of their browser. */
const exportStatus = ({ page }: Person) =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases()
    const found = { tokens: new Set<string>(), rooms: new Set<string>() }
    for (const { name = '' } of databases) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name)
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const asked = database.transaction(store).objectStore(store).getAll()
          asked.onsuccess = () => resolve(asked.result)
        })
        const text = JSON.stringify(rows)
        for (const [token] of text.matchAll(/(?<=")[\w-]{43}(?=")/g)) found.tokens.add(token)
        for (const [, roomId = ''] of text.matchAll(/"roomId":"([\w-]{22})"/g)) found.rooms.add(roomId)
      }
      database.close()
    }
    const [token] = found.tokens
    const [roomId] = found.rooms
    return (await fetch(`/exports/${roomId}/html`, { headers: { authorization: `Bearer ${token}` } })).status
  })

async function send({ page, box }: Person, name: string, buffer: Buffer) {
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chosen).setFiles([{ name, mimeType: 'image/png', buffer }])
  await expect(page.getByRole('list', { name: 'Files to send' }).getByRole('listitem')).toHaveAttribute(
    'aria-busy',
    'false',
  )
  await box.press('Enter')
  await expect(page.getByRole('img', { name })).toBeVisible()
}

async function deleteMessage(person: Person, body: string) {
  const row = person.page.getByRole('article').filter({ hasText: body })
  await row.locator('.body').hover()
  await row.getByRole('button', { name: 'More', exact: true }).click()
  await person.page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  await person.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
}

/** A picture of some hundred kilobytes: noise packs badly. */
async function aPicture({ page }: Person): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(700, 300)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('nothing to draw on')
    const noise = context.createImageData(700, 300)
    let seed = 7
    for (let i = 0; i < noise.data.length; i++) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      noise.data[i] = i % 4 === 3 ? 255 : seed >>> 24
    }
    context.putImageData(noise, 0, 0)
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())]
  })
  return Buffer.from(bytes)
}

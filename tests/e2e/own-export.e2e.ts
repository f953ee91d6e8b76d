import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BadLine } from './bad-line.ts'
import { TestServer } from './server.ts'
import { StaticHost } from './static-host.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'
import { unzipped } from './unzipped.ts'

test('a guest takes everything of theirs away over a bad line; it opens without any server', async ({
  invite,
  server,
  browser,
}, testInfo) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana')
  const bo = await invite('Bo', { baseURL: line.origin, acceptDownloads: true })
  bo.complaints.forgive(LOST_LINE)
  await bo.joinByLink(await ana.createRoom())
  await ana.say('the secret of Ana')
  await bo.sees('the secret of Ana')
  await bo.say('**Soup** tonight? <script>alert(1)</script>')
  await send(bo, 'cod\u202egnp.png', await aPicture(bo))
  await ana.sees('alert(1)')
  await expect(ana.page.getByRole('article').getByRole('img')).toBeVisible()

  await bo.page.goto('/')
  await bo.page.getByRole('button', { name: 'Account' }).click()
  const dialog = bo.page.getByRole('dialog')
  const cut = line.cutAfter(200_000)
  const { name, bytes } = await saved(bo, () => dialog.getByRole('button', { name: 'Take it all' }).click())
  await cut
  await line.close()
  expect(name).toMatch(/^Confab \d{4}-\d\d-\d\d\.zip$/)
  await expectAccessible(bo.page)

  const directory = testInfo.outputPath('own')
  const paths = unzipped(bytes, directory)
  expect(paths).toEqual([
    'Confab.html',
    'Confab.jsonl',
    expect.stringMatching(/^files\/\d{4}-\d\d-\d\d [\w-]{22} codgnp\.png$/),
  ])
  const lines = readFileSync(join(directory, 'Confab.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text))
  expect(lines.filter(({ kind }) => kind === 'message')).toHaveLength(2)
  expect(lines.at(-1)).toEqual({ kind: 'end', rooms: 1, messages: 2, reactions: 0, files: 1 })

  // Without a server, without a network, and without a script.
  const context = await browser.newContext({ offline: true, colorScheme: 'dark' })
  const alone = await context.newPage()
  const wanted: string[] = []
  alone.on('request', (request) => wanted.push(request.url()))
  alone.on('console', (message) => wanted.push(message.text()))
  await alone.goto(pathToFileURL(join(directory, 'Confab.html')).href)
  const picture = alone.locator('article img')
  await picture.scrollIntoViewIfNeeded()
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(700)
  await expect(alone.getByText('Soup', { exact: true })).toHaveCSS('font-weight', '680')
  await expect(alone.getByText('<script>alert(1)</script>')).toBeVisible()
  await expect(alone.getByText('2 messages')).toBeVisible()
  expect(await alone.content()).not.toContain('the secret of Ana')
  expect(wanted.filter((url) => !url.startsWith('file:'))).toEqual([])
  await expectAccessible(alone)
  await context.close()
})

test('it is taken from an app on a host of its own', { tag: '@alone' }, async ({ invite }, testInfo) => {
  const host = await StaticHost.start()
  const server = await TestServer.start({ CONFAB_ALLOWED_ORIGINS: host.origin })
  await host.pointAt(server.origin)
  const ana = await invite('Ana', { baseURL: host.origin, acceptDownloads: true })
  await ana.createRoom()
  await ana.say('soup')
  await ana.page.goto('/')
  await ana.page.getByRole('button', { name: 'Account' }).click()
  const dialog = ana.page.getByRole('dialog')
  const { bytes } = await saved(ana, () => dialog.getByRole('button', { name: 'Take it all' }).click())
  expect(unzipped(bytes, testInfo.outputPath('own'))).toEqual(['Confab.html', 'Confab.jsonl'])
  await ana.page.close()
  await server.stop()
  await host.stop()
})

async function saved({ page }: Person, act: () => Promise<void>) {
  const coming = page.waitForEvent('download')
  await act()
  const download = await coming
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

async function send({ page, box }: Person, name: string, buffer: Buffer) {
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (await chosen).setFiles([{ name, mimeType: 'image/png', buffer }])
  await expect(page.getByRole('list', { name: 'Files to send' }).getByRole('listitem')).toHaveAttribute(
    'aria-busy',
    'false',
  )
  await box.press('Enter')
}

/** A picture of some hundred kilobytes: noise packs badly. */
async function aPicture({ page }: Person): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(700, 300)
    const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    const image = pen.createImageData(700, 300)
    for (let i = 0; i < image.data.length; i++) image.data[i] = i % 4 === 3 ? 255 : Math.random() * 256
    pen.putImageData(image, 0, 0)
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())]
  })
  return Buffer.from(bytes)
}

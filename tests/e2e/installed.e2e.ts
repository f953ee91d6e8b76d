import type { Page } from '@playwright/test'
import { TestServer } from './server.ts'
import { StaticHost } from './static-host.ts'
import { expect, LOST_LINE, test } from './support.ts'

const alone = { tag: '@alone' }

/** The browser has the app, and its worker answers for it. */
async function isKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

/** What was said is in the browser's own keeping, which is written a moment later. */
async function isStored(page: Page, body: string): Promise<void> {
  const rooms = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('confab')
          opening.onerror = reject
          opening.onsuccess = () => {
            const reading = opening.result.transaction('rooms').objectStore('rooms').getAll()
            reading.onerror = reject
            reading.onsuccess = () => {
              opening.result.close()
              resolve(JSON.stringify(reading.result))
            }
          }
        }),
    )
  await expect.poll(rooms).toContain(body)
}

test(
  'with the server gone the app opens from the browser, shows what was said, and keeps what is written until it is back',
  alone,
  async ({ invite }) => {
    const server = await TestServer.start()
    const ana = await invite('Ana', { baseURL: server.origin })
    ana.complaints.forgive(LOST_LINE)
    const elsewhere = await ana.createRoom()
    await ana.say('in another room')
    await isStored(ana.page, 'in another room')
    const code = await ana.createRoom()
    await ana.say('before the server went')
    await isKept(ana.page)
    await isStored(ana.page, 'before the server went')
    await server.halt('SIGKILL')

    await ana.page.reload()
    await ana.seesInOrder('before the server went')
    await ana.say('while it was away')
    const second = await ana.openTab()
    await second.page.goto('/')
    await expect(second.page.locator(`a[href="/r/${code}"]`)).toBeVisible()
    await second.page.locator(`a[href="/r/${elsewhere}"]`).click()
    await second.seesInOrder('in another room')
    await second.page.close()

    await server.boot()
    const bo = await invite('Bo', { baseURL: server.origin })
    await bo.joinByLink(code)
    await bo.seesInOrder('before the server went', 'while it was away')
    for (const { page } of [ana, bo]) await page.close()
    await server.stop()
  },
)

test(
  'a newer version waits until somebody lets it in, and a draft survives it, with what it answers and its file',
  alone,
  async ({ invite }) => {
    const host = await StaticHost.start()
    const server = await TestServer.start({ CONFAB_ALLOWED_ORIGINS: host.origin })
    await host.pointAt(server.origin)
    const ana = await invite('Ana', { baseURL: host.origin })
    const code = await ana.createRoom()
    await isKept(ana.page)
    const description = () => ana.page.locator('meta[name="description"]').getAttribute('content')

    await ana.say('what is it about')
    await ana.sees('what is it about')
    await ana.page.getByRole('article').last().hover()
    await ana.page.getByRole('button', { name: 'Reply', exact: true }).click()
    await ana.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('in short') })
    const hasAll = async () => {
      await expect(ana.box).toHaveValue('half a sentence')
      await expect(ana.page.getByText('Replying to Ana')).toBeVisible()
      await expect(ana.page.getByRole('list', { name: 'Files to send' })).toHaveText(/notes\.txt/)
    }
    await ana.box.fill('half a sentence')
    await hasAll()
    await host.release('newer', server.origin)
    await ana.page.evaluate(async () => (await navigator.serviceWorker.ready).update())
    await ana.page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null)
    // Nothing happens to whoever writes, and whoever loads the page still gets the version that is in charge.
    await hasAll()
    await ana.page.reload()
    await hasAll()
    expect(await description()).not.toContain('newer')

    await ana.page.getByRole('button', { name: 'Another room' }).click()
    await ana.page.getByRole('button', { name: 'Use it now' }).click()
    await expect.poll(description).toContain('newer')
    await ana.page.goto(`/r/${code}`)
    await hasAll()
    await ana.say('half a sentence, and the other half')
    await ana.seesInOrder('what is it about', 'half a sentence, and the other half')
    const last = ana.page.getByRole('article').last()
    await expect(last).toContainText('notes.txt')
    await expect(last).toContainText('what is it about')
    await ana.page.close()
    await server.stop()
    await host.stop()
  },
)

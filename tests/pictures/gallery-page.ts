import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { GALLERY } from './build-gallery.ts'

/** Nothing listens there: the files come from the disk. Called localhost, it is a safe place in the browser's eyes. */
const ORIGIN = 'http://localhost'
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** It is always ten to six on a Thursday there. */
const NOW = new Date('2026-03-12T17:50:00Z')

/** So long nothing is added to what has settled, in milliseconds. */
const SETTLED_MS = 400

/** The gallery in a window of its own, where nothing moves by itself and no machine is like itself. */
export class GalleryPage {
  readonly page: Page

  private constructor(page: Page) {
    this.page = page
  }

  static async open(browser: Browser, options: BrowserContextOptions): Promise<GalleryPage> {
    // A context of its own: a window that stands still is left, and another opened beside it.
    const context = await browser.newContext({ deviceScaleFactor: 1, reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    await page.clock.setFixedTime(NOW)
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url())
      const body = await readFile(join(GALLERY, pathname)).catch(() => null)
      if (body)
        await route.fulfill({ body, contentType: TYPES[extname(pathname)] ?? 'application/octet-stream' })
      else await route.fulfill({ status: 404 })
    })
    await page.goto(`${ORIGIN}/src/gallery/index.html#list`)
    await page.locator('nav').waitFor()
    return new GalleryPage(page)
  }

  /** All there is to take a picture of: `section`, or `section/state`. */
  list(): Promise<string[]> {
    return this.page
      .locator('nav a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')?.slice(1) ?? ''))
  }

  /** Shows one of them, with all that it loads. */
  async show(name: string): Promise<void> {
    await this.page.clock.setFixedTime(NOW)
    await this.page.evaluate((hash) => {
      location.hash = hash
    }, name)
    await this.page.locator(`html[data-shown="${name}"]`).waitFor({ state: 'attached' })
    await this.#passTime()
    await this.page.waitForFunction(() => !document.querySelector('[data-pressing]:not([data-pressed])'))
    if ((await this.page.locator('[data-settles]').count()) > 0) await this.#settle()
    // Fonts and pictures are asked for when something is drawn with them.
    await this.page.waitForFunction(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      // What lies far below the window as well: it is on the picture.
      for (const image of document.images) image.loading = 'eager'
      await Promise.all([...document.images].map((image) => image.decode().catch(() => {})))
      return document.fonts.status === 'loaded'
    })
    await this.#withoutDay()
  }

  /** The day over a list stays for a moment after the list moved, which a picture that came late may have made it do. */
  async #withoutDay(): Promise<void> {
    const pill = this.page.locator('.frame .pill')
    if ((await pill.count()) === 0) return
    await this.page.waitForTimeout(SETTLED_MS)
    await this.page.waitForFunction(() => !document.querySelector('.frame .pill.shown'))
  }

  /** What is made and loaded bit by bit is there when nothing has been added for a while. */
  async #settle(): Promise<void> {
    await this.page.waitForFunction(() => !document.querySelector('[data-making]'))
    const size = () =>
      this.page.evaluate(() => document.querySelectorAll('*').length + document.body.scrollHeight)
    for (let before = -1, now = await size(); before !== now; now = await size()) {
      before = now
      await this.page.waitForTimeout(SETTLED_MS)
    }
  }

  /** Some things are told only when they last. */
  async #passTime(): Promise<void> {
    const lasting = this.page.locator('[data-later]')
    if ((await lasting.count()) === 0) return
    await this.page.clock.setFixedTime(NOW.getTime() + 10_000)
    for (const one of await lasting.all()) await one.locator('.notice').first().waitFor()
  }
}

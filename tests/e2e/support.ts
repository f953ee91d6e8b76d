import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContextOptions, test as base, expect, type Locator, type Page } from '@playwright/test'
import { TestServer } from './server.ts'

/** The browser's own words about a line that was lost: for tests that lose one. */
export const LOST_LINE =
  /WebSocket connection|net::ERR_|Failed to load resource|error occurred when fetching the script/

/** What a page complains about: errors in its console, exceptions, and everything its content security policy stopped. */
class Complaints {
  readonly #heard: string[] = []
  readonly #forgiven: RegExp[] = []

  async listenTo(page: Page): Promise<void> {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#heard.push(`console: ${message.text()}`)
    })
    page.on('pageerror', (error) => this.#heard.push(`exception: ${error.stack ?? error.message}`))
    await page.exposeFunction('tellOfViolation', (what: string) => this.#heard.push(`policy: ${what}`))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const told: unknown = Reflect.get(window, 'tellOfViolation')
        if (typeof told === 'function')
          told(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)
      })
    })
  }

  /** What a test provokes, such as the browser's own words about a lost line. */
  forgive(pattern: RegExp): void {
    this.#forgiven.push(pattern)
  }

  get all(): string[] {
    return this.#heard.filter((complaint) => !this.#forgiven.some((pattern) => pattern.test(complaint)))
  }
}

/** Somebody at a browser of their own. */
export class Person {
  readonly name: string
  readonly page: Page
  readonly complaints: Complaints

  constructor(name: string, page: Page, complaints: Complaints) {
    this.name = name
    this.page = page
    this.complaints = complaints
  }

  /** Makes a room from the start page; answers its code as people see it. */
  async createRoom(): Promise<string> {
    await this.page.goto('/')
    await this.page.getByLabel('Name', { exact: true }).fill(this.name)
    await this.page.getByRole('button', { name: 'Create a room' }).click()
    await this.isInRoom()
    const code = /\/r\/([^/?#]+)/.exec(this.page.url())?.[1]
    if (!code) throw new Error(`There is no code in ${this.page.url()}.`)
    return code
  }

  /** Types a code on the start page. */
  async joinByCode(code: string): Promise<void> {
    await this.page.goto('/')
    await this.page.getByLabel('Name', { exact: true }).fill(this.name)
    await this.page.getByLabel('Room code').fill(code)
    await this.page.getByRole('button', { name: 'Join a room' }).click()
    await this.isInRoom()
  }

  /** Opens a link somebody sent. */
  async joinByLink(code: string): Promise<void> {
    await this.page.goto(`/r/${code}`)
    await this.page.getByLabel('Name', { exact: true }).fill(this.name)
    await this.page.getByRole('button', { name: 'Enter', exact: true }).click()
    await this.isInRoom()
  }

  /** The same person in another tab of the same browser. */
  async openTab(): Promise<Person> {
    const page = await this.page.context().newPage()
    await this.complaints.listenTo(page)
    return new Person(this.name, page, this.complaints)
  }

  async isInRoom(): Promise<void> {
    await expect(this.box).toBeVisible()
  }

  async say(body: string): Promise<void> {
    await this.box.fill(body)
    await this.box.press('Enter')
  }

  /** Says something, and waits until the room has it: what is said from then on stands below. */
  async hasSaid(body: string): Promise<void> {
    await this.say(body)
    await expect(this.page.locator('article.sent').filter({ hasText: body })).toBeVisible()
  }

  async sees(body: string): Promise<void> {
    await expect(this.message(body)).toBeVisible()
  }

  /** Sees these and no others, in this order. */
  async seesInOrder(...bodies: string[]): Promise<void> {
    await expect(this.bodies).toHaveText(bodies)
  }

  /** The texts on this browser's disk that wait to be sent: they outlive the tab that wrote them. */
  keptPosts(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const database = await answer(indexedDB.open('confab'))
      const posts = await answer(database.transaction('posts').objectStore('posts').getAll())
      database.close()
      return posts.map(({ body }: { body: string }) => body)
    })
  }

  /** A message by its text. */
  message(body: string): Locator {
    return this.bodies.filter({ hasText: body })
  }

  /** Does something with a message by its menu. */
  async choose(body: string, name: string): Promise<void> {
    const row = this.page.getByRole('article').filter({ hasText: body }).first()
    // What was done before may still move the row away from under the pointer.
    await expect(async () => {
      await row.locator('.body').hover()
      await row.getByRole('button', { name: 'More', exact: true }).click({ timeout: 2_000 })
    }).toPass()
    await this.page.getByRole('menu').getByRole('menuitem', { name, exact: true }).click()
  }

  /** A line about somebody who came or went. */
  systemLine(words: string | RegExp): Locator {
    return this.page.getByRole('log').locator('.system').filter({ hasText: words })
  }

  get box(): Locator {
    return this.page.getByRole('textbox', { name: 'Message' })
  }

  get bodies(): Locator {
    return this.page.getByRole('article').locator('.body')
  }
}

/** Opens a browser of their own for somebody. */
export type Invite = (name: string, options?: BrowserContextOptions) => Promise<Person>

type PerTest = { invite: Invite }
type PerWorker = { server: TestServer }

/** A test with a server and people. It fails as well on whatever any page complained about. */
export const test = base.extend<PerTest, PerWorker>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const server = await TestServer.start()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],

  invite: async ({ browser, server }, use) => {
    const people: Person[] = []
    await use(async (name, options = {}) => {
      const context = await browser.newContext({ baseURL: server.origin, ...options })
      const page = await context.newPage()
      const complaints = new Complaints()
      await complaints.listenTo(page)
      const person = new Person(name, page, complaints)
      people.push(person)
      return person
    })
    const complaints = people.flatMap(({ name, complaints }) =>
      complaints.all.map((one) => `${name}: ${one}`),
    )
    for (const { page } of people) await page.context().close()
    expect(complaints, 'what the pages complained about').toEqual([])
  },
})

/** Fails on anything the accessibility rules of WCAG 2.2 AA, or those of them that are named, find on the page at rest. */
export async function expectAccessible(page: Page, rules: readonly string[] = []): Promise<void> {
  // What is still fading in has colours nobody reads.
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
    await Promise.allSettled(passing.map(({ finished }) => finished))
  })
  // Otherwise a second page is opened, and a page behind another may not be drawn any more.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  if (rules.length > 0) axe.withRules([...rules])
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  const { violations } = await axe.analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect(found, 'what the accessibility rules find').toEqual([])
}

/** What a list says, but for who came and went, which each saw from elsewhere. */
export async function screenOf({ page }: Person): Promise<string> {
  await page.mouse.move(0, 0)
  const rows = await page.getByRole('article').allInnerTexts()
  return rows.map((text) => text.replace(/\s+/g, ' ').trim()).join('\n')
}

export { expect } from '@playwright/test'

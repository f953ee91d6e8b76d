// Takes the picture in the README, docs/room.png, from the built app: `pnpm --filter @confab/tests screenshot`.
// The Japanese line and the emoji need fonts that have them (Debian: fonts-noto-cjk, fonts-noto-color-emoji).
import { resolve } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { TestServer } from './e2e/server.ts'

const PICTURE = resolve(import.meta.dirname, '../docs/room.png')

const CONVERSATION: readonly (readonly [string, string])[] = [
  ['Ana', 'Soup tonight? The big pot is free again.'],
  ['Bo', 'Yes! I can bring bread, the dark one from the corner.'],
  ['Chidi', 'Count me in 🍲'],
  ['Chidi', 'I am at the market until five. Shall I get anything?'],
  ['Ana', 'Leeks, two lemons, and whatever greens look good.\nNo coriander, Dora runs away from it.'],
  ['Dora', 'I only walk, quickly.'],
  ['Dora', '味噌もあるよ。友だちが京都から送ってくれた。'],
  ['Chidi', 'The stall is out of leeks. Spring onions do?'],
  ['Ana', 'They do. Take three bunches, they shrink to nothing.'],
  ['Bo', 'The tram stood in the tunnel for ten minutes, but all of this was here afterwards.'],
  ['Ana', 'Table is laid for four. Whoever comes first puts the kettle on.'],
]

const server = await TestServer.start()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})

async function enter(name: string, code: string | null): Promise<Page> {
  const context = await browser.newContext({
    baseURL: server.origin,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(code ? `/r/${code}` : '/')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: code ? 'Enter' : 'Create a room', exact: true }).click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
  return page
}

async function rename(page: Page, title: string): Promise<void> {
  await page.getByTitle('Change the title').click()
  await page.getByRole('textbox', { name: 'Room title' }).fill(title)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
}

async function say(page: Page, body: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Message' })
  await box.fill(body)
  await box.press('Enter')
}

try {
  const ana = await enter('Ana', null)
  await rename(ana, 'Kitchen crew')
  const code = new URL(ana.url()).pathname.split('/').at(-1) ?? ''
  const pages = new Map([['Ana', ana]])
  for (const name of ['Bo', 'Chidi', 'Dora']) pages.set(name, await enter(name, code))
  for (const [name, body] of CONVERSATION) {
    const page = pages.get(name)
    if (!page) continue
    await say(page, body)
    await ana
      .getByRole('article')
      .filter({ hasText: body.split('\n')[0] ?? body })
      .locator('time')
      .waitFor()
  }

  // Ana has other rooms as well.
  for (const [title, body] of [
    ['Saturday', 'The hall is ours from two. There is a piano.'],
    ['Bike repair', 'Found the puncture. It was the valve.'],
  ] as const) {
    await ana.getByRole('button', { name: 'Another room' }).click()
    await ana.getByRole('button', { name: 'Create a room' }).click()
    await ana.getByRole('textbox', { name: 'Message' }).waitFor()
    await rename(ana, title)
    await say(ana, body)
    await ana.getByRole('article').locator('time').waitFor()
  }
  await ana.getByRole('link', { name: /Kitchen crew/ }).click()
  await ana.getByRole('heading', { name: 'Kitchen crew', level: 1 }).waitFor()
  await ana.getByText('Here now · 4').waitFor()
  await pages.get('Dora')?.getByRole('textbox', { name: 'Message' }).pressSequentially('I bring the g')
  await ana.getByText('Dora is typing').waitFor()
  await ana.screenshot({ path: PICTURE, animations: 'disabled', caret: 'hide' })
  console.log(`Wrote ${PICTURE}`)
} finally {
  await browser.close()
  await server.stop()
}

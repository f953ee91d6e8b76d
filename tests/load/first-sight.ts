// How long people wait until they read, on a slow line and a slow machine: `pnpm first-sight`. Prints medians; nothing is asserted.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { writeRoom } from '../e2e/huge-room.ts'
import { ServerProcess } from '../e2e/server-process.ts'
import { SLOW_4G, SlowLine } from './slow-line.ts'
import { median } from './statistics.ts'

const ROUNDS = 5
const CPU_SLOWDOWN = 4
const GOAL_MS = 1_500
const MESSAGES = 200

/** Notes when something is first on the screen, in milliseconds since the page was gone to. */
function noteSights(): void {
  const seen: Record<string, number> = {}
  Reflect.set(window, 'sights', seen)
  const look = () => {
    for (const [name, selector] of [
      ['door', 'input'],
      ['history', '[role="log"] article'],
    ] as const)
      if (!(name in seen) && document.querySelector(selector))
        requestAnimationFrame(() => {
          seen[name] ??= performance.now()
        })
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}

const sight = async (page: Page, name: 'door' | 'history'): Promise<number> => {
  await page.waitForFunction((what) => what in Reflect.get(window, 'sights'), name)
  return page.evaluate((what) => Reflect.get(window, 'sights')[what], name)
}

async function aPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(noteSights)
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  return page
}

/** One person: comes by the link, enters, comes back with nothing but their own keeping, and once more with the app kept as well. */
async function round(browser: Browser, origin: string, code: string, name: string) {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 390, height: 780 } })
  const first = await aPage(context)
  await first.goto(`/r/${code}`)
  const door = await sight(first, 'door')
  await first.getByLabel('Name', { exact: true }).fill(name)
  const pressedAt = await first.evaluate(() => performance.now())
  await first.getByRole('button', { name: 'Enter', exact: true }).click()
  const entered = (await sight(first, 'history')) - pressedAt
  await first.waitForFunction(() => navigator.serviceWorker.controller !== null)
  // Its room is kept a moment later.
  await first.waitForTimeout(1_500)
  await first.close()

  const kept = await aPage(context)
  await kept.goto(`/r/${code}`)
  const returned = await sight(kept, 'history')
  await kept.close()
  await context.close()
  return { door, entered, returned }
}

/** A member on a browser that has forgotten the app, the room and everything but who they are. */
async function fresh(browser: Browser, origin: string, code: string, name: string): Promise<number> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 390, height: 780 },
    serviceWorkers: 'block',
  })
  const first = await aPage(context)
  await first.goto(`/r/${code}`)
  await first.getByLabel('Name', { exact: true }).fill(name)
  await first.getByRole('button', { name: 'Enter', exact: true }).click()
  await sight(first, 'history')
  await first.waitForTimeout(1_500)
  await first.goto('about:blank')
  const session = await context.newCDPSession(first)
  await session.send('Network.clearBrowserCache')
  await first.goto(`/r/${code}`)
  const seen = await sight(first, 'history')
  await context.close()
  return seen
}

const directory = await mkdtemp(join(tmpdir(), 'confab-sight-'))
const code = await writeRoom(directory, MESSAGES)
const server = new ServerProcess({ CONFAB_DATA_DIR: directory })
await server.boot()
const line = await SlowLine.to(server.port, SLOW_4G)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  const rounds = []
  const cold: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    rounds.push(await round(browser, line.origin, code, `Reader ${i}`))
    cold.push(await fresh(browser, line.origin, code, `Cold ${i}`))
  }
  const { roundTripMs, bytesPerSecondDown } = SLOW_4G
  const mbit = ((bytesPerSecondDown * 8) / 1024 / 1024).toFixed(1)
  console.log(
    `A line of ${mbit} Mbit/s and ${roundTripMs} ms there and back, a CPU ${CPU_SLOWDOWN} × slower, medians of ${ROUNDS}:`,
  )
  const tell = (what: string, times: number[]) => {
    const ms = Math.round(median(times))
    console.log(`  ${String(ms).padStart(5)} ms  ${ms <= GOAL_MS ? ' ' : '!'} ${what}`)
  }
  tell(
    'by a link, for the first time: asked for a name',
    rounds.map(({ door }) => door),
  )
  tell(
    'from pressing Enter to the history',
    rounds.map(({ entered }) => entered),
  )
  tell('a member without the app in the browser’s cache: the history', cold)
  tell(
    'a member who was here before: the history',
    rounds.map(({ returned }) => returned),
  )
  console.log(`  Goal: ${GOAL_MS} ms.`)
} finally {
  await browser.close()
  line.close()
  await server.halt('SIGKILL')
  await rm(directory, { recursive: true, force: true })
}

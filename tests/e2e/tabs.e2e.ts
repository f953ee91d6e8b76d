import type { Page, Worker } from '@playwright/test'
import { expect, type Person, test } from './support.ts'

const alone = { tag: '@alone' }

/** Nobody looks at a page any more, as when another window lies over it, or somebody does again. */
async function lookAway(page: Page, isAway: boolean): Promise<void> {
  await page.evaluate((away) => {
    document.hasFocus = () => !away
    dispatchEvent(new Event(away ? 'blur' : 'focus'))
  }, isAway)
}

/** Counts what a page plays, and keeps what it wrote on the app's icon. To be called before the page is. */
async function listenTo(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Reflect.set(window, 'strikes', 0)
    Reflect.set(window, 'badge', 0)
    const { start } = OscillatorNode.prototype
    OscillatorNode.prototype.start = function (when) {
      Reflect.set(window, 'strikes', Number(Reflect.get(window, 'strikes')) + 1)
      start.call(this, when)
    }
    const badge = (count = 0) => {
      Reflect.set(window, 'badge', count)
      return Promise.resolve()
    }
    Object.assign(navigator, { setAppBadge: badge, clearAppBadge: () => badge() })
  })
}

const noted = (page: Page, what: 'strikes' | 'badge') =>
  page.evaluate((name) => Number(Reflect.get(window, name)), what)

/** What a tab says without being looked at: its title, its icon, and the number on the app's. */
async function signs({ page }: Person): Promise<string> {
  const icon = await page.locator('link[rel="icon"]').getAttribute('href')
  const title = /^\(@?\d+\)/.exec(await page.title())?.[0] ?? ''
  return `${title} ${icon} ${await noted(page, 'badge')}`.trim()
}

const shown = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const bare = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
    return (await registration.getNotifications()).map(({ body }) => bare(body))
  })

async function switchOnCalls({ page }: Person): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await page.getByRole('button', { name: 'Notifications' }).click()
  const dialog = page.getByRole('dialog', { name: 'Notifications' })
  await dialog.getByRole('switch', { name: 'Notifications' }).click()
  await dialog.getByRole('switch', { name: 'Sound' }).click()
  await dialog.getByRole('button', { name: 'Close' }).click()
}

/** The worker's own event of a pressed notification: nobody can press one where there is no desktop. */
async function press(worker: Worker, body: string): Promise<void> {
  await worker.evaluate(async (text) => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration }
    const notifications = await registration.getNotifications()
    const notification = notifications.find((one) => one.body.includes(text))
    if (!notification) throw new Error(`No notification says ${text}.`)
    const Pressed: new (type: string, init: object) => Event = Reflect.get(globalThis, 'NotificationEvent')
    dispatchEvent(new Pressed('notificationclick', { notification }))
  }, body)
}

function workerOf({ page }: Person): Worker {
  const worker = page.context().serviceWorkers()[0]
  if (!worker) throw new Error('no service worker')
  return worker
}

test(
  'two tabs of Bo call him once, say the same on their faces, and what he reads in one is read in the other',
  alone,
  async ({ invite }) => {
    const ana = await invite('Ana')
    const bo = await invite('Bo', { permissions: ['notifications'] })
    await listenTo(bo.page)
    const code = await ana.createRoom()
    await bo.joinByLink(code)
    await switchOnCalls(bo)
    const second = await bo.openTab()
    await listenTo(second.page)
    await second.page.goto(`/r/${code}`)
    await second.isInRoom()
    // A page that nobody has pressed anything in may not sound.
    await second.box.click()
    await ana.say('before')
    await second.sees('before')
    await bo.sees('before')

    // Whoever calls begins a second after the page stands, and what is seen counts as read a moment later.
    await second.page.waitForTimeout(2_000)
    for (const { page } of [bo, second]) await lookAway(page, true)
    const strikesBefore = (await noted(bo.page, 'strikes')) + (await noted(second.page, 'strikes'))
    await ana.say('one')
    await ana.say('two')
    await expect.poll(() => shown(bo.page)).toEqual(['Ana: two\nand 1 more'])
    for (const tab of [bo, second]) await expect.poll(() => signs(tab)).toBe('(2) /favicon-unread.svg 2')
    const strikes = async () =>
      (await noted(bo.page, 'strikes')) + (await noted(second.page, 'strikes')) - strikesBefore
    // Two tones are one call, however many tabs heard of it.
    expect(await strikes()).toBe(2)

    await lookAway(second.page, false)
    await expect.poll(() => signs(second)).toBe('/favicon.svg 0')
    await expect.poll(() => signs(bo)).toBe('/favicon.svg 0')
    await expect.poll(() => shown(bo.page)).toEqual([])

    // The room is before somebody's eyes in one tab: the other, which nobody sees, does not call either.
    await ana.say('three')
    await second.sees('three')
    await bo.sees('three')
    await bo.page.waitForTimeout(500)
    expect(await shown(bo.page)).toEqual([])
    expect(await strikes()).toBe(2)
  },
)

test(
  'a pressed notification leads to its message, in the tab that has the room if there is one',
  alone,
  async ({ invite }) => {
    const ana = await invite('Ana')
    const bo = await invite('Bo', { permissions: ['notifications'] })
    const code = await ana.createRoom()
    await bo.joinByLink(code)
    await switchOnCalls(bo)
    const lobby = await bo.openTab()
    await lobby.page.goto('/')
    await expect(lobby.page.getByRole('button', { name: 'Create a room' })).toBeVisible()

    await lookAway(bo.page, true)
    await lookAway(lobby.page, true)
    await ana.say('look here')
    await expect.poll(() => shown(bo.page)).toEqual(['Ana: look here'])
    for (let i = 0; i < 12; i++) await ana.say(`and then ${i}`)
    await expect.poll(() => shown(bo.page)).toEqual(['Ana: and then 11\nand 12 more'])
    await press(workerOf(bo), 'and then 11')
    await expect.poll(() => shown(bo.page)).toEqual([])
    await bo.sees('and then 11')
    await expect(lobby.page).toHaveURL(/\/$/)

    // With the room closed, a tab of the app that is open takes it.
    await ana.say('before the last')
    await bo.page.goto('/')
    await lookAway(bo.page, true)
    await lobby.page.close()
    await bo.page.evaluate(
      async ({ code }) => {
        const registration = await navigator.serviceWorker.ready
        await registration.showNotification('Kitchen', {
          body: 'the last',
          tag: 'r',
          data: { roomId: 'r'.repeat(22), sequence: 3, path: `/r/${code}/3` },
        })
      },
      { code },
    )
    await press(workerOf(bo), 'the last')
    await expect(bo.page).toHaveURL(new RegExp(`/r/${code}`))
    await bo.isInRoom()
    await expect(bo.message('look here')).toBeInViewport()
  },
)

/** Stands for the browser's push service, which a browser without a screen does not have: each subscription has another address. */
function pretendPush(): void {
  const KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'
  const given = new BroadcastChannel('test-push')
  let address = 'first'
  given.onmessage = ({ data }) => {
    address = data
  }
  const subscription = () => {
    const endpoint = `https://fcm.googleapis.com/fcm/send/${address}`
    return {
      endpoint,
      unsubscribe: async () => true,
      toJSON: () => ({ endpoint, keys: { p256dh: KEY, auth: 'BTBZMqHH6r4Tts7J_aSIgg' } }),
    }
  }
  Object.assign(PushManager.prototype, {
    subscribe: async () => subscription(),
    getSubscription: async () => subscription(),
  })
}

test(
  'a subscription that the browser replaces is told to the server by whatever tab is open',
  alone,
  async ({ invite }) => {
    const bo = await invite('Bo', { permissions: ['notifications'] })
    await bo.page.addInitScript(pretendPush)
    const told: string[] = []
    bo.page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        const endpoint = /"type":"subscribe-push".*?"endpoint":"[^"]*\/(\w+)"/.exec(String(payload))?.[1]
        if (endpoint) told.push(endpoint)
      })
    })
    await bo.createRoom()
    await bo.page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    await bo.page.getByRole('button', { name: 'Notifications' }).click()
    const dialog = bo.page.getByRole('dialog', { name: 'Notifications' })
    await dialog.getByRole('switch', { name: 'Notifications' }).click()
    await dialog.getByRole('switch', { name: 'closed' }).click()
    await expect.poll(() => told.at(-1)).toBe('first')
    // Only what the server has taken is renewed: that it was sent is not yet that.
    await expect(dialog.getByRole('switch', { name: 'closed' })).toBeChecked()

    await workerOf(bo).evaluate(() => {
      const given = new BroadcastChannel('test-push')
      Object.assign(PushManager.prototype, {
        subscribe: async ({ applicationServerKey }: PushSubscriptionOptionsInit) => {
          given.postMessage(applicationServerKey ? 'second' : 'keyless')
          return null
        },
      })
      const Extendable: new (type: string) => Event = Reflect.get(globalThis, 'ExtendableEvent')
      const event = new Extendable('pushsubscriptionchange')
      dispatchEvent(
        Object.assign(event, { oldSubscription: { options: { applicationServerKey: new ArrayBuffer(65) } } }),
      )
    })
    await expect.poll(() => told.at(-1)).toBe('second')
  },
)

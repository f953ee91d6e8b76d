import type { PushNote } from '@confab/protocol'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './support.ts'

const alone = { tag: '@alone' }

/** What stands among the notifications of this browser, in words. */
function notifications(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    const bare = (text: string) => text.replace(/[\u2066-\u2069]/g, '')
    return (await registration.getNotifications()).map(({ title, body }) => `${title} | ${bare(body)}`)
  })
}

/** Nobody looks at a page any more, as when another window lies over it. */
async function lookAway(page: Page, isAway: boolean): Promise<void> {
  await page.evaluate((away) => {
    document.hasFocus = () => !away
    dispatchEvent(new Event(away ? 'blur' : 'focus'))
  }, isAway)
}

test(
  'Bo is called to what he does not see, as far as he wants to be, and a push message says what it should',
  alone,
  async ({ invite, server }) => {
    const ana = await invite('Ana')
    const bo = await invite('Bo', { permissions: ['notifications'] })
    const code = await ana.createRoom()
    await bo.joinByLink(code)
    await bo.page.waitForFunction(() => navigator.serviceWorker.controller !== null)

    await bo.page.getByRole('button', { name: 'Notifications' }).click()
    const dialog = bo.page.getByRole('dialog', { name: 'Notifications' })
    await dialog.getByRole('switch', { name: 'Notifications' }).click()
    await dialog.getByRole('switch', { name: 'Sound' }).click()
    await dialog.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(
      dialog.getByRole('listitem').filter({ hasText: 'Fine: A notification was shown' }),
    ).toBeVisible()
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Fine: The sound was played' })).toBeVisible()
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Not working' })).toHaveCount(0)
    await expectAccessible(bo.page)
    expect(await notifications(bo.page)).toEqual(['A test | This is how Confab calls you.'])
    await bo.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready
      for (const notification of await registration.getNotifications()) notification.close()
    })
    await dialog.getByRole('button', { name: 'Close' }).click()

    // What he looks at calls nobody; what he does not, does, and all of a burst is one.
    await ana.say('seen')
    await bo.sees('seen')
    await lookAway(bo.page, true)
    await ana.say('one')
    await expect.poll(() => notifications(bo.page)).toEqual([`${code} | Ana: one`])
    await ana.say('two')
    await expect.poll(() => notifications(bo.page)).toEqual([`${code} | Ana: two\nand 1 more`])
    await lookAway(bo.page, false)
    await expect.poll(() => notifications(bo.page)).toEqual([])

    await bo.page.getByRole('button', { name: 'Notifications' }).click()
    await dialog.getByRole('radio', { name: 'Mentions and replies' }).click()
    await dialog.getByRole('button', { name: 'Close' }).click()
    await bo.say('a question')
    await lookAway(bo.page, true)
    await ana.say('nothing for Bo')
    await ana.message('a question').hover()
    await ana.page
      .getByRole('article')
      .filter({ hasText: 'a question' })
      .getByRole('button', { name: 'Reply' })
      .click()
    await ana.say('an answer')
    await expect.poll(() => notifications(bo.page)).toEqual([`${code} | Ana answered you: an answer`])
    await lookAway(bo.page, false)
    await expect.poll(() => notifications(bo.page)).toEqual([])

    // As the push service would bring it, with the room closed.
    await bo.page.goto('/')
    const note: Omit<PushNote, 'roomId' | 'code' | 'messageId'> & Record<string, unknown> = {
      roomId: 'r'.repeat(22),
      code: code.replaceAll('-', ''),
      title: 'Kitchen crew',
      kind: 'mention',
      memberName: 'Ana',
      excerpt: 'Suppe?',
      sequence: 4,
      messageId: 'm'.repeat(22),
      at: Date.now(),
      unread: 3,
      language: 'de',
    }
    const cdp = await bo.page.context().newCDPSession(bo.page)
    const registrations: string[] = []
    cdp.on('ServiceWorker.workerRegistrationUpdated', (event) => {
      registrations.push(...event.registrations.map(({ registrationId }) => registrationId))
    })
    await cdp.send('ServiceWorker.enable')
    await expect.poll(() => registrations.length).toBeGreaterThan(0)
    const push = (data: string) =>
      cdp.send('ServiceWorker.deliverPushMessage', {
        origin: server.origin,
        registrationId: registrations[0] ?? '',
        data,
      })
    const [worker] = bo.page.context().serviceWorkers()
    if (!worker) throw new Error('There is no worker.')
    await worker.evaluate(() => {
      Reflect.set(globalThis, 'dots', 0)
      const setAppBadge = () => {
        Reflect.set(globalThis, 'dots', Number(Reflect.get(globalThis, 'dots')) + 1)
        return Promise.resolve()
      }
      Object.assign(navigator, { setAppBadge })
    })
    const dots = () => worker.evaluate(() => Number(Reflect.get(globalThis, 'dots')))
    await push('{"type":"not a note"}')
    await push(JSON.stringify(note))
    await expect
      .poll(() => notifications(bo.page))
      .toEqual(['Kitchen crew | Ana hat dich erwähnt: Suppe?\nund 2 weitere'])

    // The page that is open keeps the number on the app's icon; without one there is a dot at least.
    expect(await dots()).toBe(0)
    await bo.page.goto('about:blank')
    let { sequence } = note
    await expect(async () => {
      await push(JSON.stringify({ ...note, sequence: ++sequence }))
      expect(await dots()).toBeGreaterThan(0)
    }).toPass()
  },
)

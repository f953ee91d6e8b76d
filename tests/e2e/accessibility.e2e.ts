import type { Page } from '@playwright/test'
import { BadLine } from './bad-line.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'

const WIDTHS = [1440, 360]

for (const width of WIDTHS) {
  test(`every screen keeps the accessibility rules, light and dark, ${width} px wide`, {
    tag: '@alone',
  }, async ({ invite, server }) => {
    const line = await BadLine.to(server.origin)
    const ana = await invite('Ana', {
      viewport: { width, height: 800 },
      baseURL: line.origin,
      reducedMotion: 'reduce',
    })
    ana.complaints.forgive(LOST_LINE)
    const { page } = ana
    await refusePosts(ana, 'the server will not have this')
    const keeps = async (screen: string) => {
      await test.step(screen, async () => {
        await expectAccessible(page)
        await page.emulateMedia({ colorScheme: 'dark' })
        await settleColours(page)
        await expectAccessible(page, ['color-contrast'])
        await page.emulateMedia({ colorScheme: 'light' })
        await settleColours(page)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(overflow, 'pixels wider than the screen').toBeLessThanOrEqual(0)
      })
    }

    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await keeps('start page')
    await page.getByRole('button', { name: 'Join a room' }).click()
    await keeps('start page with an error at the name')
    await page.getByLabel('Name', { exact: true }).fill('Ana')
    await page.getByLabel('Room code').fill('nonsense')
    await page.getByRole('button', { name: 'Join a room' }).click()
    await keeps('start page with an error at the code')

    const code = await ana.createRoom()
    await keeps('empty room')
    await page.getByRole('button', { name: 'Share' }).first().click()
    await expect(page.getByRole('img', { name: 'QR code of the link to this room' })).toBeVisible()
    await keeps('share dialog')
    await page.keyboard.press('Escape')

    const bo = await invite('Bo')
    await bo.joinByLink(code)
    await bo.say('A longer text, so that there is something to read. '.repeat(8))
    await bo.say('https://example.org/a/very/long/link/without/any/space/in/it/'.repeat(4))
    await ana.say('שלום, 日本語 and 👋')
    await bo.sees('שלום')
    await bo.box.pressSequentially('I am ty')
    await expect(page.getByText('Bo is typing')).toBeVisible()
    await keeps('room with messages')
    if (width < 720) {
      await page.getByRole('button', { name: '2 people here' }).click()
      await expect(page.getByRole('dialog', { name: /Here now/ })).toBeVisible()
      await keeps('people')
      await page.keyboard.press('Escape')
    }

    await ana.say('the server will not have this')
    await ana.say('the server will not have this either')
    await expect(page.getByText('2 not sent')).toBeVisible()
    await keeps('refused posts')

    line.cut()
    await ana.say('is anybody there?')
    await expect(page.getByText(/1 message (is )?waiting/)).toBeVisible()
    await keeps('connection banner')
    line.mend()

    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Your rooms' })).toBeVisible()
    await keeps('start page with rooms')
    await page.goto('/r/000-0000-000')
    await keeps('door')
    await page.getByRole('button', { name: 'Enter', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'There is no room here' })).toBeVisible()
    await keeps('no room')
    await page.close()
    await line.close()
  })
}

/** Answers posts that begin like this as a server does that takes them from nobody. */
async function refusePosts({ page }: Person, beginning: string): Promise<void> {
  await page.routeWebSocket(/\/ws$/, (near) => {
    const far = near.connectToServer()
    near.onMessage((frame) => {
      const command: Record<string, unknown> = JSON.parse(String(frame))
      if (command.type === 'post-message' && String(command.body).startsWith(beginning)) {
        const { roomId, messageId } = command
        near.send(JSON.stringify([{ type: 'post-refusal', roomId, messageId, code: 'forbidden' }]))
      } else far.send(frame)
    })
  })
}

/** Colours that change with the scheme may be on their way: what is measured is where they come to rest. */
async function settleColours(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise(requestAnimationFrame)
    await nextFrame()
    await nextFrame()
    await Promise.allSettled(
      document.getAnimations().flatMap((one) => (one instanceof CSSTransition ? [one.finished] : [])),
    )
  })
}

import type { Page } from '@playwright/test'
import { expect, test } from './support.ts'

/** How far what is read moved between two looks at it, by who reads; null while nothing is held. */
type Held = { words: Element; top: number }

test('who reads further up is not moved by what another does, by pages, or by a turned screen', {
  tag: '@alone',
}, async ({ invite }) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  for (let i = 1; i <= 24; i++) await bo.say(`message ${i} ${'about the new oven '.repeat(i % 5)}`)
  await ana.sees('message 24')

  const log = ana.page.getByRole('log')
  await log.focus()
  for (let i = 0; i < 2; i++) await ana.page.keyboard.press('PageUp')
  await log.hover()
  await ana.page.mouse.wheel(0, -120)
  await still(ana.page)
  await hold(ana.page)

  await bo.choose('message 1 about', 'React with 👍')
  await bo.choose('message 2 about', 'Edit')
  const edit = bo.page.getByRole('textbox', { name: 'Edit the message' })
  await edit.fill('longer than it was '.repeat(20))
  await edit.press('Enter')
  await bo.choose('message 3 about', 'Delete')
  await bo.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await bo.say('and one more at the end')
  await expect(ana.page.getByText('message 3 about')).toHaveCount(0)
  await still(ana.page)
  const moved = await drift(ana.page)

  for (const viewport of [
    { width: 390, height: 700 },
    { width: 1280, height: 720 },
  ]) {
    await ana.page.setViewportSize(viewport)
    await still(ana.page)
  }
  const turned = await drift(ana.page)
  console.log(
    `Drift while another reacts, edits, deletes and posts: ${moved} px; after turning: ${turned} px`,
  )
  expect(moved).toBeLessThanOrEqual(1)
  expect(turned).toBeLessThanOrEqual(1)
})

/** Waits until nothing moves any more. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const list = document.querySelector('[role=log]')
    let last = -1
    let same = 0
    while (list && same < 10) {
      await new Promise((frame) => requestAnimationFrame(frame))
      same = list.scrollTop === last ? same + 1 : 0
      last = list.scrollTop
    }
  })
}

/** From here on the first message that begins on the screen should stay where it is. */
const hold = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector('[role=log]')
    const edge = list?.getBoundingClientRect().top ?? 0
    for (const words of list?.querySelectorAll('li[data-anchor] .body') ?? []) {
      const top = words.getBoundingClientRect().top - edge
      if (top < 0) continue
      Reflect.set(window, 'held', { words, top } satisfies Held)
      return
    }
    throw new Error('Nothing is on the screen.')
  })

const drift = (page: Page) =>
  page.evaluate(() => {
    const held: Held | undefined = Reflect.get(window, 'held')
    const edge = document.querySelector('[role=log]')?.getBoundingClientRect().top ?? 0
    return held?.words.isConnected
      ? Math.abs(held.words.getBoundingClientRect().top - edge - held.top)
      : Number.POSITIVE_INFINITY
  })

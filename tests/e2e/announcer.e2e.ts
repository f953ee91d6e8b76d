import type { Page } from '@playwright/test'
import { expect, test } from './support.ts'

/** Writes down what a screen reader would say of arrivals: every text that appears in the announcer's live region. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  const region = page.locator('[data-announcer]')
  await expect(region).toBeAttached()
  await expect(region).toHaveAttribute('role', 'status')
  await region.evaluate((element) => {
    const said: string[] = []
    Reflect.set(window, 'saidAloud', said)
    const note = () => said.push((element.textContent ?? '').replace(/[\u2068\u2069]/gu, ''))
    new MutationObserver(note).observe(element, { childList: true, characterData: true, subtree: true })
  })
  return () => page.evaluate(() => (Reflect.get(window, 'saidAloud') as string[]).splice(0))
}

/** How many messages were told of since the last asking and before: those read out, and those in `12 new messages from Ana`. */
function counted(spoken: () => Promise<string[]>) {
  const said: string[] = []
  const count = async () => {
    said.push(...(await spoken()))
    const lines = said.flatMap((words) => words.split('\n'))
    return lines.reduce((sum, line) => sum + Number(/^(\d+) new messages from Ana$/.exec(line)?.[1] ?? 1), 0)
  }
  return Object.assign(count, { announcements: () => said.length })
}

test('arrivals are spoken: one as it is, five as one sentence, fifty as a few, and all of them once', {
  tag: '@alone',
}, async ({ invite }) => {
  // A voice takes its time: four seconds for each of the announcements.
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  const spoken = await listen(bo.page)
  // The list is read where somebody reads it; it does not speak by itself.
  await expect(bo.page.getByRole('log')).toHaveAttribute('aria-live', 'off')

  // What is written is spoken, not how it looks.
  await ana.say('**Supper** is `ready`')
  await expect.poll(spoken).toEqual(['Ana: Supper is ready'])

  for (const body of ['one', 'two', 'three', 'four', 'five']) await ana.say(body)
  await bo.sees('five')
  await expect.poll(counted(spoken)).toBe(5)

  for (let i = 1; i <= 50; i++) await ana.say(`message ${i}`)
  const fifty = counted(spoken)
  await expect.poll(fifty, { timeout: 60_000 }).toBe(50)
  expect(fifty.announcements()).toBeLessThan(20)
  // What Bo writes himself is not read to him.
  await bo.say('enough')
  await ana.sees('enough')
  expect((await spoken()).join(' ')).not.toContain('enough')
})

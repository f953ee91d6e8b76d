import { BadLine } from './bad-line.ts'
import { expect, LOST_LINE, type Person, screenOf, test } from './support.ts'

test('Bo, without a line, misses what is said; on his way back two tabs count it alike, one of them reads it, and all see the same', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana')
  const bo = await invite('Bo', { baseURL: line.origin })
  bo.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('before he goes')
  await bo.sees('before he goes')
  // What is seen counts as read half a second later.
  const divider = bo.page.locator('li[data-key="new"]')
  await bo.page.waitForTimeout(1_000)
  await bo.page.goto('/')
  const beside = await bo.openTab()
  await beside.page.goto('/')
  const entry = ({ page }: Person) => page.getByRole('link', { name: new RegExp(code) })
  const icon = ({ page }: Person) => page.locator('link[rel="icon"]')
  for (const tab of [bo, beside]) await expect(entry(tab)).toContainText('before he goes')

  line.refuseSockets()
  await ana.say('the first he missed')
  await ana.box.pressSequentially('@b')
  await expect(ana.page.getByRole('option', { name: 'Bo' })).toBeVisible()
  await ana.page.keyboard.press('Enter')
  await ana.box.pressSequentially('are you there?')
  await ana.box.press('Enter')
  for (let i = 3; i <= 12; i++) await ana.say(`word ${i} ${'of a long afternoon '.repeat(i % 4)}`)
  await ana.sees('word 12')
  line.mend()

  // Both count what came from others since he last looked, and say so where nobody looks.
  for (const tab of [bo, beside]) {
    await expect(entry(tab)).toContainText('12 unread messages and 1 mentions you')
    await expect(tab.page).toHaveTitle(/^\(@12\)/)
    await expect(icon(tab)).toHaveAttribute('href', '/favicon-mention.svg')
  }

  // It begins where he stopped, on the screen, and is read as far as it is seen.
  await entry(bo).click()
  await bo.isInRoom()
  await expect(divider).toBeInViewport()
  await expect(bo.message('the first he missed')).toBeInViewport()
  await bo.message('word 12').scrollIntoViewIfNeeded()
  for (const tab of [bo, beside]) {
    await expect(tab.page).toHaveTitle(/^[^(]/)
    await expect(icon(tab)).toHaveAttribute('href', '/favicon.svg')
  }
  await expect(entry(beside)).not.toContainText('unread')

  // The divider stands while he reads, and is gone once he answers.
  await expect(divider).toHaveCount(1)
  await bo.say('I am back')
  await expect(divider).toHaveCount(0)
  await ana.sees('I am back')

  // What was seen is kept: nothing is new after another visit.
  await bo.page.reload()
  await bo.sees('I am back')
  await expect(divider).toHaveCount(0)

  const chidi = await invite('Chidi')
  await chidi.joinByLink(code)
  await chidi.sees('I am back')
  await expect.poll(() => screenOf(chidi)).toBe(await screenOf(ana))
  await expect.poll(() => screenOf(bo)).toBe(await screenOf(ana))
  await line.close()
})

import type { Locator } from '@playwright/test'
import { expect, expectAccessible, type Person, test } from './support.ts'

async function settings({ page }: Person) {
  await page.getByRole('button', { name: 'Room settings' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  return {
    dialog,
    close: () => dialog.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click(),
  }
}

test('whoever comes is told on which terms, and whoever is there, or was away, when they change', async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const chidi = await invite('Chidi')
  const code = await ana.createRoom()
  let placeBefore: Awaited<ReturnType<Locator['boundingBox']>> = null
  // What is told a moment later moves nothing from under a finger.
  const enter = bo.page.getByRole('button', { name: 'Enter', exact: true })
  await bo.page.route('**/Contract*.js', async (told) => {
    await enter.waitFor()
    placeBefore = await enter.boundingBox()
    await told.continue()
  })
  await bo.page.goto(`/r/${code}`)
  await expect(bo.page.getByText('It is kept for good. Looked after by Ana.')).toBeVisible()
  expect(await enter.boundingBox()).toEqual(placeBefore)
  await expectAccessible(bo.page)
  await bo.joinByLink(code)
  await chidi.joinByLink(code)
  // Whoever left before their browser had looked takes the terms as read.
  await chidi.page.waitForFunction(() => localStorage.getItem('confab-terms') !== null)
  await chidi.page.goto('/')

  const first = await settings(ana)
  await first.dialog.getByLabel('Messages are kept').selectOption('1 day')
  await first.dialog.getByRole('button', { name: /^Keep for/ }).click()
  await expect(first.dialog.getByLabel('Messages are kept')).toHaveValue('24')
  await first.dialog.getByRole('radio', { name: 'Whoever is let in' }).click()
  await first.close()
  const changed = (of: Person) =>
    of.page.getByRole('status').filter({ hasText: 'The terms of this room are new.' })
  await expect(changed(bo)).toContainText('It is kept for 1 day. Somebody inside lets you in.')
  // Who settled it knows.
  await expect(changed(ana)).toHaveCount(0)
  await expectAccessible(bo.page)
  await bo.page.getByRole('button', { name: 'Understood' }).click()
  await expect(changed(bo)).toHaveCount(0)
  await bo.page.reload()
  await bo.isInRoom()
  await expect(changed(bo)).toHaveCount(0)
  await chidi.page.getByRole('link', { name: code }).click()
  await expect(changed(chidi)).toContainText('It is kept for 1 day.')

  // With a typed code as well, and nobody's name where the code is not enough.
  const dilnoza = await invite('Dilnoza')
  await dilnoza.page.goto('/')
  await dilnoza.page.getByLabel('Room code').fill(code)
  const told = dilnoza.page.getByText('It is kept for 1 day. Somebody inside lets you in.')
  await expect(told).toBeVisible()
  await expect(told).not.toContainText('Ana')
})

import { expect, expectAccessible, test } from './support.ts'

test('what was said is found again, gone to and marked, on a wide screen and a narrow one', async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('The crème brûlée recipe is in the blue book')
  await bo.say('東京の朝ごはん https://example.org/breakfast')
  await ana.sees('東京の朝ごはん')
  await bo.say('Whoever finds the blue umbrella, it is mine')
  await ana.sees('Whoever finds the blue umbrella')

  const { page } = ana
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  const field = page.getByRole('searchbox', { name: 'Search this room' })
  await expect(field).toBeFocused()
  await expect(page.getByText('What you can write')).toBeVisible()
  await field.fill('BLUE')
  const results = page.getByRole('search').getByRole('listitem')
  await expect(results).toHaveCount(2)
  await expect(results.first()).toContainText('umbrella')
  await expect(results.first().locator('mark')).toHaveText('blue')
  await expectAccessible(page)

  // What people write, in their own writing, and by whom.
  for (const [query, said] of [
    ['creme brulee', 'crème brûlée'],
    ['東京', '東京の朝ごはん'],
    ['from:bo blue', 'umbrella'],
    ['has:link', 'example.org'],
    ['"blue book"', 'blue book'],
  ] as const) {
    await field.fill(query)
    await expect(results).toHaveCount(1)
    await expect(results).toContainText(said)
  }
  await field.fill('xyzzy')
  await expect(page.getByRole('status').filter({ hasText: 'Nothing found' })).toBeVisible()

  // By keyboard to the message itself.
  await field.fill('blue')
  await expect(results).toHaveCount(2)
  await field.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.locator('li.shown')).toContainText('crème brûlée')
  await field.press('Escape')
  await expect(field).toBeHidden()
  await expect(page.getByRole('button', { name: 'Search', exact: true })).toBeFocused()

  // On a phone it lies over everything, goes when a message is picked, and by the way back.
  await bo.page.setViewportSize({ width: 360, height: 720 })
  await bo.page.keyboard.press('Control+k')
  const bosField = bo.page.getByRole('searchbox', { name: 'Search this room' })
  await bosField.fill('umbrella')
  await bo.page.getByRole('search').getByRole('listitem').getByRole('button').click()
  await expect(bosField).toBeHidden()
  await bo.sees('Whoever finds the blue umbrella')
  await bo.page.keyboard.press('Control+k')
  await expect(bosField).toBeVisible()
  await bo.page.goBack()
  await expect(bosField).toBeHidden()
  await bo.sees('Whoever finds the blue umbrella')
})

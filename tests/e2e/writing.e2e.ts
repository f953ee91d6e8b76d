import { expect, expectAccessible, test } from './support.ts'

test('a mention and an emoji are written by keys, the draft waits through a reload and another room, and is sent as meant', {
  tag: '@alone',
}, async ({ invite }) => {
  const ana = await invite('Ana')
  const code = await ana.createRoom()
  const bo = await invite('Bo', { viewport: { width: 1000, height: 700 } })
  await bo.createRoom()
  await bo.joinByLink(code)
  const { page } = bo

  await bo.box.click()
  await page.keyboard.type('soup, @a')
  const suggested = page.getByRole('option', { name: 'Ana' })
  await expect(suggested).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await page.keyboard.type(':ramen:')
  await expect(bo.box).toHaveValue('soup, @Ana 🍜')

  await page.getByRole('button', { name: 'Emoji' }).click()
  const search = page.getByRole('combobox', { name: 'Search emoji' })
  await expect(search).toBeFocused()
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  await expectAccessible(page)
  await search.fill('red heart')
  await expect(page.getByRole('gridcell', { name: 'red heart', exact: true })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(bo.box).toBeFocused()
  await expect(bo.box).toHaveValue('soup, @Ana 🍜❤️')

  // Another room, a reload there, and back: what was begun is marked, and stands as it was.
  const kitchen = page.getByRole('link', { name: new RegExp(code) })
  await page.getByRole('link').and(page.locator('[href^="/r/"]')).filter({ hasNotText: code }).first().click()
  await expect(bo.box).toHaveValue('')
  await expect(kitchen).toContainText('Draft: soup, @Ana 🍜❤️')
  await page.reload()
  await kitchen.click()
  await expect(bo.box).toHaveValue('soup, @Ana 🍜❤️')
  await page.keyboard.press('Enter')

  await expect(ana.message('soup, ')).toContainText('🍜❤️')
  await page.reload()
  await bo.isInRoom()
  await expect(bo.box).toHaveValue('')
})

import { expect, type Person, test } from './support.ts'

const settle = async ({ page }: Person, option: string) => {
  await page.getByRole('button', { name: 'Room settings' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Newcomers read').selectOption(option)
  await expect(dialog.getByLabel('Newcomers read').locator('option:checked')).toHaveText(option)
  await dialog.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click()
}

test('[A101] whoever comes later reads from then on, is told so at the door, and finds nothing from before', async ({
  invite,
}) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.hasSaid('the cake is a secret')
  await settle(ana, 'What is said from then on')

  const chidi = await invite('Chidi')
  await chidi.page.goto(`/r/${code}`)
  await expect(chidi.page.getByText('Whoever comes in reads only what is said from then on.')).toBeVisible()
  await chidi.joinByLink(code)
  await expect(chidi.page.getByText('Earlier messages are not shown to newcomers here.')).toBeVisible()
  await ana.say('welcome')
  await chidi.seesInOrder('welcome')
  // What changes below is not told either, and nothing is missed for it.
  await ana.choose('the cake is a secret', 'Edit')
  const edit = ana.page.getByRole('textbox', { name: 'Edit the message' })
  await edit.fill('the cake is no secret')
  await edit.press('Enter')
  await bo.sees('the cake is no secret')
  await ana.say('there is cake')
  await chidi.seesInOrder('welcome', 'there is cake')
  await chidi.page.reload()
  await chidi.seesInOrder('welcome', 'there is cake')
  await expect(chidi.page.getByText('Earlier messages are not shown to newcomers here.')).toBeVisible()
  await chidi.page.getByRole('button', { name: 'Search' }).click()
  await chidi.page.getByRole('searchbox').fill('cake')
  await expect(chidi.page.getByRole('listitem').filter({ hasText: 'there is cake' }).first()).toBeVisible()
  await expect(chidi.page.getByText('secret')).toHaveCount(0)
  // Whoever was here has all of it.
  await bo.page.reload()
  await bo.seesInOrder('the cake is no secret', 'welcome', 'there is cake')
})

import { expect, expectAccessible, test } from './support.ts'

test('[D9] the owner removes somebody, who reads on what was said and nothing else, and may join again', async ({
  invite,
}) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo', { viewport: { width: 360, height: 740 } })
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('Hello, Ana.')
  await ana.sees('Hello, Ana.')

  // By keyboard alone, as far as the last word.
  await ana.page.getByRole('button', { name: 'More about Bo' }).focus()
  await ana.page.keyboard.press('Enter')
  await expect(ana.page.getByRole('dialog', { name: 'Bo', exact: true })).toBeVisible()
  await expectAccessible(ana.page)
  await ana.page.getByRole('button', { name: 'Remove Bo…' }).press('Enter')
  await expect(ana.page.getByRole('dialog', { name: 'Remove Bo?' })).toBeVisible()
  await expectAccessible(ana.page)
  await ana.page.getByRole('button', { name: 'Remove', exact: true }).press('Enter')

  await expect(bo.page.getByRole('heading', { name: 'You were removed from this room' })).toBeVisible()
  await expect(ana.systemLine('Bo was removed')).toBeVisible()
  await expect(ana.page.getByText('Here now · 1')).toBeVisible()
  await ana.say('Among ourselves.')
  await ana.sees('Among ourselves.')
  await expect(bo.box).toBeHidden()
  await bo.seesInOrder('Hello, Ana.')
  await expectAccessible(bo.page)

  // What was said until then is readable after a reload as well.
  await bo.page.reload()
  await expect(bo.page.getByRole('heading', { name: 'You were removed from this room' })).toBeVisible()
  await bo.seesInOrder('Hello, Ana.')

  await bo.page.getByRole('button', { name: 'Join again' }).click()
  await bo.isInRoom()
  await bo.seesInOrder('Hello, Ana.', 'Among ourselves.')
  await bo.say('Sorry about that.')
  await ana.seesInOrder('Hello, Ana.', 'Among ourselves.', 'Sorry about that.')
})

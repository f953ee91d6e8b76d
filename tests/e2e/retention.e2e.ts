import { expect, expectAccessible, test } from './support.ts'

test('whoever owns a room settles how long it keeps what is said, is asked before something is deleted, and talks on', async ({
  invite,
}) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('hello')
  await bo.sees('hello')
  await ana.page.getByRole('button', { name: 'Room settings' }).click()
  const settings = ana.page.getByRole('dialog', { name: 'Room settings' })
  const kept = settings.getByLabel('Messages are kept')
  await expect(kept).toHaveValue('')
  await kept.selectOption('1 hour')
  await expect(settings.getByText('Everything older than 1 hour is deleted')).toBeVisible()
  await expect(kept).toHaveValue('')
  await expectAccessible(ana.page)
  await settings.getByRole('button', { name: 'Keep for 1 hour' }).click()
  await expect(kept).toHaveValue('1')
  // A longer time deletes nothing, so nobody is asked.
  await kept.selectOption('7 days')
  await expect(kept).toHaveValue(String(7 * 24))
  await settings.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click()
  await bo.say('still here')
  await ana.sees('still here')
  await ana.sees('hello')
})

import { expect, expectAccessible, test } from './support.ts'

test('[A105] what somebody writes who is ignored is folded on every device, counts as nothing and is told nobody', async ({
  invite,
}) => {
  const view = { viewport: { width: 1280, height: 800 } }
  const ana = await invite('Ana', view)
  const bo = await invite('Bo', view)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.hasSaid('one from Bo')
  await ana.sees('one from Bo')
  const second = await ana.openTab()
  await second.page.goto(`/r/${code}`)
  await second.sees('one from Bo')
  await ana.page.bringToFront()

  await ana.choose('one from Bo', 'Ignore…')
  const asked = ana.page.getByRole('dialog', { name: 'Ignore Bo?' })
  await expectAccessible(ana.page)
  await asked.getByRole('button', { name: 'Ignore', exact: true }).click()
  await expect(ana.bodies).toHaveCount(0)
  await expect(ana.page.getByText('1 message from somebody you ignore')).toBeVisible()
  // In the other tab too, and what comes meanwhile is neither new nor told in the title.
  await second.page.bringToFront()
  await expect(second.page.getByText('1 message from somebody you ignore')).toBeVisible()
  await second.page.goto('/')
  await bo.hasSaid('two from Bo')
  await bo.hasSaid('three from Bo')
  const line = ana.page.getByText('3 messages from somebody you ignore')
  await expect(line).toBeVisible()
  await second.page.reload()
  await expect(second.page.getByRole('link', { name: code })).toContainText(
    '1 message from somebody you ignore',
  )
  expect(await second.page.title()).toBe('Confab')
  await second.page.close()
  // Nothing differs for Bo.
  await bo.seesInOrder('one from Bo', 'two from Bo', 'three from Bo')

  // With a new start nothing of it is seen for a moment either; it can be read all the same.
  await ana.page.reload()
  await expect(line).toBeVisible()
  await expect(ana.bodies).toHaveCount(0)
  await line.getByRole('button', { name: 'Show' }).press('Enter')
  await expect(ana.page.getByRole('log')).toBeFocused()
  await ana.seesInOrder('one from Bo', 'two from Bo', 'three from Bo')
  await bo.say('four from Bo')
  await expect(ana.page.getByText('1 message from somebody you ignore')).toBeVisible()

  // And back, from the list of those who are ignored.
  await ana.page.getByRole('button', { name: 'Notifications' }).click()
  const dialog = ana.page.getByRole('dialog', { name: 'Notifications' })
  await dialog.getByRole('button', { name: 'Stop ignoring Bo' }).click()
  await expect(dialog.getByText('Ignored here')).toHaveCount(0)
  await expectAccessible(ana.page)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await ana.seesInOrder('one from Bo', 'two from Bo', 'three from Bo', 'four from Bo')
})

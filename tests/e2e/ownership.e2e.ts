import { expect, expectAccessible, type Person, test } from './support.ts'

const dialogOf = async ({ page }: Person, name: string) => {
  await page.getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog', { name })
  await expect(dialog).toBeVisible()
  return dialog
}

test('[A102] an owner who lost every device owns the room again by the code, once, and whoever else says it does not', async ({
  invite,
}) => {
  const view = { viewport: { width: 1280, height: 800 } }
  const ana = await invite('Ana', view)
  const bo = await invite('Bo', view)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await expect(bo.page.getByRole('button', { name: 'More about this room' })).toHaveCount(0)

  const settings = await dialogOf(ana, 'Room settings')
  await settings.getByRole('button', { name: 'Make a code' }).click()
  const written = await settings.getByText(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/).textContent()
  await expectAccessible(ana.page)
  await settings.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click()
  // Shown once.
  const again = await dialogOf(ana, 'Room settings')
  await expect(again.getByRole('button', { name: 'Make another' })).toBeVisible()
  expect(await ana.page.content()).not.toContain(written)
  await ana.page.context().close()

  // With nothing but the room's code and that one, in a new browser, as somebody new.
  const back = await invite('Ana on the new phone', view)
  await back.joinByLink(code)
  const taking = await dialogOf(back, 'More about this room')
  await taking.getByLabel('I own this room').fill('k7m4 4qp2 x9d0 8h3t')
  await taking.getByRole('button', { name: 'Take the room' }).click()
  await expect(taking.getByText('This is not the recovery code of this room, or not any more.')).toBeVisible()
  await expectAccessible(back.page)
  await taking.getByLabel('I own this room').fill(` ${written?.toUpperCase().replaceAll('-', ' ')}`)
  await taking.getByRole('button', { name: 'Take the room' }).click()
  await expect(back.page.getByText('The room is yours.')).toBeVisible()
  const mine = back.page.getByRole('dialog', { name: 'Room settings' })
  await mine.getByRole('radio', { name: 'Nobody new' }).click()
  await expect(mine.getByRole('radio', { name: 'Nobody new' })).toBeChecked()
  await mine.getByRole('button', { name: 'Show What was done here' }).click()
  await expect(mine.getByText(/took the room from .*Ana.* with the recovery code/)).toBeVisible()
  await mine.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click()

  // It is used up: nobody is asked for one any more.
  await expect(bo.page.getByRole('button', { name: 'More about this room' })).toHaveCount(0)
  await back.page.reload()
  await expect(back.page.getByRole('button', { name: 'Room settings' })).toBeVisible()
})

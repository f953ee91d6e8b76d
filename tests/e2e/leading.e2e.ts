import { BadLine } from './bad-line.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'

test('the owner of a locked room loses the line while the server dies and starts again: owner still, inside still, and still locked', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin, viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo')
  for (const person of [ana, bo]) person.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('shut the door')
  await ana.sees('shut the door')
  await settle(ana, async (dialog) => {
    await dialog.getByRole('radio', { name: 'Nobody new' }).click()
    await expect(dialog.getByRole('radio', { name: 'Nobody new' })).toBeChecked()
  })

  line.cut()
  await server.halt('SIGKILL')
  await server.boot()
  line.mend()
  await ana.say('I was gone for a moment')
  await bo.sees('I was gone for a moment')

  const chidi = await invite('Chidi')
  await chidi.page.goto(`/r/${code}`)
  await chidi.page.getByLabel('Name', { exact: true }).fill('Chidi')
  await chidi.page.getByRole('button', { name: 'Enter', exact: true }).click()
  await expect(chidi.page.getByText('takes nobody new')).toBeVisible()
  await settle(ana, async (dialog) => {
    await expect(dialog.getByRole('radio', { name: 'Nobody new' })).toBeChecked()
    await dialog.getByRole('radio', { name: 'Anybody with the code' }).click()
    await expect(dialog.getByRole('radio', { name: 'Nobody new' })).not.toBeChecked()
  })
  await chidi.page.getByRole('button', { name: 'Enter', exact: true }).click()
  await chidi.isInRoom()
  await line.close()
})

test('[D9] somebody is muted, told until when, and let speak again; somebody is banned, and is out in every tab and under every look of the name', async ({
  invite,
}) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('and another thing')
  await ana.sees('and another thing')

  await ana.page.getByRole('button', { name: 'More about Bo' }).click()
  const dialog = ana.page.getByRole('dialog', { name: 'Bo' })
  await expect(dialog).toBeVisible()
  await expectAccessible(ana.page)
  await dialog.getByRole('button', { name: '10 minutes' }).click()
  await expect(dialog.getByRole('group', { name: /^Cannot write until/ })).toBeVisible()
  await expect(bo.page.getByText(/^You can read here, and write again from/)).toBeVisible()
  await expect(bo.box).toBeHidden()
  await expectAccessible(bo.page)
  await bo.page.reload()
  await expect(bo.page.getByText(/^You can read here, and write again from/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Let them write again' }).click()
  await bo.say('thank you')
  await ana.sees('thank you')

  await dialog.getByRole('button', { name: 'Remove Bo…' }).click()
  const removing = ana.page.getByRole('dialog', { name: 'Remove Bo?' })
  await removing.getByLabel('Do not let them in again').check()
  await removing.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(bo.page.getByRole('heading', { name: 'You were put out' })).toBeVisible()

  const again = await bo.openTab()
  await again.page.goto(`/r/${code}`)
  await expect(again.page.getByRole('heading', { name: 'You were put out' })).toBeVisible()
  await expect(again.page.getByRole('button', { name: 'Join again' })).toHaveCount(0)
  // A browser that nobody knows, and the name in other letters.
  const twin = await invite('BO')
  await twin.page.goto(`/r/${code}`)
  await twin.page.getByLabel('Name', { exact: true }).fill('BO')
  await twin.page.getByRole('button', { name: 'Enter', exact: true }).click()
  await expect(twin.page.getByText('You may not come into this room any more.')).toBeVisible()
})

/** Opens the room's settings, does something there and closes them. */
async function settle(
  { page }: Person,
  act: (dialog: ReturnType<Person['page']['getByRole']>) => Promise<void>,
) {
  await page.getByRole('button', { name: 'Room settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Room settings' })
  await act(dialog)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
}

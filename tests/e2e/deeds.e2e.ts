import { expect, expectAccessible, type Person, test } from './support.ts'

test('who leads the room sees what the others who lead it did, and nobody else does', async ({ invite }) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo', { viewport: { width: 1280, height: 800 } })
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('one')
  await bo.say('two')
  await ana.sees('two')
  await ana.page.getByRole('button', { name: 'More about Bo' }).click()
  const about = ana.page.getByRole('dialog', { name: 'Bo' })
  await about.getByRole('button', { name: '10 minutes' }).click()
  await about.getByRole('button', { name: 'Let them write again' }).click()
  await expect(bo.page.getByRole('button', { name: 'Room settings' })).toHaveCount(0)
  await about.getByRole('radio', { name: /^Moderator/ }).click()
  await about.getByRole('button', { name: 'Close' }).last().click()

  // Bo looks after the room as well from now on, and Ana reads what he did.
  await settingsOf(bo, async (settings) => {
    await settings.getByLabel('Slow mode').selectOption('30 seconds')
    await settings.getByRole('radio', { name: 'Nobody new' }).click()
    await expect(settings.getByRole('radio', { name: 'Nobody new' })).toBeChecked()
  })
  for (const body of ['one', 'two']) await deleteMessage(ana, body)
  await expect(bo.message('two')).toHaveCount(0)
  const list = await shown(ana)
  await expect(list.getByRole('listitem')).toHaveText([
    /^Ana deleted 2 messages of Bo/,
    /^Bo changed the settings: nobody new comes in and slow mode: 30 seconds/,
    /^Ana made Bo a moderator/,
    /^Ana let Bo write again/,
    /^Ana kept Bo from writing until .+/,
  ])
  await expectAccessible(ana.page)
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect((await shown(bo)).getByRole('listitem')).toHaveCount(5)
  await bo.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()

  // Told out of it, he is shown nothing any more.
  await ana.page.getByRole('button', { name: 'More about Bo' }).click()
  await about.getByRole('radio', { name: /^Member/ }).click()
  await expect(bo.page.getByRole('button', { name: 'Room settings' })).toHaveCount(0)
})

async function settingsOf(
  { page }: Person,
  act: (dialog: ReturnType<Person['page']['getByRole']>) => Promise<void>,
) {
  await page.getByRole('button', { name: 'Room settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Room settings' })
  await act(dialog)
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
}

async function shown({ page }: Person) {
  await page.getByRole('button', { name: 'Room settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Room settings' })
  await dialog.getByRole('button', { name: 'Show What was done here' }).click()
  return dialog.getByRole('list', { name: 'What was done here' })
}

async function deleteMessage({ page }: Person, body: string) {
  const row = page.getByRole('article').filter({ hasText: body })
  await row.locator('.body').hover()
  await row.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

import { BadLine } from './bad-line.ts'
import { expect, expectAccessible, LOST_LINE, type Person, test } from './support.ts'

const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('what somebody wrote is deleted at once, for one who was away too, and brought back with its picture', async ({
  invite,
  server,
}) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo')
  const line = await BadLine.to(server.origin)
  const chidi = await invite('Chidi', { baseURL: line.origin })
  chidi.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await chidi.joinByLink(code)
  await bo.page
    .locator('input[type=file]')
    .setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PICTURE })
  await bo.say('spam one')
  await bo.say('spam two')
  await ana.sees('spam two')
  await ana.say('that is enough')
  for (const person of [ana, chidi]) {
    await person.sees('spam two')
    await person.sees('that is enough')
  }

  line.cut()
  const dialog = await about(ana, 'Bo')
  await dialog.getByRole('button', { name: 'In the last hour' }).click()
  await expect(dialog.getByText('It is deleted. For an hour you can bring it back.')).toBeVisible()
  await expectAccessible(ana.page)
  for (const person of [ana, bo]) await expect(person.page.getByText('Message deleted by')).toHaveCount(2)
  await expect(bo.bodies.filter({ hasText: 'spam' })).toHaveCount(0)
  await bo.sees('that is enough')
  line.mend()
  await expect(chidi.page.getByText('Message deleted by')).toHaveCount(2)
  await expect(chidi.bodies.filter({ hasText: 'spam' })).toHaveCount(0)

  line.cut()
  await dialog.getByRole('button', { name: 'Bring it back' }).click()
  await expect(dialog.getByText('It is back.')).toBeVisible()
  await bo.seesInOrder('spam one', 'spam two', 'that is enough')
  line.mend()
  await chidi.seesInOrder('spam one', 'spam two', 'that is enough')
  for (const person of [bo, chidi])
    await expect(person.page.getByRole('img', { name: 'dot.png' })).toHaveJSProperty('complete', true)
  await chidi.page.reload()
  await chidi.seesInOrder('spam one', 'spam two', 'that is enough')
  await line.close()
})

test('whoever is removed takes along what they wrote, and a leader who closed everything brings it back', async ({
  invite,
}) => {
  const ana = await invite('Ana', { viewport: { width: 1280, height: 800 } })
  const bo = await invite('Bo')
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('spam')
  await ana.sees('spam')
  await (await about(ana, 'Bo')).getByRole('button', { name: 'Remove Bo…' }).click()
  const removing = ana.page.getByRole('dialog', { name: 'Remove Bo?' })
  await removing.getByLabel('Delete what they wrote').check()
  await expectAccessible(ana.page)
  await removing.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(bo.page.getByRole('heading', { name: 'You were removed' })).toBeVisible()
  await expect(ana.page.getByText('Message deleted by')).toHaveCount(1)

  await ana.page.reload()
  await ana.page.getByRole('button', { name: 'Room settings' }).click()
  const settings = ana.page.getByRole('dialog', { name: 'Room settings' })
  await settings.getByRole('button', { name: 'Bring back what I deleted' }).click()
  await expect(settings.getByText('It is back.')).toBeVisible()
  await ana.sees('spam')
})

async function about({ page }: Person, name: string) {
  await page.getByRole('button', { name: `More about ${name}` }).click()
  return page.getByRole('dialog', { name, exact: true })
}

import type { Locator } from '@playwright/test'
import { BadLine } from './bad-line.ts'
import { expect, expectAccessible, LOST_LINE, type Person, screenOf, test } from './support.ts'

test('[D8] two people answer, edit, delete, react and pin, one of them without a line; a third reads what they see', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  for (const body of ['soup at one', 'who brings bread', 'wrong room', 'the key is under the mat'])
    await ana.say(body)
  await bo.sees('the key is under the mat')

  // While Ana has no line, both do things to the same messages.
  line.refuseSockets()
  await ana.choose('soup at one', 'Edit')
  const edit = ana.page.getByRole('textbox', { name: 'Edit the message' })
  await edit.fill('soup at two')
  await edit.press('Enter')
  await ana.choose('wrong room', 'Delete')
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await ana.choose('who brings bread', 'React with 👍')
  await ana.choose('the key is under the mat', 'Pin')
  await ana.choose('who brings bread', 'Reply')
  await ana.say('I do')

  await bo.choose('who brings bread', 'React with 👍')
  await bo.choose('wrong room', 'Reply')
  await bo.say('which one then')
  await bo.sees('soup at one')
  line.mend()

  // A link leads whoever first has to enter to its message.
  const chidi = await invite('Chidi')
  await expect(bo.page.getByRole('button', { name: '1 pinned' })).toBeVisible()
  const link = await row(bo, 'who brings bread').getByRole('link').first().getAttribute('href')
  await chidi.page.goto(link ?? '')
  await chidi.page.getByLabel('Name', { exact: true }).fill('Chidi')
  await chidi.page.getByRole('button', { name: 'Enter', exact: true }).click()
  await chidi.isInRoom()
  await expect(chidi.page.locator('li.shown')).toContainText('who brings bread')

  await expect.poll(() => screenOf(ana)).toContain('👍 2')
  await expect.poll(() => screenOf(bo)).toEqual(await screenOf(ana))
  await expect.poll(() => screenOf(chidi)).toEqual(await screenOf(ana))
  const screen = await screenOf(chidi)
  for (const part of [
    'soup at two',
    '(edited)',
    'Message deleted',
    'Original deleted',
    'Ana who brings bread',
  ])
    expect(screen).toContain(part)
  expect(screen).not.toContain('wrong room')

  await expectAccessible(chidi.page)
  await row(bo, 'soup at two')
    .getByRole('button', { name: /edited/ })
    .click()
  await expect(bo.page.getByRole('dialog').getByText('soup at one')).toBeVisible()
  await expectAccessible(bo.page)
  await line.close()
})

const row = ({ page }: Person, text: string): Locator =>
  page.getByRole('article').filter({ hasText: text }).first()

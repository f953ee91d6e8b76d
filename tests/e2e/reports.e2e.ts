import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { MAIN } from '../processes/server-process.ts'
import { TestServer } from './server.ts'
import { expect, expectAccessible, type Person, test } from './support.ts'

// On several nodes: tests/processes/operator.test.ts has two servers on one PostgreSQL.
test('a message is reported by somebody who leads nothing, its author deletes it and hears nothing, and the operator reads it', {
  tag: '@alone',
}, async ({ invite }) => {
  let directory = ''
  const server = await TestServer.start({}, async (made) => {
    directory = made
  })
  try {
    const confab = async (...args: string[]) => {
      const env = { ...process.env, CONFAB_DATA_DIR: directory }
      return (await promisify(execFile)(process.execPath, [MAIN, 'reports', ...args], { env })).stdout
    }
    const bo = await invite('Bo', { baseURL: server.origin })
    const ana = await invite('Ana', { baseURL: server.origin, viewport: { width: 1280, height: 800 } })
    await ana.joinByLink(await bo.createRoom())
    await bo.say('You are a toad.')
    await ana.sees('You are a toad.')

    const { page } = ana
    await menuOf(ana, 'You are a toad.')
    await page.getByRole('menuitem', { name: 'Report…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Report this message' })
    await expect(dialog.getByText('You are a toad.')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Report', exact: true })).toBeDisabled()
    await expectAccessible(page)
    await dialog.getByRole('radio', { name: 'It insults or harasses somebody' }).check()
    await dialog.getByLabel(/^What else should they know/).fill('He says it every day.')
    await dialog.getByRole('button', { name: 'Report', exact: true }).click()
    await expect(dialog.getByRole('status')).toHaveText(/^Reported\./)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await expect(dialog).toBeHidden()

    await menuOf(bo, 'You are a toad.')
    // Nobody reports themselves; and what was reported can be deleted like anything else.
    await expect(bo.page.getByRole('menuitem', { name: 'Report…' })).toBeHidden()
    await bo.page.getByRole('menuitem', { name: 'Delete', exact: true }).click()
    await bo.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByRole('article').filter({ hasText: 'Message deleted' })).toBeVisible()

    await page.getByRole('button', { name: 'More about Bo' }).click()
    await page.getByRole('button', { name: 'Report to the server…' }).click()
    const person = page.getByRole('dialog', { name: 'Report Bo' })
    await person.getByRole('radio', { name: 'Something else' }).check()
    await person.getByRole('button', { name: 'Report', exact: true }).click()
    await expect(person.getByRole('status')).toHaveText(/^Reported\./)

    const { reports } = JSON.parse(await confab('--json'))
    expect(reports).toMatchObject([
      { reason: 'harassment', name: 'Bo', isMessage: true, openCount: 2 },
      { reason: 'other', name: 'Bo', isMessage: false },
    ])
    const shown = await confab('show', String(reports[0].report))
    for (const words of ['  | You are a toad.', '  | He says it every day.', 'by      Ana'])
      expect(shown).toContain(words)
    for (const one of [ana, bo]) await one.page.close()
  } finally {
    await server.stop()
  }
})

async function menuOf({ page }: Person, body: string) {
  const row = page.getByRole('article').filter({ hasText: body })
  await row.locator('.body').hover()
  await row.getByRole('button', { name: 'More', exact: true }).click()
}

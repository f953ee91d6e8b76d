import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { MAIN } from '../processes/server-process.ts'
import { TestServer } from './server.ts'
import { expect, expectAccessible, test } from './support.ts'

// On several nodes: tests/processes/operator.test.ts has two servers on one PostgreSQL.
test('a room that whoever runs the server closes takes nobody new; one that is deleted is gone from every screen that asks', {
  tag: '@alone',
}, async ({ invite }) => {
  let directory = ''
  const server = await TestServer.start({}, async (made) => {
    directory = made
  })
  try {
    const confab = (...args: string[]) =>
      promisify(execFile)(process.execPath, [MAIN, ...args], {
        env: { ...process.env, CONFAB_DATA_DIR: directory },
      })
    const ana = await invite('Ana', { baseURL: server.origin })
    const bo = await invite('Bo', { baseURL: server.origin })
    const code = await ana.createRoom()
    await bo.joinByLink(code)
    await bo.say('Hello, Ana.')
    await ana.sees('Hello, Ana.')

    await confab('rooms', 'close', code)
    const chidi = await invite('Chidi', { baseURL: server.origin })
    await chidi.page.goto(`/r/${code}`)
    await chidi.page.getByLabel('Name', { exact: true }).fill('Chidi')
    await chidi.page.getByRole('button', { name: 'Enter', exact: true }).click()
    await expect(chidi.page.getByText('takes nobody new')).toBeVisible()
    await bo.say('Still here.')
    await ana.sees('Still here.')

    await confab('rooms', 'delete', code, '--yes')
    for (const person of [ana, bo]) {
      await expect(person.page.getByRole('heading', { name: 'This room did not let you in' })).toBeVisible()
      await expect(person.box).toBeHidden()
      await expectAccessible(person.page)
    }
    for (const { page } of [ana, bo, chidi]) await page.close()
  } finally {
    await server.stop()
  }
})

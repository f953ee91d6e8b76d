import { BadLine } from './bad-line.ts'
import { expect, LOST_LINE, test } from './support.ts'

const WRITTEN = ['first from the tunnel', 'second from the tunnel', 'third from the tunnel']

test('[D7] three messages written without a line, the tab closed and opened again: each arrives once, in order, and the draft is back', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('before')
  await ana.sees('before')

  // In mid-sentence: nobody tells the browser.
  await ana.box.pressSequentially('first from ')
  line.stall()
  await ana.box.pressSequentially('the tunnel')
  await ana.box.press('Enter')
  line.cut()
  for (const body of WRITTEN.slice(1)) await ana.say(body)
  await ana.seesInOrder('before', ...WRITTEN)
  await ana.box.pressSequentially('and half a sent')
  await ana.page.close()

  // The app loads, the server is not there: all of it is readable.
  line.refuseSockets()
  const again = await ana.openTab()
  await again.page.goto(`/r/${code}`)
  await again.seesInOrder('before', ...WRITTEN)
  await expect(again.box).toHaveValue('and half a sent')
  await again.page.close()
  await bo.seesInOrder('before')

  line.mend()
  const online = await ana.openTab()
  await online.page.goto(`/r/${code}`)
  await bo.seesInOrder('before', ...WRITTEN)
  await online.seesInOrder('before', ...WRITTEN)
  await expect(online.box).toHaveValue('and half a sent')
  await online.box.press('Enter')
  await bo.seesInOrder('before', ...WRITTEN, 'and half a sent')
  await online.page.reload()
  await online.seesInOrder('before', ...WRITTEN, 'and half a sent')
  await line.close()
})

test('[D7] what was written in a room goes out from the start page as well, if that is where the page was loaded anew', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('before')
  await ana.sees('before')
  line.cut()
  line.refuseSockets()
  await ana.say('from the tunnel')
  await ana.seesInOrder('before', 'from the tunnel')
  await ana.page.goto('/')
  line.mend()
  await bo.seesInOrder('before', 'from the tunnel')
  await line.close()
})

test('a line that is down says nothing for five seconds, then what waits, and nothing once it is back', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)

  const cutAt = Date.now()
  line.cut()
  await ana.say('is anybody there?')
  await expect(ana.page.getByText('Waiting for connection')).toBeVisible()
  const banner = ana.page.getByText('1 message waiting')
  await expect(banner).toBeVisible()
  expect(Date.now() - cutAt).toBeGreaterThan(4_500)
  await expect(banner).toContainText(/Reconnecting/)

  line.mend()
  await ana.page.getByRole('button', { name: 'Try now' }).click()
  await bo.sees('is anybody there?')
  await expect(ana.page.getByText(/Reconnecting|message waiting|Waiting for connection/)).toHaveCount(0)
  await line.close()
})

test('a browser that goes offline is noticed at once, though its sockets seem open', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)

  // A cable pulled: nothing passes, nothing is closed, and the browser knows of it.
  line.stall()
  await ana.page.context().setOffline(true)
  await expect(ana.page.getByText('Offline', { exact: true })).toBeVisible({ timeout: 15_000 })
  await bo.say('while you were away')

  // Another network: what was on the old one is lost.
  line.cut()
  line.mend()
  await ana.page.context().setOffline(false)
  await ana.sees('while you were away')
  await expect(ana.page.getByText('Offline', { exact: true })).toHaveCount(0)
  await line.close()
})

test('two tabs write without a line: each text arrives once', async ({ invite, server }) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  const second = await ana.openTab()
  await second.page.goto(`/r/${code}`)
  await second.isInRoom()

  line.cut()
  await ana.say('from the first tab')
  await second.say('from the second tab')
  await second.sees('from the second tab')
  // Seen at once, and safe a moment later: that is when a tab may go.
  await expect.poll(() => second.keptPosts()).toContain('from the second tab')
  await second.page.close()

  line.mend()
  // The tab that is left looks after what the other wrote.
  await bo.sees('from the first tab')
  await bo.sees('from the second tab')
  await expect(bo.bodies).toHaveCount(2)
  await expect(ana.bodies).toHaveCount(2)
  await line.close()
})

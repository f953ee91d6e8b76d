import { TestServer } from './server.ts'
import { expect, LOST_LINE, test } from './support.ts'

test('[D7] what is typed without a network is shown, waits, and goes out by itself', async ({ invite }) => {
  const ana = await invite('Ana')
  const bo = await invite('Bo')
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await bo.say('before')
  await ana.sees('before')

  await ana.page.context().setOffline(true)
  await ana.say('from the tunnel')
  await ana.sees('from the tunnel')
  await bo.say('are you there?')
  await bo.sees('are you there?')
  await expect(bo.message('from the tunnel')).toHaveCount(0)

  await ana.page.context().setOffline(false)
  await bo.sees('from the tunnel')
  await bo.seesInOrder('before', 'are you there?', 'from the tunnel')
  await ana.seesInOrder('before', 'are you there?', 'from the tunnel')
})

test('[D1] a server that is killed and started again has lost nothing, and people go on', async ({
  invite,
}) => {
  const server = await TestServer.start()
  const ana = await invite('Ana', { baseURL: server.origin })
  const bo = await invite('Bo', { baseURL: server.origin })
  ana.complaints.forgive(LOST_LINE)
  bo.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('one')
  await bo.sees('one')

  await server.halt('SIGKILL')
  await ana.say('two, into the void')
  await ana.sees('two, into the void')
  await server.boot()

  await bo.sees('two, into the void')
  await bo.say('three')
  await ana.seesInOrder('one', 'two, into the void', 'three')
  await bo.page.reload()
  await bo.seesInOrder('one', 'two, into the void', 'three')
  await server.stop()
})

test('a server that is asked to go drains at once with people in it, and they come back to the next', async ({
  invite,
}) => {
  const server = await TestServer.start()
  const ana = await invite('Ana', { baseURL: server.origin })
  const bo = await invite('Bo', { baseURL: server.origin })
  ana.complaints.forgive(LOST_LINE)
  bo.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)
  await ana.say('one')
  await bo.sees('one')

  const askedAt = performance.now()
  expect(await server.halt('SIGTERM')).toBe(0)
  // Well below the 25 s after which a drain is given up.
  expect(performance.now() - askedAt).toBeLessThan(8_000)

  await server.boot()
  await bo.say('two')
  await ana.seesInOrder('one', 'two')
  await server.stop()
})

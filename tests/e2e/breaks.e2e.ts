import { readThrough } from './reading.ts'
import { TestServer } from './server.ts'
import { expect, LOST_LINE, type Person, test } from './support.ts'

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
  await bo.hasSaid('are you there?')
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

test('[D1–D3] a server killed again and again while two people talk: each word once, in one order, on both screens', async ({
  invite,
}) => {
  const server = await TestServer.start()
  const ana = await invite('Ana', { baseURL: server.origin })
  const bo = await invite('Bo', { baseURL: server.origin })
  ana.complaints.forgive(LOST_LINE)
  bo.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  await bo.joinByLink(code)

  let isTalking = true
  const said: string[] = []
  const talk = async (person: Person) => {
    for (let i = 1; isTalking; i++) {
      const body = `${person.name} ${i}.`
      await person.say(body)
      said.push(body)
    }
  }
  const talks = [talk(ana), talk(bo)]
  for (let kill = 0; kill < 3; kill++) {
    await ana.page.waitForTimeout(700)
    await server.halt('SIGKILL')
    await server.boot()
    for (const { page } of [ana, bo]) await page.evaluate(() => dispatchEvent(new Event('online')))
  }
  isTalking = false
  await Promise.all(talks)

  await ana.say('the last word of Ana')
  await bo.say('the last word of Bo')
  for (const person of [ana, bo]) {
    await person.sees('the last word of Ana')
    await person.sees('the last word of Bo')
    await expect(person.page.getByTitle('On its way')).toHaveCount(0)
  }
  const shown = await Promise.all([ana, bo].map((person) => readThrough(person.page, 'up')))
  const [anas, bos] = shown.map(({ shown }) => [...new Set(shown.toReversed().flat())])
  console.log(`${said.length} messages through three kills`)
  expect(anas).toEqual(bos)
  for (const { name } of [ana, bo]) {
    const own = said.filter((body) => body.startsWith(name))
    expect(anas?.filter((body) => /^\w+ \d+\.$/.test(body) && body.startsWith(name))).toEqual(own)
  }
  for (const { shown: looks } of shown) for (const look of looks) expect(new Set(look).size).toBe(look.length)
  for (const { page } of [ana, bo]) await page.close()
  await server.stop()
})

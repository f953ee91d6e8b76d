import { expect, test } from 'vitest'
import { judge } from '../history.ts'
import { openScene, pause } from './scene.ts'

const KILLS = 20
const TALKERS = 10

/** How long after the last kill everything has to be through, in milliseconds. */
const QUIET_MS_MAX = 30_000

const scene = openScene()
const { talkers } = scene

test('[D1–D6] a server killed twenty times under ten talking clients: nothing acked lost, nothing doubled, one order', async () => {
  const server = await scene.start()
  const ana = scene.talker('Ana', server.url)
  const code = await ana.create()
  for (let i = 1; i < TALKERS; i++) {
    const talker = scene.talker(`Talker ${i}`, server.url)
    await talker.join(code)
  }

  let said = 0
  const chatter = setInterval(() => {
    for (const talker of talkers) if (talker.waiting < 20) talker.post(`word ${++said}`)
  }, 15)
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(150 + Math.random() * 350)
    await server.end('SIGKILL')
    await server.start()
    // As a browser does when its window is looked at: no need to wait for the backoff.
    for (const talker of talkers) talker.client.retryNow()
  }
  await pause(500)
  clearInterval(chatter)
  await Promise.all(talkers.map((talker) => talker.whenQuiet(QUIET_MS_MAX)))

  const witness = scene.talker('Witness', server.url)
  await witness.join(code)
  await pause(500)
  for (const talker of talkers) await talker.readAll()
  const stored = witness.history.seen
  const head = witness.room.view.timeline.cursor
  const breaches = judge({ people: talkers.map((talker) => talker.history), stored, head })
  const acked = talkers.reduce((sum, talker) => sum + talker.history.acked.size, 0)
  console.log(`${said} posts, ${acked} acked, ${stored.length} records stored after ${KILLS} kills`)
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
}, 240_000)

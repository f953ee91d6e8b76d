import { afterEach, expect, test } from 'vitest'
import { judge } from '../history.ts'
import { ServerProcess } from './server-process.ts'
import { Talker } from './talker.ts'

const KILLS = 20
const TALKERS = 10

/** How long after the last kill everything has to be through, in milliseconds. */
const QUIET_MS_MAX = 30_000

let server: ServerProcess | null = null
const talkers: Talker[] = []

afterEach(async () => {
  for (const talker of talkers.splice(0)) talker.close()
  await server?.destroy()
})

test('[D1–D6] a server killed twenty times under ten talking clients: nothing acked lost, nothing doubled, one order', async () => {
  server = await ServerProcess.start()
  const ana = new Talker('Ana', server.url)
  talkers.push(ana)
  const code = await ana.create()
  for (let i = 1; i < TALKERS; i++) {
    const talker = new Talker(`Talker ${i}`, server.url)
    talkers.push(talker)
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

  const witness = new Talker('Witness', server.url)
  talkers.push(witness)
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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

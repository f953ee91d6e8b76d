import { createId, type TabId } from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, test } from 'vitest'
import { judge } from '../history.ts'
import { RawLine } from './raw-line.ts'
import { openScene, pause } from './scene.ts'

const TALKERS = 6

/** How long a reader who stopped may be kept, in milliseconds. */
const CUT_MS_MAX = 20_000

/** The longest body there may be, three bytes a letter: it fills what the system buffers for a line soonest. */
const LONG_WORDS = '字'.repeat(7_900)

const scene = openScene()
const { talkers } = scene

test('[D10, D6] [A26] who stops reading is cut in time, delays nobody, and later resumes exactly', async () => {
  const running = await scene.start()
  for (let i = 0; i < TALKERS; i++) scene.talker(`Talker ${i}`, running.url)
  const [ana, ...others] = talkers
  if (!ana) throw new Error('Ana was expected')
  const code = await ana.create()
  for (const talker of others) await talker.join(code)

  const tabId = createId<TabId>()
  const sleeper = await RawLine.open(running.port)
  sleeper.send({ type: 'hello', token: null, tabId, client: 'tests', resume: [] })
  const { token } = await sleeper.next('welcome')
  sleeper.send({ type: 'join-room', ref: 1, code, name: 'Sleeper' })
  const { roomId, epoch, head } = await sleeper.next('entered')
  sleeper.socket.pause()

  let said = 0
  const longestMs = { ack: 0 }
  const chatter = setInterval(() => {
    for (const talker of talkers) {
      if (talker.waiting >= 5) continue
      const messageId = talker.post(`${++said} ${LONG_WORDS}`)
      const postedAt = performance.now()
      const stop = talker.room.onRecords(() => {
        if (!talker.history.acked.has(messageId)) return
        longestMs.ack = Math.max(longestMs.ack, performance.now() - postedAt)
        stop()
      })
    }
    // Pongs nobody asked for: they show when the other end is gone, which a line that is not read does not tell.
    sleeper.write({ opcode: 10 })
  }, 60)
  const stoppedAt = performance.now()
  const wasCut = await Promise.race([sleeper.gone.then(() => true), pause(CUT_MS_MAX).then(() => false)])
  const cutAfterMs = performance.now() - stoppedAt
  clearInterval(chatter)
  console.log(
    `cut after ${Math.round(cutAfterMs)} ms and ${said} posts; slowest ack ${Math.round(longestMs.ack)} ms`,
  )
  expect(wasCut).toBe(true)

  await Promise.all(talkers.map((talker) => talker.whenQuiet(10_000)))
  // Nobody waited for the sleeper: an ack never took a good part of the time it was kept.
  expect(longestMs.ack).toBeLessThan(5_000)

  const again = await Caller.connect(running.url)
  again.send({
    type: 'hello',
    token,
    tabId,
    client: 'tests',
    resume: [{ ref: 1, roomId, cursor: { epoch, sequence: head } }],
  })
  const entered = await again.next('entered')
  const after = await again.next(entered.by === 'replay' ? 'span' : 'reset')
  if (after.type === 'reset') expect(after.page.to).toBe(entered.head)
  else await again.next('span', (span) => span.upTo === entered.head)
  expect(entered.head).toBe(ana.room.view.timeline.cursor)
  again.socket.terminate()

  for (const talker of talkers) await talker.readAll()
  const stored = ana.history.seen
  expect(judge({ people: talkers.map((talker) => talker.history), stored, head: entered.head })).toEqual([])
  expect(stored.filter((record) => record.kind === 'message')).toHaveLength(said)
}, 60_000)

import type { RoomCode } from '@confab/protocol'
import { Talker } from '../processes/talker.ts'
import { BadLine } from './bad-line.ts'
import { placeOfFirstSeen, readThrough } from './reading.ts'
import { expect, LOST_LINE, test } from './support.ts'

const MISSED = 2_000
const TALKERS = 20

test('a browser asleep while 2,000 messages come wakes where reading stopped, and can read all of them', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  const url = `${server.origin.replace('http', 'ws')}/ws`
  const talkers = Array.from({ length: TALKERS }, (_, i) => new Talker(`Talker ${i + 1}`, url))
  for (const talker of talkers) await talker.join(code.replaceAll('-', '') as RoomCode)
  const [witness] = talkers
  if (!witness) throw new Error('There is nobody to talk.')
  witness.post('the last word before the night')
  await ana.sees('the last word before the night')

  line.stall()
  let said = 0
  while (said < MISSED) for (const talker of talkers) talker.post(`word ${++said}.`)
  for (const talker of talkers) await talker.whenQuiet(60_000)
  // The night ends on another network: the line of yesterday is gone.
  line.cut()
  line.mend()
  await ana.page.evaluate(() => dispatchEvent(new Event('online')))

  const truth = witness.room.view.timeline.records.flatMap((record) =>
    record.kind === 'message' ? [record.body] : [],
  )
  expect(truth).toHaveLength(MISSED + 1)
  await expect(ana.page.getByRole('log').getByText('New', { exact: true })).toBeInViewport()
  await expect(ana.message('the last word before the night')).toBeInViewport()
  await expect(ana.message(truth[1] ?? '')).toBeInViewport()

  const down = await readThrough(ana.page, 'down')
  const up = await readThrough(ana.page, 'up')
  for (const { shown, linesMax } of [down, up]) {
    expect(linesMax).toBeLessThanOrEqual(330)
    // Every look shows neighbours only: no hole, nothing twice, nothing out of order.
    for (const bodies of shown) {
      const first = truth.indexOf(bodies[0] ?? '')
      expect(bodies).toEqual(truth.slice(first, first + bodies.length))
    }
    expect(new Set(shown.flat()).size).toBe(truth.length)
  }
  for (const talker of talkers) talker.close()
  await line.close()
})

test('whoever reads further up while the line is away is still there when it is back', async ({
  invite,
  server,
}) => {
  const line = await BadLine.to(server.origin)
  const ana = await invite('Ana', { baseURL: line.origin })
  ana.complaints.forgive(LOST_LINE)
  const code = await ana.createRoom()
  const url = `${server.origin.replace('http', 'ws')}/ws`
  const talkers = Array.from({ length: TALKERS }, (_, i) => new Talker(`Talker ${i + 1}`, url))
  for (const talker of talkers) await talker.join(code.replaceAll('-', '') as RoomCode)
  let said = 0
  const talk = async (until: number) => {
    while (said < until) for (const talker of talkers) talker.post(`word ${++said}.`)
    for (const talker of talkers) await talker.whenQuiet(60_000)
  }
  await talk(200)
  await ana.sees('word 200.')
  const log = ana.page.getByRole('log')
  await log.evaluate((scroller) => scroller.scrollBy(0, -3_000))
  await ana.page.waitForTimeout(500)
  const before = await placeOfFirstSeen(ana.page)

  line.cut()
  await talk(1_000)
  line.mend()
  await ana.page.evaluate(() => dispatchEvent(new Event('online')))
  await expect(ana.page.getByRole('button', { name: /Jump to latest|new$/ })).toBeVisible()
  await expect(async () => {
    const after = await placeOfFirstSeen(ana.page)
    expect(after.body).toBe(before.body)
    expect(Math.abs(after.top - before.top)).toBeLessThanOrEqual(1)
  }).toPass({ timeout: 5_000 })
  for (const talker of talkers) talker.close()
  await line.close()
})

import { ACK_TIMEOUT_MS, type MemberId, TYPING_EXPIRES_MS, TYPING_REPEAT_MS } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { BACKOFF_FIRST_MS, GOOD_LIFE_MS } from './backoff.ts'
import { createWorld, shown } from './testing/world.ts'

const HOUR_MS = 60 * 60_000

// Ana's computer asks a time server in the middle of everything, and is told that it is an hour earlier.
async function anaWithAClock() {
  const world = createWorld({ heartbeatMs: 25_000 })
  const { clock } = world
  const setBack = () => clock.setNow(clock.now() - HOUR_MS)
  return { ...world, ...(await world.openAndJoin()), setBack }
}

test('[D7] the clock is set back: a post that was told to wait goes out when that time is over', async () => {
  const { clock, server, room, setBack } = await anaWithAClock()
  let tries = 0
  server.intercept = (command, line) => {
    if (command.type !== 'post-message' || ++tries > 1) return false
    server.send(line, { ...command, type: 'post-refusal', code: 'rate-limited', retryAfterMs: 3_000 })
    return true
  }
  room.post('late')
  await clock.run(100)
  const [waiting] = room.view.timeline.pending
  expect((waiting?.retryAt ?? 0) - clock.now()).toBeGreaterThan(2_800)
  expect((waiting?.retryAt ?? 0) - clock.now()).toBeLessThanOrEqual(3_000)
  setBack()
  await clock.run(3_000)
  expect(shown(room)).toEqual(['late'])
})

test('[D3] the clock is set back: a post without an answer is sent again all the same', async () => {
  const { clock, server, kitchen, room, setBack } = await anaWithAClock()
  let swallowed = 0
  server.intercept = ({ type }) => type === 'post-message' && swallowed++ === 0
  room.post('once')
  await clock.run(100)
  setBack()
  await clock.run(ACK_TIMEOUT_MS + 100)
  expect(server.bodies(kitchen.roomId)).toEqual(['once'])
})

test('[D5] the clock is set back: the next hole is filled as soon as the one before', async () => {
  const { clock, server, kitchen, room, setBack } = await anaWithAClock()
  server.post(kitchen.roomId, 'one', { told: false })
  server.post(kitchen.roomId, 'two')
  await clock.run(2_000)
  setBack()
  server.post(kitchen.roomId, 'three', { told: false })
  server.post(kitchen.roomId, 'four')
  await clock.run(1_500)
  expect(shown(room)).toEqual(['one', 'two', 'three', 'four'])
})

test('the clock is set back: typing is told on, and that of others ends', async () => {
  const { clock, server, kitchen, room, setBack } = await anaWithAClock()
  const bo = { memberId: anId<MemberId>('bo'), name: 'Bo' }
  room.setTyping(true)
  server.send(server.latest(), { type: 'typing', roomId: kitchen.roomId, ...bo, isTyping: true })
  await clock.run(100)
  expect(room.view.roster.typing).toEqual([bo])
  setBack()
  await clock.run(Math.max(TYPING_REPEAT_MS, TYPING_EXPIRES_MS))
  expect(room.view.roster.typing).toEqual([])
  room.setTyping(true)
  await clock.run(100)
  expect(server.latest().heard.filter(({ type }) => type === 'set-typing')).toHaveLength(2)
})

test('the clock is set back: a good life wipes out the tries before it, and the next try is shown by the new time', async () => {
  const { clock, server, client, setBack } = await anaWithAClock()
  server.intercept = () => true
  server.cut()
  for (let tries = 0; tries < 5; tries++) {
    await clock.run(20_000)
    server.cut()
  }
  expect(client.connection).toMatchObject({ name: 'waiting', attempt: expect.toSatisfy((n) => n > 3) })
  server.intercept = null
  await clock.run(60_000)
  expect(client.connection.name).toBe('live')
  setBack()
  await clock.run(GOOD_LIFE_MS)
  client.wake()
  await clock.run(100)
  server.cut()
  const { connection } = client
  if (connection.name !== 'waiting') throw new Error(connection.name)
  expect(connection.attempt).toBe(1)
  expect(connection.retryAt - clock.now()).toBeLessThanOrEqual(BACKOFF_FIRST_MS)
  expect(connection.retryAt).toBeGreaterThanOrEqual(clock.now())
})

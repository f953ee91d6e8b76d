import { type Clock, systemClock } from '@confab/client'
import { createId, type MessageId, PRESENCE_GRACE_MS, type RoomId } from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, test, vi } from 'vitest'
import { Conversation } from './conversation.ts'
import { aHello } from './hello.ts'
import { launchCommand, type WrongClock } from './launch-options.ts'
import { createScene, pause } from './scene.ts'

const YEAR_MS = 365 * 24 * 60 * 60 * 1_000

const wrongClocks: WrongClock[] = ['ahead', 'behind', 'stopped', 'jumping']

test.concurrent.for(wrongClocks)(
  '[D2] with a server clock that is %s the order is that of the places, times never go back, limits and presence do not notice',
  { timeout: 60_000 },
  async (clock, { expect, onTestFinished }) => {
    const scene = createScene()
    onTestFinished(() => scene.close())
    const server = await scene.start({ command: launchCommand({ clock }) })
    const room = await Conversation.open(scene, server, 5)

    room.talk({ everyMs: 20 })
    const caller = await Caller.connect(server.url)
    caller.send(aHello())
    const { token } = await caller.next('welcome')
    expect(token).not.toBeNull()
    const roomId = createId<RoomId>()
    caller.send({ type: 'create-room', ref: 1, roomId, name: 'Hasty' })
    await caller.next('entered')
    for (let i = 0; i < 100; i++)
      caller.send({ type: 'post-message', roomId, messageId: createId<MessageId>(), body: `hasty ${i}` })
    const { code, retryAfterMs } = await caller.next('post-refusal')
    expect(code).toBe('rate-limited')
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(1_000)
    await pause(1_000)
    // A second brings back what a second brings back, whatever the clock on the wall did.
    const messageId = createId<MessageId>()
    caller.send({ type: 'post-message', roomId, messageId, body: 'after a while' })
    await caller.next('span', ({ records }) =>
      records.some((record) => record.kind === 'message' && record.messageId === messageId),
    )
    caller.socket.terminate()

    // Somebody's line breaks: they stay for the time of grace, and are gone after it.
    const [ana] = room.talkers
    const passer = scene.talker('Passer-by', server.url)
    await passer.join(room.code)
    const isHere = () => ana?.room.view.roster.here.some(({ name }) => name === 'Passer-by')
    await vi.waitUntil(isHere, { timeout: 10_000 })
    passer.close()
    const leftAt = performance.now()
    await vi.waitUntil(() => !isHere(), { timeout: PRESENCE_GRACE_MS + 15_000 })
    expect(performance.now() - leftAt).toBeGreaterThan(PRESENCE_GRACE_MS - 1_000)

    const { breaches, acked, said, history } = await room.end()
    expect(breaches).toEqual([])
    expect(acked).toBe(said)
    const times = history.stored.flatMap((record) => (record.kind === 'message' ? [record.postedAt] : []))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    console.log(
      `clock ${clock}: ${acked} messages, times over ${Math.round(((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000)} s`,
    )
  },
)

test('[D7] [A32] clients whose clocks are years wrong talk like all others', async ({ onTestFinished }) => {
  const scene = createScene()
  onTestFinished(() => scene.close())
  const server = await scene.start()
  const off = (years: number): Clock => ({ ...systemClock, now: () => Date.now() + years * YEAR_MS })
  const room = await Conversation.open(scene, server, 3)
  const early = scene.talker('Early', server.url, { clock: off(-12) })
  const late = scene.talker('Late', server.url, { clock: off(12) })
  for (const talker of [early, late]) {
    await talker.join(room.code)
    room.include(talker)
  }
  room.talk()
  await pause(1_000)
  await server.end('SIGKILL')
  await server.start()
  room.retryNow()
  await pause(1_000)
  const beganAt = Date.now() - 60_000
  const { breaches, acked, said, history } = await room.end()
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
  for (const record of history.stored)
    if (record.kind === 'message') {
      expect(record.postedAt).toBeGreaterThan(beganAt)
      expect(record.postedAt).toBeLessThan(Date.now() + 60_000)
    }
  expect(late.history.acked.size).toBeGreaterThan(0)
  expect(early.history.acked.size).toBeGreaterThan(0)
}, 60_000)

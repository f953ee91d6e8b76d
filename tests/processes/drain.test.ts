import { createId, type MessageId, type RoomId } from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, test } from 'vitest'
import { Conversation } from './conversation.ts'
import { aHello } from './hello.ts'
import { RawLine } from './raw-line.ts'
import { openScene, pause } from './scene.ts'
import { ServerProcess } from './server-process.ts'

const TALKERS = 6
const MUTE_LINES = 100

const scene = openScene()

test('[D1, D3] SIGTERM under load with a hundred mute lines: nothing acked is lost, everyone is told when to come back, and does', async () => {
  const running = await scene.start()
  const room = await Conversation.open(scene, running, TALKERS)

  // A line that only listens, lines that said hello and do not even read, and one that never said a word.
  const listening = await Caller.connect(running.url)
  listening.send(aHello())
  await listening.next('welcome')
  const mute = await Promise.all(Array.from({ length: MUTE_LINES }, () => RawLine.open(running.port)))
  for (const line of mute.slice(1)) {
    line.send(aHello())
    await line.next('welcome')
    line.socket.pause()
  }

  room.talk({ everyMs: 10 })
  await pause(1_000)
  const endingAt = performance.now()
  const exitCode = await running.end('SIGTERM')
  const tookMs = performance.now() - endingAt
  expect(exitCode).toBe(0)
  expect(tookMs).toBeLessThan(25_000)
  const { code: closeCode, reason } = await listening.end()
  expect(closeCode).toBe(1012)
  expect(Number(reason)).toBeGreaterThan(0)
  for (const line of mute) line.socket.destroy()

  await running.start()
  await pause(200)
  const { breaches, acked, said } = await room.end()
  console.log(
    `ended in ${Math.round(tookMs)} ms with ${MUTE_LINES} mute lines; ${said} posts, ${acked} acked`,
  )
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
  expect(running.log).not.toMatch(/failed/)
}, 60_000)

test('[D1] what was sent just before SIGTERM is acked, or refused as draining; nothing is left open', async () => {
  const running = await scene.start()
  const caller = await Caller.connect(running.url)
  caller.send(aHello())
  const roomId = createId<RoomId>()
  caller.send({ type: 'create-room', ref: 1, roomId, name: 'Ana' })
  await caller.next('entered')
  const ids = Array.from({ length: 40 }, () => createId<MessageId>())
  for (const messageId of ids) caller.send({ type: 'post-message', roomId, messageId, body: 'quickly' })
  const [exitCode] = await Promise.all([running.end('SIGTERM'), caller.end()])
  expect(exitCode).toBe(0)
  const answered = new Map<string, string>()
  for (const event of caller.events) {
    if (event.type === 'post-refusal') answered.set(event.messageId, event.code)
    if (event.type === 'span')
      for (const record of event.records)
        if (record.kind === 'message') answered.set(record.messageId, 'acked')
  }
  // What was not heard before the line closed has no answer: then the client asks again, which is what ids are for.
  for (const [, answer] of answered) expect(['acked', 'draining']).toContain(answer)
  const acked = [...answered].filter(([, answer]) => answer === 'acked').map(([messageId]) => messageId)

  await running.start()
  const again = await Caller.connect(running.url)
  const { token } = await caller.next('welcome')
  again.send(aHello({ token, resume: [{ ref: 1, roomId, cursor: null }] }))
  const { page } = await again.next('reset')
  const stored = page.records.flatMap((record) =>
    record.kind === 'message' ? [record.messageId as string] : [],
  )
  for (const messageId of acked) expect(stored).toContain(messageId)
  again.socket.terminate()
}, 30_000)

test('a second signal ends at once what the first one waits for', async () => {
  const running = await scene.start()
  const { pid } = running
  // A drain waits a while for a line that does not answer.
  const mute = await RawLine.open(running.port)
  const ending = running.end('SIGTERM')
  while (mute.closeCode === null) await pause(10)
  process.kill(pid, 'SIGTERM')
  expect(await ending).toBe(1)
}, 20_000)

test('a terminal that goes away does not end the server', async () => {
  const running = await scene.start()
  process.kill(running.pid, 'SIGHUP')
  while (!running.log.includes('hang-up-ignored')) await pause(10)
  expect((await fetch(`http://127.0.0.1:${running.port}/readyz`)).status).toBe(200)
}, 20_000)

test('a second server on the same data says so and does not start', async () => {
  const running = await scene.start()
  const second = ServerProcess.start({ dataDirectory: running.dataDirectory })
  await expect(second).rejects.toThrow(
    `the server ended with 1\nConfab cannot start: Another Confab server is using the data directory ${running.dataDirectory}.`,
  )
  // The first one did not notice.
  const ana = scene.talker('Ana', running.url)
  await ana.create()
  ana.post('still here')
  await ana.whenQuiet(5_000)
}, 20_000)

test.each([
  [{ PORT: 'eighty' }, 'PORT must be a number from 0 to 65535, but is "eighty"'],
  [{ CONFAB_ALLOWED_ORIGINS: '*' }, 'CONFAB_ALLOWED_ORIGINS must be origins'],
])(
  'a setting that cannot be used is named, without a stack: %j',
  async (environment, message) => {
    const starting = ServerProcess.start({ environment })
    await expect(starting).rejects.toThrow(`the server ended with 1\nConfab cannot start: ${message}`)
    await expect(starting).rejects.not.toThrow(/\n +at /)
  },
  20_000,
)

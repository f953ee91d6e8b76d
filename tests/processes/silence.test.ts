import { SILENCE_MS } from '@confab/protocol'
import { test } from 'vitest'
import { Conversation } from './conversation.ts'
import { aHello } from './hello.ts'
import { RawLine } from './raw-line.ts'
import { createScene, pause } from './scene.ts'
import { TcpProxy } from './tcp-proxy.ts'

/** How long a server may keep a line on which nothing comes back, in milliseconds. */
const SERVER_NOTICES_MS_MAX = 60_000

// These wait for real timeouts, so they wait beside each other.

test.concurrent('[D1–D6] a server stopped for longer than anybody listens to silence, under load, and let go on', async ({
  expect,
  onTestFinished,
}) => {
  const scene = createScene()
  onTestFinished(() => scene.close())
  const server = await scene.start()
  const room = await Conversation.open(scene, server, 8)
  room.talk()
  for (const stoppedMs of [300, 3_000, SILENCE_MS + 5_000]) {
    await pause(500)
    server.signal('SIGSTOP')
    await pause(stoppedMs)
    server.signal('SIGCONT')
  }
  const goesOnAt = performance.now()
  const { breaches, acked, said } = await room.end()
  console.log(
    `stopped for ${SILENCE_MS / 1_000 + 5} s: all through ${Math.round(performance.now() - goesOnAt)} ms after it went on, ${acked} acked`,
  )
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
}, 180_000)

test.concurrent('[D6] [A25] lines that fall silent both ways: the server drops them, the clients notice, and miss nothing', async ({
  expect,
  onTestFinished,
}) => {
  const scene = createScene()
  onTestFinished(() => scene.close())
  const server = await scene.start()
  const proxy = await TcpProxy.open(server.port)
  onTestFinished(() => proxy.close())
  const room = await Conversation.open(scene, server, 4)
  // Some of them write, and miss their acks; the others only listen, and miss the heartbeats.
  const far = [1, 2, 3, 4, 5, 6].map((i) => scene.talker(`Far ${i}`, proxy.url))
  for (const talker of far) await talker.join(room.code)
  for (const talker of far.slice(0, 3)) room.include(talker)
  // Lines that nobody takes over by coming back: the server has to notice by itself.
  const deadEnd = await TcpProxy.open(server.port)
  onTestFinished(() => deadEnd.close())
  for (let i = 0; i < 20; i++) {
    const line = await RawLine.open(deadEnd.port)
    line.send(aHello())
    await line.next('welcome')
  }
  room.talk({ everyMs: 200 })
  await pause(1_000)

  const silentAt = performance.now()
  const noticedMs = new Map<string, number>()
  for (const { client, history } of far)
    client.subscribe(() => {
      if (client.connection.name !== 'live' && !noticedMs.has(history.name))
        noticedMs.set(history.name, performance.now() - silentAt)
    })
  void proxy.fallSilent()
  await deadEnd.fallSilent()
  const droppedMs = performance.now() - silentAt
  while (noticedMs.size < far.length || far.some(({ client }) => client.connection.name !== 'live'))
    await pause(50)
  for (const listener of far.slice(3)) room.include(listener)
  const { breaches, acked, said } = await room.end()
  const times = [...noticedMs.values()].map(Math.round)
  console.log(
    `silent lines: clients noticed after ${Math.min(...times)} to ${Math.max(...times)} ms, the server within ${Math.round(droppedMs)} ms`,
  )
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
  // A few seconds for the machine, which has other things to do.
  expect(Math.max(...times)).toBeLessThan(SILENCE_MS + 5_000)
  expect(droppedMs).toBeLessThan(SERVER_NOTICES_MS_MAX)
}, 180_000)

import {
  HELLO_BYTES_MAX,
  PROBE_ANSWER_MS,
  type RoomCode,
  type RoomId,
  SILENCE_MS,
  type TabId,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { REQUEST_TIMEOUT_MS } from './requests.ts'
import { memoryStorage } from './storage.ts'
import { createWorld, shown } from './testing/world.ts'

test('a line that died without a word is noticed by its silence, at once by a probe', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { client } = await openAndJoin()
  server.latest().pair.freeze()
  await clock.run(SILENCE_MS - 1_000)
  expect(server.lines).toHaveLength(1)
  await clock.run(2_000)
  expect(server.lines).toHaveLength(2)
  expect(client.connection.name).toBe('live')

  server.latest().pair.freeze()
  client.wake()
  expect(client.connection.name).toBe('probing')
  await clock.run(PROBE_ANSWER_MS)
  expect(client.connection.name).toBe('connecting')
  await clock.run(100)
  expect(client.connection.name).toBe('live')
})

test('a request that runs out of time on a line that died asks the line, sooner than its silence would', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  server.latest().pair.freeze()
  const changing = room.lead({ type: 'change-room', title: 'Harbour' })
  await clock.run(REQUEST_TIMEOUT_MS - 1_000)
  expect(client.connection.name).toBe('live')
  await clock.run(1_000)
  expect(await changing).toEqual({ ok: false, refusal: { code: 'unavailable' } })
  expect(client.connection.name).toBe('probing')
  await clock.run(PROBE_ANSWER_MS + 100)
  expect(server.lines).toHaveLength(2)
  expect(client.connection.name).toBe('live')
})

test('a request that runs out of time on a line that lives costs a probe, and one that was answered does not', async () => {
  const { clock, server, openAndJoin } = createWorld({ heartbeatMs: 5_000 })
  const { room } = await openAndJoin()
  const probes = () => server.latest().heard.filter(({ type }) => type === 'probe').length
  server.intercept = (command) => command.type === 'change-room'
  void room.lead({ type: 'change-room', title: 'Harbour' })
  await clock.run(REQUEST_TIMEOUT_MS + PROBE_ANSWER_MS)
  expect(probes()).toBe(1)
  server.intercept = (command, line) => {
    if (command.type !== 'change-room') return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'busy', retryAfterMs: 4_000 })
    return true
  }
  void room.lead({ type: 'change-room', title: 'Harbour' })
  await clock.run(REQUEST_TIMEOUT_MS + PROBE_ANSWER_MS)
  expect(probes()).toBe(1)
  expect(server.lines).toHaveLength(1)
})

test('a probe that is answered changes nothing but the name of the state', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  client.wake()
  room.post('still here')
  await clock.run(100)
  expect(client.connection.name).toBe('live')
  expect(shown(room)).toEqual(['still here'])
  expect(server.lines).toHaveLength(1)
})

test('a probe that is refused, because too much was asked, proves the line too', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { client } = await openAndJoin()
  server.intercept = (command, line) => {
    if (command.type !== 'probe') return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'rate-limited', retryAfterMs: 50 })
    return true
  }
  client.wake()
  expect(client.connection.name).toBe('probing')
  await clock.run(100)
  expect(client.connection.name).toBe('live')
  await clock.run(PROBE_ANSWER_MS)
  expect(server.lines).toHaveLength(1)
})

test('a server heard from every 25 s is not doubted', async () => {
  const { clock, server, openAndJoin } = createWorld()
  await openAndJoin()
  for (let beats = 0; beats < 10; beats++) {
    server.send(server.latest(), { type: 'heartbeat', heads: [] })
    await clock.run(25_000)
  }
  expect(server.lines).toHaveLength(1)
})

test('a connection that was taken over stops, and says why', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { client } = await openAndJoin()
  server.cut(4409)
  expect(client.connection).toEqual({ name: 'stopped', code: 4409 })
  await clock.run(120_000)
  expect(server.lines).toHaveLength(1)
  client.retryNow()
  await clock.run(100)
  expect(client.connection.name).toBe('live')
})

test('it never gives up, and comes back when the server does', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { client } = await openAndJoin()
  const open = server.lines.length
  server.intercept = () => true
  server.cut()
  for (let minutes = 0; minutes < 60; minutes++) {
    await clock.run(30_000)
    server.cut()
    await clock.run(30_000)
  }
  expect(server.lines.length).toBeGreaterThan(open + 60)
  server.intercept = null
  await clock.run(60_000)
  expect(client.connection.name).toBe('live')
})

test('a frame that is none ends the line, and the next one is whole', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  server.latest().pair.server.send('{"not":"a frame"}')
  await clock.run(10)
  expect(client.connection.name).toBe('waiting')
  server.post(kitchen.roomId, 'meanwhile')
  await clock.run(2_000)
  expect(shown(room)).toEqual(['meanwhile'])
})

test('two tabs that come as strangers at once end up as one identity', async () => {
  const { clock, kitchen, openAndJoin } = createWorld()
  const storage = memoryStorage()
  const [first, second] = await Promise.all([openAndJoin('one', storage), openAndJoin('two', storage)])
  await clock.run(1_000)
  expect(kitchen.members.size).toBe(1)
  expect(first.room.view.me?.memberId).toBe(second.room.view.me?.memberId)
})

test('a lost answer to creating a room does not make two', async () => {
  const { clock, server, createOne } = createWorld()
  const client = createOne()
  client.open()
  await clock.run(100)
  const before = server.rooms.size
  const creating = client.createRoom('Ana')
  await clock.run(5)
  expect(server.rooms.size).toBe(before + 1)
  server.cut()
  await clock.run(2_000)
  expect((await creating).ok).toBe(true)
  expect(server.rooms.size).toBe(before + 1)
})

test('a node that is busy is asked again, until time is up', async () => {
  const { clock, server, createOne } = createWorld()
  const client = createOne()
  client.open()
  let tries = 0
  server.intercept = (command, line) => {
    if (command.type !== 'join-room' || ++tries > 3) return false
    server.send(line, { type: 'refusal', ref: command.ref, code: 'busy' })
    return true
  }
  const joining = client.joinRoom('k1tchen000' as RoomCode, 'Ana')
  await clock.run(10_000)
  expect((await joining).ok).toBe(true)
  tries = Number.NEGATIVE_INFINITY
  const again = client.joinRoom('k1tchen000' as RoomCode, 'Ana')
  await clock.run(15_000)
  expect(await again).toEqual({ ok: false, refusal: { code: 'busy' } })
})

test('somebody who stops waiting is told so at once', async () => {
  const { clock, server, createOne } = createWorld()
  const client = createOne()
  client.open()
  server.intercept = () => true
  const joining = client.joinRoom('k1tchen000' as RoomCode, 'Ana')
  await clock.run(100)
  server.cut(4401)
  expect(await joining).toEqual({ ok: false, refusal: { code: 'unavailable' } })
})

test('[D10] a hello is never larger than a first frame may be; the rooms beyond are entered after it', async () => {
  const { clock, server, createOne } = createWorld()
  const client = createOne()
  client.open()
  const joining = Array.from({ length: 50 }, () => client.createRoom('Ana'))
  await clock.run(100)
  expect((await Promise.all(joining)).every(({ ok }) => ok)).toBe(true)
  server.cut()
  await clock.run(2_000)
  const [hello] = server.latest().heard
  expect(JSON.stringify(hello).length).toBeLessThan(HELLO_BYTES_MAX)
  expect([...client.rooms.values()].map(({ view }) => view.phase)).toEqual(Array(50).fill('live'))
})

test('leaving goes out of the room; closing leaves nothing behind', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room, storage } = await openAndJoin()
  room.leave()
  await clock.run(100)
  expect(client.rooms.size).toBe(0)
  expect(server.latest().rooms.size).toBe(0)
  expect(await storage.loadRoom(kitchen.roomId)).toMatchObject({ cursor: kitchen.head })
  client.close()
  await clock.run(100)
  expect(client.connection.name).toBe('idle')
  expect(clock.waiting).toBe(0)
})

test('a room entered after everybody stopped waiting is left again', async () => {
  const { clock, server, createOne } = createWorld({ latencyMs: 8_000 })
  const client = createOne()
  client.open()
  await clock.run(9_000)
  const joining = client.joinRoom('k1tchen000' as RoomCode, 'Ana')
  await clock.run(120_000)
  expect((await joining).ok).toBe(false)
  expect(server.lines.every(({ rooms }) => rooms.size === 0)).toBe(true)
})

test('a room left while the server still opens it is left again once it is open', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  room.leave()
  await clock.run(100)
  // Opening takes longer than the going out that follows.
  let opened = 0
  server.intercept = (command, line) => {
    if (command.type !== 'resume-room' || opened++ > 0) return false
    clock.after(200, () => server.answer(line, command))
    return true
  }
  void client.resumeRoom(kitchen.roomId)
  await clock.run(1)
  client.rooms.get(kitchen.roomId)?.leave()
  await clock.run(100)
  expect(server.latest().rooms.size).toBe(0)
  await clock.run(1_000)
  expect(opened).toBe(1)
  expect(server.latest().rooms.size).toBe(0)
  expect(server.latest().heard.filter(({ type }) => type === 'leave-room')).toHaveLength(3)
})

test('the clock of the server is what today is measured by', async () => {
  const { clock, openAndJoin } = createWorld()
  const { client } = await openAndJoin()
  // The tiny server's clock is a second ahead; the welcome took its time.
  expect(client.serverNow() - clock.now()).toBeGreaterThan(900)
})

test('summaries are fetched without entering', async () => {
  const { clock, createOne } = createWorld()
  const client = createOne('ana', memoryStorage())
  client.open()
  const fetching = client.fetchSummaries([{ roomId: anId<RoomId>('kitchen'), after: 0 }])
  await clock.run(100)
  expect(await fetching).toEqual({ ok: true, value: [] })
  expect(anId<TabId>('ana')).toHaveLength(22)
})

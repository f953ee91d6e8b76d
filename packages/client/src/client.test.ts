import type { RoomCode, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { createWorld, KITCHEN, shown } from './testing/world.ts'

test('a stranger joins by code, posts, and sees the message confirmed', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room, storage } = await openAndJoin()
  expect(client.connection.name).toBe('live')
  expect(room.view).toMatchObject({ phase: 'live', me: { name: 'Ana' }, room: { code: KITCHEN } })

  room.post('hello')
  expect(shown(room)).toEqual(['[hello queued]'])
  await clock.run(1)
  expect(shown(room)).toEqual(['[hello sending]'])
  await clock.run(100)
  expect(shown(room)).toEqual(['hello'])
  expect(server.bodies(kitchen.roomId)).toEqual(['hello'])
  expect(await storage.loadPosts(kitchen.roomId)).toEqual([])
})

test('creating a room enters it', async () => {
  const { clock, createOne } = createWorld()
  const client = createOne()
  client.open()
  const creating = client.createRoom('Ana')
  await clock.run(100)
  expect(await creating).toMatchObject({ ok: true, value: { view: { phase: 'live' } } })
  expect(client.rooms.size).toBe(1)
})

test('[D6] a member who drops and returns sees each message once, in order', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  server.cut()
  expect(room.view.phase).toBe('catching-up')
  room.post('from the train')
  server.post(kitchen.roomId, 'one')
  server.post(kitchen.roomId, 'two')
  await clock.run(2_000)
  expect(client.connection.name).toBe('live')
  expect(room.view.phase).toBe('live')
  expect(shown(room)).toEqual(['one', 'two', 'from the train'])
})

test('[D3] a post whose ack got lost is sent again under the same id, after a resume', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  room.post('once')
  await clock.run(1)
  // On its way to the server; the ack dies with the line.
  await clock.run(5)
  expect(server.bodies(kitchen.roomId)).toEqual(['once'])
  server.cut()
  expect(shown(room)).toEqual(['[once queued]'])
  await clock.run(2_000)
  expect(shown(room)).toEqual(['once'])
  expect(server.bodies(kitchen.roomId)).toEqual(['once'])
})

test('a stored room is shown before the network answers, with what was not sent', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.post(kitchen.roomId, 'kept')
  await clock.run(1_000)
  server.intercept = (command) => command.type === 'post-message'
  room.post('unsent')
  await clock.run(100)
  client.close()
  server.intercept = null

  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(0)
  const answer = await resuming
  if (!answer.ok) throw new Error('not resumed')
  expect(answer.value.view.phase).toBe('catching-up')
  expect(shown(answer.value)).toEqual(['kept', '[unsent queued]'])
  again.open()
  await clock.run(1_000)
  expect(shown(answer.value)).toEqual(['kept', 'unsent'])
})

test('a room that is none is refused, and not kept', async () => {
  const { clock, createOne } = createWorld()
  const client = createOne()
  client.open()
  const joining = client.joinRoom('n0sch00000' as RoomCode, 'Ana')
  const resuming = client.resumeRoom(anId<RoomId>('nowhere'))
  await clock.run(100)
  expect(await joining).toEqual({ ok: false, refusal: { code: 'not-found' } })
  expect(await resuming).toEqual({ ok: false, refusal: { code: 'not-found' } })
  expect(client.rooms.size).toBe(0)
})

test('what no connection answers in time is unavailable', async () => {
  const { clock, createOne } = createWorld()
  const client = createOne()
  const joining = client.joinRoom(KITCHEN, 'Ana')
  await clock.run(15_000)
  expect(await joining).toEqual({ ok: false, refusal: { code: 'unavailable' } })
})

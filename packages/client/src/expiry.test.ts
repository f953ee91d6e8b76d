import { expect, test } from 'vitest'
import { memoryStorage } from './storage.ts'
import { createWorld, shown } from './testing/world.ts'

const HOUR = 3_600_000

test('[D8] what has expired leaves an open room, with its reactions, and what is fetched anew is the same', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { roomId } = kitchen
  const [ana, bo] = [await openAndJoin('ana'), await openAndJoin('bo')]
  const old = server.post(roomId, 'old')
  server.change({ type: 'react', roomId, messageId: old.messageId, emoji: '👍', isOn: true })
  server.post(roomId, 'young')
  await clock.run(100)
  expect(shown(ana.room)).toEqual(['old', 'young'])
  expect(ana.room.message(old.messageId)?.body).toBe('old')

  server.expire(roomId, old.sequence)
  await clock.run(100)
  expect(shown(ana.room)).toEqual(['young'])
  ana.room.message(old.messageId)
  await clock.run(100)
  expect(ana.room.message(old.messageId)).toBeNull()
  expect(ana.room.view.timeline.records.map(({ kind }) => kind)).not.toContain('reactions')
  const fresh = await openAndJoin('chidi')
  const records = (room: typeof ana.room) => room.view.timeline.records.map(({ version }) => version)
  await clock.run(100)
  expect(records(ana.room)).toEqual(records(fresh.room))
  expect(records(bo.room)).toEqual(records(fresh.room))
})

test('[D5] whoever was away past it comes back to what is left, by replay and by reset', async () => {
  for (const replayMax of [500, 1]) {
    const { clock, server, kitchen, openAndJoin } = createWorld({ replayMax })
    const { room } = await openAndJoin()
    server.post(kitchen.roomId, 'seen')
    await clock.run(100)
    server.cut(1012, 'restart')
    const missed = server.post(kitchen.roomId, 'missed')
    server.expire(kitchen.roomId, missed.sequence)
    server.post(kitchen.roomId, 'young')
    await clock.run(60_000)
    expect(shown(room)).toEqual(['young'])
    expect(room.view.timeline.cursor).toBe(kitchen.head)
  }
})

test('a page that was on its way meanwhile brings nothing back', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  for (let i = 0; i < 80; i++) server.post(kitchen.roomId, `old ${i}`)
  const { room } = await openAndJoin()
  await clock.run(100)
  const { from } = room.view.timeline
  expect(from).toBeGreaterThan(0)
  const loading = room.loadOlder()
  await clock.run(15)
  server.expire(kitchen.roomId, kitchen.head)
  await clock.run(200)
  await loading
  expect(shown(room)).toEqual([])
})

test('what is kept on the disk is shown without what has expired since, before any network, and kept so', async () => {
  const { clock, server, kitchen, createOne, openAndJoin } = createWorld()
  const storage = memoryStorage()
  const first = await openAndJoin('ana', storage)
  server.expire(kitchen.roomId, 0)
  server.post(kitchen.roomId, 'canary')
  await clock.run(HOUR / 2)
  server.post(kitchen.roomId, 'young')
  await clock.run(1_000)
  first.client.close()
  expect(JSON.stringify(await storage.loadRoom(kitchen.roomId))).toContain('canary')

  await clock.run(HOUR / 2)
  server.intercept = () => true
  const client = createOne('ana', storage)
  const resuming = client.resumeRoom(kitchen.roomId)
  client.open()
  await clock.run(1_000)
  const answer = await resuming
  expect(answer.ok && shown(answer.value)).toEqual(['young'])
  const kept = JSON.stringify(await storage.loadRoom(kitchen.roomId))
  expect(kept).toContain('young')
  expect(kept).not.toContain('canary')
})

test('a clock that is years ahead takes nothing for good: what it hides is asked for anew', async () => {
  const { clock, server, kitchen, createOne, openAndJoin } = createWorld()
  const storage = memoryStorage()
  server.expire(kitchen.roomId, 0)
  server.post(kitchen.roomId, 'hello')
  const first = await openAndJoin('ana', storage)
  await clock.run(1_000)
  first.client.close()
  const stored = await storage.loadRoom(kitchen.roomId)
  if (!stored) throw new Error('a room was expected')
  const records = stored.page.records.map((record) =>
    record.kind === 'message' ? { ...record, postedAt: record.postedAt - 2 * HOUR } : record,
  )
  await storage.saveRoom({ ...stored, page: { ...stored.page, records } })
  const client = createOne('ana', storage)
  const resuming = client.resumeRoom(kitchen.roomId)
  client.open()
  await clock.run(1_000)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  const room = answer.value
  expect(shown(room)).toEqual([])
  expect(room.view.timeline.hasOlder).toBe(true)
  void room.loadOlder()
  await clock.run(1_000)
  expect(shown(room)).toEqual(['hello'])
})

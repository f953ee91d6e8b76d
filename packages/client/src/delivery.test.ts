import { ACK_TIMEOUT_MS, type Epoch, type Span } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { createWorld, shown } from './testing/world.ts'

test('[D5] a hole shown by the next span is filled, and nothing is shown out of order', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.post(kitchen.roomId, 'lost', { told: false })
  server.post(kitchen.roomId, 'after it')
  await clock.run(6)
  expect(shown(room)).toEqual([])
  await clock.run(300)
  expect(shown(room)).toEqual(['lost', 'after it'])
  expect(room.view.phase).toBe('live')
})

test('[D5] a heartbeat shows that the last change is missing', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.post(kitchen.roomId, 'lost', { told: false })
  await clock.run(1_000)
  expect(shown(room)).toEqual([])
  server.send(server.latest(), { type: 'heartbeat', heads: [{ roomId: kitchen.roomId, head: kitchen.head }] })
  await clock.run(300)
  expect(shown(room)).toEqual(['lost'])
  expect(server.latest().heard.map(({ type }) => type)).toContain('alive')
})

test('what is missing is asked for at most once a second, and never while an answer is due', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.intercept = ({ type }) => type === 'resume-room'
  const asked = () => server.latest().heard.filter(({ type }) => type === 'resume-room').length
  server.post(kitchen.roomId, 'lost', { told: false })
  for (let i = 0; i < 100; i++) {
    server.post(kitchen.roomId, `post ${i}`)
    await clock.run(50)
  }
  expect(asked()).toBe(1)
  server.intercept = null
  await clock.run(20_000)
  expect(asked()).toBe(2)
  expect(shown(room)).toHaveLength(101)
})

test('[D7] an ack that is held above a hole keeps its row pending until the hole is filled', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  const rows: string[][] = []
  room.subscribe(() => rows.push(shown(room)))
  server.post(kitchen.roomId, 'lost', { told: false })
  room.post('mine')
  room.post('next')
  await clock.run(1_000)
  expect(shown(room)).toEqual(['lost', 'mine', 'next'])
  // At every moment the post is there exactly once.
  const mine = rows.map((row) => row.filter((text) => text.includes('mine')))
  expect(mine.every((found) => found.length === 1)).toBe(true)
  expect(rows).toContainEqual(['[mine sending]', '[next sending]'])
})

test('[D3] no ack in time: the room resumes, then the same post goes again', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  const line = server.latest()
  let swallowed = 0
  server.intercept = ({ type }) => type === 'post-message' && swallowed++ === 0
  room.post('once')
  await clock.run(ACK_TIMEOUT_MS - 1)
  expect(shown(room)).toEqual(['[once sending]'])
  // The resume has arrived, its answer has not: before that nothing is sent again.
  await clock.run(8)
  expect(line.heard.slice(-2).map(({ type }) => type)).toEqual(['post-message', 'resume-room'])
  await clock.run(100)
  expect(shown(room)).toEqual(['once'])
  const types = line.heard.map(({ type }) => type)
  expect(types.slice(types.indexOf('post-message'))).toEqual(['post-message', 'resume-room', 'post-message'])
  const ids = line.heard.flatMap((one) => (one.type === 'post-message' ? [one.messageId] : []))
  expect(new Set(ids).size).toBe(1)
  expect(server.bodies(kitchen.roomId)).toEqual(['once'])
})

test('[D3] another history: the room starts afresh, and a post whose ack was of the one before goes again', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.post(kitchen.roomId, 'forgotten')
  await clock.run(100)
  // The ack comes above a hole, so it is seen but not applied when the backup is restored.
  server.intercept = (command, line) => {
    if (command.type !== 'post-message') return command.type === 'resume-room'
    const span: Span = {
      type: 'span',
      roomId: kitchen.roomId,
      epoch: kitchen.epoch,
      after: 90,
      upTo: 91,
      records: [],
    }
    const record = { kind: 'message' as const, messageId: command.messageId, sequence: 91, version: 91 }
    const author = { authorId: anId<never>('ana'), authorName: 'Ana', postedAt: 0, body: command.body }
    server.send(line, { ...span, records: [{ ...record, ...author }] })
    return true
  }
  room.post('kept')
  await clock.run(400)
  expect(shown(room)).toEqual(['forgotten', '[kept sending]'])
  server.intercept = null
  kitchen.epoch = anId<Epoch>('second')
  kitchen.records = kitchen.records.filter(({ kind }) => kind !== 'message')
  kitchen.head = 2
  server.cut()
  await clock.run(2_000)
  expect(shown(room)).toEqual(['kept'])
  expect(server.bodies(kitchen.roomId)).toEqual(['kept'])
  expect(room.view.restoredAfter).toBe(2)
})

test('[D8] a restored backup that holds all one was told of is no news; one that does not is, in the next life as well', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room, client, storage } = await openAndJoin()
  server.post(kitchen.roomId, 'one')
  server.post(kitchen.roomId, 'two')
  await clock.run(1_000)

  kitchen.epoch = anId<Epoch>('second')
  server.cut()
  await clock.run(2_000)
  expect(room.view.timeline.epoch).toBe(kitchen.epoch)
  expect(room.view.restoredAfter).toBeNull()

  kitchen.epoch = anId<Epoch>('third')
  kitchen.records.pop()
  kitchen.head -= 1
  server.cut()
  await clock.run(2_000)
  expect(shown(room)).toEqual(['one'])
  expect(room.view.restoredAfter).toBe(kitchen.head)
  client.close()
  await clock.run(1_000)
  expect((await storage.loadRoom(kitchen.roomId))?.restoredAfter).toBe(kitchen.head)
})

test('[D6] after a long absence the room starts from the newest page, and what was not sent is sent', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld({ replayMax: 10 })
  const { room } = await openAndJoin()
  server.cut()
  room.post('from the train')
  for (let i = 1; i <= 80; i++) server.post(kitchen.roomId, `post ${i}`, { told: false })
  await clock.run(2_000)
  expect(shown(room).at(0)).toBe('post 31')
  expect(shown(room).slice(-2)).toEqual(['post 80', 'from the train'])
  expect(room.view.timeline).toMatchObject({ hasOlder: true, hasNewer: false })
})

test('pages load on demand, and the view comes back to the end', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  for (let i = 1; i <= 200; i++) server.post(kitchen.roomId, `post ${i}`)
  const { room } = await openAndJoin()
  expect(shown(room)).toHaveLength(49)
  void room.loadOlder()
  const older = room.loadOlder()
  await clock.run(100)
  await older
  expect(shown(room)).toHaveLength(99)
  expect(server.latest().heard.filter(({ type }) => type === 'fetch-page')).toHaveLength(1)

  const around = room.showAround(50)
  server.post(kitchen.roomId, 'news')
  await clock.run(100)
  await around
  const { timeline } = room.view
  expect([timeline.from, timeline.to]).toEqual([25, 75])
  expect(timeline).toMatchObject({ hasOlder: true, hasNewer: true })
  server.post(kitchen.roomId, 'more news')
  await clock.run(100)
  expect(room.view.timeline.newerCount).toBe(1)

  const newer = room.loadNewer()
  await clock.run(100)
  await newer
  expect(room.view.timeline.to).toBe(125)
  const latest = room.showLatest()
  await clock.run(100)
  await latest
  expect(shown(room).at(-1)).toBe('more news')
  expect(room.view.timeline).toMatchObject({ hasNewer: false, newerCount: 0 })
})

test('a page that cannot come resolves all the same', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  for (let i = 1; i <= 100; i++) server.post(kitchen.roomId, `post ${i}`)
  const { room } = await openAndJoin()
  server.intercept = ({ type }) => type === 'fetch-page'
  const older = room.loadOlder()
  await clock.run(100)
  server.cut()
  await older
  await room.loadOlder()
  await clock.run(2_000)
  server.intercept = null
  const again = room.loadOlder()
  await clock.run(100)
  await again
  expect(shown(room)).toHaveLength(99)
})

test('records are told as spans bring them, once, and never those of pages', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  server.post(kitchen.roomId, 'before')
  const { room } = await openAndJoin()
  const told: string[] = []
  room.onRecords((records) => {
    for (const record of records) if (record.kind === 'message') told.push(record.body)
  })
  server.post(kitchen.roomId, 'one')
  await clock.run(100)
  server.cut()
  server.post(kitchen.roomId, 'two')
  server.post(kitchen.roomId, 'three')
  await clock.run(2_000)
  expect(told).toEqual(['one', 'two', 'three'])
})

test('a view never changes; a frame makes one new one', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  let calls = 0
  room.subscribe(() => calls++)
  const before = room.view
  expect(room.view).toBe(before)
  const span = (after: number): Span => ({
    type: 'span',
    roomId: kitchen.roomId,
    epoch: kitchen.epoch,
    after,
    upTo: after + 1,
    records: [],
  })
  server.send(server.latest(), span(kitchen.head), span(kitchen.head + 1))
  await clock.run(10)
  expect(calls).toBe(1)
  expect(room.view).not.toBe(before)
  expect(before.timeline.cursor).toBe(kitchen.head)
})

import { BODY_LENGTH_MAX, type MessageId, OUTBOX_POSTS_MAX, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import {
  type ClientStorage,
  memoryStorage,
  STORAGE_PATIENCE_MS,
  type StorageContents,
  type StoredRoom,
} from './storage.ts'
import { OLD_POST_MS } from './stored-post.ts'
import { createWorld, shown } from './testing/world.ts'

test('[D7] a post is on screen first, then on disk, then on its way', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const memory = memoryStorage()
  let release = () => {}
  const slow: ClientStorage = {
    ...memory,
    savePost: (post) => new Promise<void>((resolve) => (release = resolve)).then(() => memory.savePost(post)),
  }
  const { room } = await openAndJoin('ana', slow)
  room.post('hello')
  expect(shown(room)).toEqual(['[hello queued]'])
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toEqual([])
  release()
  await clock.run(100)
  expect(shown(room)).toEqual(['hello'])
})

const failing = async (): Promise<never> => {
  throw new Error('the disk is full')
}
const hanging = () => new Promise<never>(() => {})

test.each([
  ['fails', failing],
  ['hangs', hanging],
])('a storage that %s takes nothing away', async (_what, broken) => {
  const { clock, openAndJoin } = createWorld()
  const storage: ClientStorage = {
    isDurable: false,
    loadToken: broken,
    keepToken: broken,
    forgetToken: broken,
    loadRoom: broken,
    saveRoom: broken,
    forgetRoom: broken,
    loadPosts: broken,
    savePost: broken,
    removePost: broken,
    loadChanges: broken,
    saveChange: broken,
    removeChange: broken,
    saveFile: broken,
    loadFile: broken,
    removeFile: broken,
  }
  const joining = openAndJoin('ana', storage)
  await clock.run(10_000)
  const { room } = await joining
  room.post('hello')
  await clock.run(3_000)
  expect(shown(room)).toEqual(['hello'])
  const { view } = room
  await clock.run(10_000)
  expect(room.view.timeline.records).toEqual(view.timeline.records)
})

test('[D3] what was not sent before a reload goes out before what is written after it, however slow the disk', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.intercept = ({ type }) => type === 'post-message'
  room.post('one')
  room.post('two')
  await clock.run(1_000)
  client.close()
  server.intercept = null
  await storage.forgetRoom(kitchen.roomId)

  const slow: ClientStorage = {
    ...storage,
    loadPosts: (roomId) =>
      new Promise((resolve) => clock.after(500, () => resolve(storage.loadPosts(roomId)))),
  }
  const again = createOne('ana', slow)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(200)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(answer.value.view.phase).toBe('live')
  answer.value.post('three')
  await clock.run(1_000)
  expect(shown(answer.value)).toEqual(['one', 'two', 'three'])
  expect(server.bodies(kitchen.roomId)).toEqual(['one', 'two', 'three'])
})

test('what is taken away while the disk is being read stays away', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const memory = memoryStorage()
  const storage: ClientStorage = {
    ...memory,
    async loadPosts(roomId) {
      await new Promise<void>((resolve) => clock.after(200, resolve))
      const posts = await memory.loadPosts(roomId)
      await new Promise<void>((resolve) => clock.after(200, resolve))
      return posts
    },
  }
  const { room } = await openAndJoin('ana', storage)
  const id = room.post('no, wait')
  room.post('good morning')
  await clock.run(200)
  room.discard(id)
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toEqual(['good morning'])
})

test('[D7] a disk that never says what was not sent holds nothing up for long', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const storage: ClientStorage = { ...memoryStorage(), loadPosts: () => new Promise<never>(() => {}) }
  const { room } = await openAndJoin('ana', storage)
  room.post('hello')
  await clock.run(STORAGE_PATIENCE_MS)
  expect(server.bodies(kitchen.roomId)).toEqual(['hello'])
  expect(shown(room)).toEqual(['hello'])
})

test('[D7] a disk that is slow to say who one is costs no room', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, storage } = await openAndJoin()
  await clock.run(1_000)
  client.close()
  const slow: ClientStorage = {
    ...storage,
    loadToken: () =>
      new Promise((resolve) => clock.after(STORAGE_PATIENCE_MS + 500, () => resolve(storage.loadToken()))),
  }
  const again = createOne('ana', slow)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(10_000)
  expect(server.lines.map(({ heard }) => heard[0])).toContainEqual(expect.objectContaining({ token: null }))
  expect(await resuming).toMatchObject({ ok: true, value: { view: { phase: 'live', me: { name: 'Ana' } } } })
})

test('what came just before a page went is there after the next start, when the client was told of it', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, storage } = await openAndJoin()
  await clock.run(1_000)
  server.post(kitchen.roomId, 'one more thing')
  await clock.run(50)
  client.keepNow()
  // The page goes without another word, and the server with it.
  await clock.run(10)
  const again = createOne('ana', { ...memoryStorage(), ...frozen(await storage.loadRoom(kitchen.roomId)) })
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(10)
  const answer = await resuming
  expect(answer.ok && shown(answer.value)).toEqual(['one more thing'])
})

/** A storage that knows one room and takes in no other. */
function frozen(room: StoredRoom | null): Pick<ClientStorage, 'loadRoom' | 'saveRoom'> {
  return { loadRoom: async () => room, saveRoom: async () => {} }
}

test('[D7] what was kept of a room is shown to who was removed from it, however slow the disk', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.post(kitchen.roomId, 'salt')
  await clock.run(1_000)
  const { me } = room.view
  if (!me) throw new Error('nobody yet')
  server.remove(kitchen.roomId, me.memberId)
  await clock.run(1_000)
  client.close()
  const slow: ClientStorage = {
    ...storage,
    loadRoom: (roomId) =>
      new Promise((resolve) => clock.after(3 * STORAGE_PATIENCE_MS, () => resolve(storage.loadRoom(roomId)))),
  }
  const again = createOne('ana', slow)
  again.open()
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(10_000)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(answer.value.view).toMatchObject({ phase: 'refused', refusal: 'removed' })
  expect(shown(answer.value)).toEqual(['salt'])
})

test('who was removed is told so, when the disk never says what was kept', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, room, storage } = await openAndJoin()
  await clock.run(1_000)
  const { me } = room.view
  if (!me) throw new Error('nobody yet')
  server.remove(kitchen.roomId, me.memberId)
  client.close()
  const again = createOne('ana', { ...storage, loadRoom: hanging })
  again.open()
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(30_000)
  expect(await resuming).toMatchObject({ ok: false, refusal: { code: 'removed' } })
})

test('what cannot be posted is refused or ignored without touching the network', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  for (const nothing of ['', '  \n ', '\u200b\u2060', '\u0000']) room.post(nothing)
  expect(shown(room)).toEqual([])
  const id = room.post('x'.repeat(BODY_LENGTH_MAX + 1))
  await clock.run(1_000)
  expect(room.view.timeline.pending).toMatchObject([
    { messageId: id, state: 'refused', refusal: 'too-large' },
  ])
  expect(server.latest().heard.some(({ type }) => type === 'post-message')).toBe(false)
  room.discard(id)
  expect(shown(room)).toEqual([])

  room.post('a\r\nb\u202ec')
  await clock.run(100)
  expect(shown(room)).toEqual(['a\nbc'])
})

test('[D10] posts beyond the bound are shown as refused, and may be tried again', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  server.intercept = () => true
  server.cut()
  for (let i = 0; i < OUTBOX_POSTS_MAX; i++) room.post(`post ${i}`)
  const id = room.post('one too many')
  expect(room.view.timeline.pending.at(-1)).toMatchObject({
    messageId: id,
    state: 'refused',
    refusal: 'busy',
  })
  server.intercept = null
  await clock.run(60_000)
  expect(server.bodies(kitchen.roomId)).toHaveLength(OUTBOX_POSTS_MAX)
  room.retry(id)
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toHaveLength(OUTBOX_POSTS_MAX + 1)
  expect(room.view.timeline.pending).toEqual([])
})

test('[D7] what was written beyond the bound is there after a restart too, up to twice the bound', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.intercept = ({ type }) => type === 'post-message'
  for (let i = 0; i < 2 * OUTBOX_POSTS_MAX + 5; i++) room.post(`post ${i}`)
  await clock.run(1_000)
  client.close()
  expect(await storage.loadPosts(kitchen.roomId)).toHaveLength(2 * OUTBOX_POSTS_MAX)

  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(10)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  const { pending } = answer.value.view.timeline
  expect(pending.map(({ body }) => body)).toEqual(
    Array.from({ length: 2 * OUTBOX_POSTS_MAX }, (_, i) => `post ${i}`),
  )
  expect(pending[OUTBOX_POSTS_MAX - 1]).toMatchObject({ state: 'queued', refusal: null })
  expect(pending[OUTBOX_POSTS_MAX]).toMatchObject({ state: 'refused', refusal: 'busy' })
})

test('a refused post stays, and stays refused over a restart; the next one goes', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.intercept = (command, line) => {
    if (command.type !== 'post-message' || command.body !== 'bad') return false
    server.send(line, { ...command, type: 'post-refusal', code: 'forbidden' })
    return true
  }
  room.post('bad')
  room.post('good')
  await clock.run(1_000)
  expect(shown(room)).toEqual(['good', '[bad refused]'])
  client.close()
  await clock.run(10)
  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  await clock.run(10)
  const answer = await resuming
  expect(answer.ok && shown(answer.value)).toEqual(['good', '[bad refused]'])
})

test('a refusal to wait is waited out, and nothing overtakes', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  let tries = 0
  server.intercept = (command, line) => {
    if (command.type !== 'post-message' || ++tries > 1) return false
    server.send(line, { ...command, type: 'post-refusal', code: 'rate-limited', retryAfterMs: 3_000 })
    return true
  }
  room.post('one')
  room.post('two')
  await clock.run(1_000)
  expect(room.view.timeline.pending[0]).toMatchObject({ state: 'queued', refusal: 'rate-limited' })
  await clock.run(3_000)
  expect(shown(room)).toEqual(['one', 'two'])
})

test('what waits because the room was slow goes out as soon as it is settled otherwise', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  let isSlow = true
  server.intercept = (command, line) => {
    if (command.type !== 'post-message' || !isSlow) return false
    server.send(line, { ...command, type: 'post-refusal', code: 'rate-limited', retryAfterMs: 900_000 })
    return true
  }
  room.post('one')
  await clock.run(10_000)
  isSlow = false
  await clock.run(10_000)
  expect(shown(room)).toEqual(['[one queued]'])
  server.expire(kitchen.roomId, 0)
  await clock.run(1_000)
  expect(shown(room)).toEqual(['one'])
})

test('the posts of a tab that is gone are taken over; those of a living one are left alone', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const storage = memoryStorage()
  const { client, room } = await openAndJoin('one', storage)
  const left = { roomId: kitchen.roomId, createdAt: clock.now(), refusal: null }
  const post = (name: string, tab: string) =>
    storage.savePost({ ...left, messageId: anId<MessageId>(name), body: name, tabId: anId<TabId>(tab) })
  await post('dead', 'two')
  await post('alive', 'three')
  await clock.run(1_000)
  expect(shown(room)).toEqual([])
  const adopting = client.adoptPosts(anId<TabId>('two'))
  await clock.run(1_000)
  await adopting
  expect(shown(room)).toEqual(['dead'])
  expect(server.bodies(kitchen.roomId)).toEqual(['dead'])
  expect((await storage.loadPosts(kitchen.roomId)).map(({ body }) => body)).toEqual(['alive'])
})

test('[D7] what was written more than a day ago and never sent waits for its writer to say so', async () => {
  const { clock, server, kitchen, createOne, openAndJoin } = createWorld()
  const { client, room, storage } = await openAndJoin()
  server.intercept = ({ type }) => type === 'post-message'
  const old = room.post('about yesterday')
  await clock.run(60 * 60_000)
  room.post('about today')
  await clock.run(1_000)
  client.close()
  server.intercept = null
  await clock.run(OLD_POST_MS - 60 * 60_000)

  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(1_000)
  const answer = await resuming
  if (!answer.ok) throw new Error(answer.refusal.code)
  expect(shown(answer.value)).toEqual(['about today', '[about yesterday refused]'])
  expect(answer.value.view.timeline.pending).toMatchObject([{ messageId: old, refusal: 'old' }])

  answer.value.retry(old)
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toEqual(['about today', 'about yesterday'])
  expect(await storage.loadPosts(kitchen.roomId)).toEqual([])
})

test('cursor and records are stored together, and what comes after is replayed', async () => {
  const { clock, server, kitchen, openAndJoin, createOne } = createWorld()
  const { client, storage } = await openAndJoin()
  for (let i = 1; i <= 70; i++) server.post(kitchen.roomId, `post ${i}`)
  await clock.run(1_000)
  client.close()
  const stored = await storage.loadRoom(kitchen.roomId)
  expect(stored).toMatchObject({ cursor: 72, page: { from: 22, to: 72, head: 72 } })
  expect(stored?.page.records).toHaveLength(50)

  server.post(kitchen.roomId, 'missed')
  const again = createOne('ana', storage)
  const resuming = again.resumeRoom(kitchen.roomId)
  again.open()
  await clock.run(100)
  const answer = await resuming
  if (!answer.ok) throw new Error('not resumed')
  expect(answer.value.view.timeline).toMatchObject({ from: 22, to: 73, cursor: 73 })
  expect(shown(answer.value)).toHaveLength(51)
})

test('a room one is no member of any more is refused, and what is known of it stays readable', async () => {
  const { clock, server, kitchen, openAndJoin } = createWorld()
  const { client, room } = await openAndJoin()
  server.post(kitchen.roomId, 'then')
  await clock.run(100)
  kitchen.members.clear()
  server.cut()
  await clock.run(2_000)
  expect(room.view).toMatchObject({ phase: 'refused', refusal: 'not-found' })
  expect(shown(room)).toEqual(['then'])
  const again = client.resumeRoom(kitchen.roomId)
  await clock.run(1_000)
  expect(await again).toMatchObject({ ok: true, value: { view: { phase: 'refused' } } })
})

test('typing is told sparingly, and ends with the post', async () => {
  const { clock, server, openAndJoin } = createWorld()
  const { room } = await openAndJoin()
  for (let key = 0; key < 40; key++) {
    room.setTyping(true)
    await clock.run(100)
  }
  room.post('done')
  room.setTyping(false)
  await clock.run(100)
  const told = server.latest().heard.flatMap((one) => (one.type === 'set-typing' ? [one.isTyping] : []))
  expect(told).toEqual([true, true, false])
})

test('a storage in memory can be kept elsewhere', async () => {
  const kept: StorageContents[] = []
  const { clock, kitchen, openAndJoin } = createWorld()
  const storage = memoryStorage(undefined, (contents) => kept.push(contents))
  expect(storage.isDurable).toBe(true)
  const { room } = await openAndJoin('ana', storage)
  room.post('hello')
  await clock.run(1_000)
  const last = kept.at(-1)
  expect(last).toMatchObject({ token: expect.any(String), rooms: [{ roomId: kitchen.roomId }], posts: [] })
  expect(await memoryStorage(last).loadRoom(kitchen.roomId)).toMatchObject({ cursor: kitchen.head })
})

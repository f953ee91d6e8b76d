import { createId, type FileId, type MessageId, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { beforeAll, expect, test } from 'vitest'
import type { Attachment } from './attachments.ts'
import type { Client } from './client.ts'
import type { Room } from './room.ts'
import { type ClientStorage, memoryStorage } from './storage.ts'
import { createWorld, shown } from './testing/world.ts'

// It is loaded with the first file, in the platform's time.
beforeAll(() => import('./attaching.ts'))

const MEGABYTE = 1024 * 1024

function aFile(name: string, bytes = 3): Attachment {
  return { fileId: createId<FileId>(), name, mediaType: 'text/plain', blob: new Blob(['x'.repeat(bytes)]) }
}

function createHarbour() {
  const world = createWorld()
  const { clock, server, kitchen, createOne } = world
  /** Time, and beside it the platform: it reads blobs and loads modules in its own. */
  async function run(ms: number): Promise<void> {
    for (let step = 0; step < 20; step++) {
      await clock.run(ms / 20)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  /** Comes back as the tab of before. */
  async function comeBack(client: Client, storage: ClientStorage, tab = 'ana'): Promise<Room> {
    client.close()
    const again = createOne(tab, storage)
    const resuming = again.resumeRoom(kitchen.roomId)
    again.open()
    await run(100)
    const answer = await resuming
    if (!answer.ok) throw new Error(answer.refusal.code)
    return answer.value
  }
  const posted = () =>
    kitchen.records.flatMap((record) =>
      record.kind === 'message' ? [[record.body, ...(record.files ?? []).map(({ name }) => name)]] : [],
    )
  const { uploads } = server
  const offsets = () => [...uploads.files.values()].map(({ offset }) => offset)
  return { ...world, uploads, run, comeBack, posted, offsets }
}

const filesOf = (room: Room, place = 0) => room.view.timeline.pending[place]?.attachments ?? []
const states = (room: Room, place = 0) => filesOf(room, place).map(({ name, state }) => `${name} ${state}`)

test('[D7] a post with files is on screen at once, then on disk with their bytes, then uploaded, then posted', async () => {
  const { run, uploads, posted, openAndJoin } = createHarbour()
  const { room, storage } = await openAndJoin()
  const photo = aFile('photo.png', 3 * MEGABYTE)
  let goOn = () => {}
  uploads.slowness = new Promise((resolve) => (goOn = resolve))
  room.post('look', { attachments: [photo] })
  expect(shown(room)).toEqual(['[look queued]'])
  expect(filesOf(room)).toMatchObject([
    { name: 'photo.png', bytes: 3 * MEGABYTE, state: 'waiting', sentBytes: 0 },
  ])
  await run(100)
  expect(await storage.loadFile(photo.fileId)).toBe(photo.blob)
  expect(await storage.loadPosts(room.roomId)).toMatchObject([{ attachments: [{ fileId: photo.fileId }] }])
  expect(states(room)).toEqual(['photo.png sending'])
  const progress = new Set<number>()
  room.subscribe(() => {
    for (const { sentBytes } of filesOf(room)) progress.add(sentBytes)
  })
  goOn()
  await run(1_000)
  expect(posted()).toEqual([['look', 'photo.png']])
  expect(shown(room)).toEqual(['look'])
  expect([...progress].length).toBeGreaterThan(3)
  expect(await storage.loadPosts(room.roomId)).toEqual([])
  expect(await storage.loadFile(photo.fileId)).toBeNull()
})

test('two files at most are under way at once, and nothing overtakes the post they belong to', async () => {
  const { run, uploads, posted, openAndJoin } = createHarbour()
  const { room } = await openAndJoin()
  let goOn = () => {}
  uploads.slowness = new Promise((resolve) => (goOn = resolve))
  room.post('', { attachments: ['a', 'b', 'c', 'd'].map((name) => aFile(name)) })
  room.post('and what I wanted to say', { attachments: [aFile('e')] })
  room.post('that is all')
  await run(200)
  expect(states(room)).toEqual(['a sending', 'b sending', 'c waiting', 'd waiting'])
  expect(posted()).toEqual([])
  goOn()
  uploads.slowness = null
  await run(1_000)
  expect(posted()).toEqual([['', 'a', 'b', 'c', 'd'], ['and what I wanted to say', 'e'], ['that is all']])
  expect(uploads.mostAtOnce).toBe(2)
})

test('[D3] after a reload an upload goes on where it was, and the post comes once under its id', async () => {
  const { run, uploads, posted, offsets, openAndJoin, comeBack } = createHarbour()
  const { client, room, storage } = await openAndJoin()
  // Two pieces come through, then the line is down.
  uploads.weather = (_method, _fileId, upload) => (upload && upload.pieces.length >= 2 ? 'down' : null)
  const messageId = room.post('look', { attachments: [aFile('film.mp4', 3 * MEGABYTE)] })
  await run(2_000)
  const [before = 0] = offsets()
  expect(before).toBeGreaterThan(0)
  uploads.weather = null
  const again = await comeBack(client, storage)
  await run(2_000)
  expect(posted()).toEqual([['look', 'film.mp4']])
  expect(again.view.timeline.pending).toEqual([])
  expect(again.view.timeline.records).toContainEqual(expect.objectContaining({ messageId }))
  expect(
    [...uploads.files.values()].map(({ pieces }) => pieces.reduce((sum, { size }) => sum + size, 0)),
  ).toEqual([3 * MEGABYTE])
})

test('[D3] what was posted before the reload, and not heard of, is not doubled', async () => {
  const { run, server, posted, openAndJoin, comeBack } = createHarbour()
  const { client, room, storage } = await openAndJoin()
  server.intercept = (command, line) => {
    if (command.type !== 'post-message') return false
    // Stored, and the line goes before anybody is told.
    server.intercept = null
    line.rooms.delete(command.roomId)
    line.rooms.add(command.roomId)
    server.answer({ ...line, pair: { ...line.pair, server: { ...line.pair.server, send() {} } } }, command)
    server.cut()
    return true
  }
  room.post('look', { attachments: [aFile('photo.png')] })
  await run(200)
  const again = await comeBack(client, storage)
  await run(3_000)
  expect(posted()).toEqual([['look', 'photo.png']])
  expect(shown(again)).toEqual(['look'])
  expect(await storage.loadPosts(again.roomId)).toEqual([])
})

test('[D3] what was written after a post with files comes after it in the next life too', async () => {
  const { run, uploads, posted, openAndJoin, comeBack } = createHarbour()
  const memory = memoryStorage()
  let release = () => {}
  const slow: ClientStorage = {
    ...memory,
    saveFile: (file) => new Promise<void>((resolve) => (release = resolve)).then(() => memory.saveFile(file)),
  }
  const { client, room } = await openAndJoin('ana', slow)
  room.post('first', { attachments: [aFile('photo.png')] })
  room.post('second')
  await run(100)
  expect(uploads.files.size).toBe(0)
  release()
  const again = await comeBack(client, memory)
  await run(2_000)
  expect(posted()).toEqual([['first', 'photo.png'], ['second']])
  expect(shown(again)).toEqual(['first', 'second'])
})

test('a line that breaks before and after whatever is said loses nothing and doubles nothing', async () => {
  const { run, uploads, posted, openAndJoin, server } = createHarbour()
  const { room } = await openAndJoin()
  const weathers = ['down', 'lost', null, 'busy', null, 'lost', null, 'draining'] as const
  let asked = 0
  uploads.weather = () => weathers[asked++ % weathers.length] ?? null
  room.post('one', { attachments: [aFile('a', 2 * MEGABYTE), aFile('b')] })
  room.post('two')
  room.post('three', { attachments: [aFile('c', MEGABYTE)] })
  for (let cut = 0; cut < 4; cut++) {
    await run(700)
    server.cut()
  }
  await run(300_000)
  expect(posted()).toEqual([['one', 'a', 'b'], ['two'], ['three', 'c']])
  expect(shown(room)).toEqual(['one', 'two', 'three'])
})

test('one file is cancelled, and the rest goes; with nothing left the post goes away', async () => {
  const { run, uploads, posted, openAndJoin } = createHarbour()
  const { room, storage } = await openAndJoin()
  uploads.weather = (method) => (method === 'PATCH' ? 'down' : null)
  const [one, two, alone] = [aFile('one'), aFile('two'), aFile('alone')]
  const first = room.post('', { attachments: [one, two] })
  const second = room.post('', { attachments: [alone] })
  await run(200)
  room.cancelFile(first, one.fileId)
  room.cancelFile(second, alone.fileId)
  await run(100)
  expect(room.view.timeline.pending).toMatchObject([{ messageId: first, attachments: [{ name: 'two' }] }])
  expect(await storage.loadFile(one.fileId)).toBeNull()
  uploads.weather = null
  await run(5_000)
  expect(posted()).toEqual([['', 'two']])
  // What the server had of it was taken back.
  expect(uploads.files.get(one.fileId)).toMatchObject({ state: 'gone' })
})

test('a post that is taken away takes its files along', async () => {
  const { run, uploads, posted, openAndJoin } = createHarbour()
  const { room, storage } = await openAndJoin()
  uploads.weather = (method, fileId) => (method === 'PATCH' && fileId === film.fileId ? 'down' : null)
  const [film, note] = [aFile('film.mp4', MEGABYTE), aFile('note.txt')]
  const messageId = room.post('look', { attachments: [film, note] })
  await run(300)
  expect(states(room)).toEqual(['film.mp4 sending', 'note.txt ready'])
  room.discard(messageId)
  await run(5_000)
  expect(posted()).toEqual([])
  expect(await storage.loadFile(film.fileId)).toBeNull()
  expect(await storage.loadFile(note.fileId)).toBeNull()
  expect([...uploads.files.values()].map(({ state }) => state)).toEqual(['gone', 'gone'])
})

test('[D7] a file that is refused says why, the next post goes, and without it the post goes too', async () => {
  const { run, uploads, posted, openAndJoin, comeBack } = createHarbour()
  const { client, room, storage } = await openAndJoin()
  const bad = aFile('bad.heic')
  uploads.weather = (_method, fileId) => (fileId === bad.fileId ? 'type-refused' : null)
  const messageId = room.post('both', { attachments: [bad, aFile('good.png')] })
  room.post('next')
  await run(500)
  expect(posted()).toEqual([['next']])
  const refused = [
    { state: 'refused', refusal: 'file-refused', attachments: [{ refusal: 'type-refused' }, {}] },
  ]
  expect(room.view.timeline.pending).toMatchObject(refused)
  const again = await comeBack(client, storage)
  await run(500)
  expect(again.view.timeline.pending).toMatchObject(refused)
  again.cancelFile(messageId, bad.fileId)
  await run(500)
  expect(posted()).toEqual([['next'], ['both', 'good.png']])
  expect(shown(again)).toEqual(['next', 'both'])
})

test('what was refused for want of space goes when there is some, under another id', async () => {
  const { run, uploads, posted, openAndJoin } = createHarbour()
  const { room } = await openAndJoin()
  const photo = aFile('photo.png')
  uploads.weather = () => 'your-space-full'
  const messageId = room.post('', { attachments: [photo] })
  await run(500)
  expect(filesOf(room)).toMatchObject([{ refusal: 'your-space-full' }])
  uploads.weather = null
  room.retry(messageId)
  await run(500)
  expect(posted()).toEqual([['', 'photo.png']])
  expect([...uploads.files.keys()]).not.toContain(photo.fileId)
})

test('a file that was ready for longer than the server keeps it is uploaded anew by itself', async () => {
  const { run, server, uploads, posted, openAndJoin, comeBack } = createHarbour()
  const { client, room, storage } = await openAndJoin()
  server.intercept = ({ type }) => type === 'post-message'
  const messageId = room.post('look', { attachments: [aFile('photo.png'), aFile('note.txt')] })
  await run(500)
  expect(states(room)).toEqual(['photo.png ready', 'note.txt ready'])
  client.close()
  uploads.expire()
  server.intercept = null
  const again = await comeBack(client, storage)
  await run(2_000)
  expect(posted()).toEqual([['look', 'photo.png', 'note.txt']])
  expect(again.view.timeline.records).toContainEqual(expect.objectContaining({ messageId }))
  expect(again.view.timeline.pending).toEqual([])
})

test('a server that forgets every file is not asked for ever', async () => {
  const { run, uploads, openAndJoin } = createHarbour()
  const { room } = await openAndJoin()
  uploads.post = () => null
  room.post('', { attachments: [aFile('photo.png')] })
  await run(60_000)
  expect(room.view.timeline.pending).toMatchObject([
    { state: 'refused', refusal: 'file-refused', attachments: [{ refusal: 'gone' }] },
  ])
  expect(uploads.files.size).toBe(3)
})

test('a disk with no room for the bytes stops nothing and is told of; another life has them no more', async () => {
  const { run, uploads, posted, openAndJoin, comeBack } = createHarbour()
  const full: ClientStorage = {
    ...memoryStorage(),
    saveFile: async () => {
      throw new Error('QuotaExceededError')
    },
  }
  const { client, room, storage } = await openAndJoin('ana', full)
  room.post('', { attachments: [aFile('photo.png')] })
  await run(500)
  expect(posted()).toEqual([['', 'photo.png']])
  uploads.weather = () => 'down'
  room.post('', { attachments: [aFile('film.mp4')] })
  await run(500)
  expect(filesOf(room)).toMatchObject([{ isKept: false }])
  uploads.weather = null
  const again = await comeBack(client, storage)
  await run(500)
  expect(filesOf(again)).toMatchObject([{ name: 'film.mp4', state: 'refused', refusal: 'unreadable-here' }])
})

test('the files of a tab that is gone are taken over with its posts', async () => {
  const { run, kitchen, posted, openAndJoin, uploads } = createHarbour()
  const storage = memoryStorage()
  const gone = await openAndJoin('one', storage)
  uploads.weather = () => 'down'
  gone.room.post('left behind', { attachments: [aFile('photo.png')] })
  await run(200)
  gone.client.close()
  uploads.weather = null
  const { client, room } = await openAndJoin('two', storage)
  await run(500)
  expect(posted()).toEqual([])
  const adopting = client.adoptPosts(anId<TabId>('one'))
  await run(1_000)
  await adopting
  expect(posted()).toEqual([['left behind', 'photo.png']])
  expect(shown(room)).toEqual(['left behind'])
  expect(await storage.loadPosts(kitchen.roomId)).toEqual([])
})

test('more files than one message may have are refused here, and go when some are taken out', async () => {
  const { run, posted, openAndJoin } = createHarbour()
  const { room } = await openAndJoin()
  const files = Array.from({ length: 11 }, (_, index) => aFile(`${index}`))
  const messageId: MessageId = room.post('', { attachments: files })
  await run(300)
  expect(room.view.timeline.pending).toMatchObject([{ state: 'refused', refusal: 'limit-reached' }])
  room.cancelFile(messageId, files[10]?.fileId ?? createId<FileId>())
  room.retry(messageId)
  await run(2_000)
  expect(posted()).toEqual([['', ...files.slice(0, 10).map(({ name }) => name)]])
})

test('what waits for the next try goes at once when the line is back', async () => {
  const { run, clock, server, uploads, posted, openAndJoin } = createHarbour()
  const { room } = await openAndJoin()
  uploads.weather = () => 'down'
  room.post('', { attachments: [aFile('photo.png')] })
  await run(120_000)
  uploads.weather = null
  server.cut()
  const before = clock.monotonic()
  await run(2_000)
  expect(clock.monotonic() - before).toBeLessThan(3_000)
  expect(posted()).toEqual([['', 'photo.png']])
})

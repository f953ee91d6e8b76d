import { createClient, memoryStorage, type Room } from '@confab/client'
import { type FileToSend, sendFile, takeBackFile, urlOf } from '@confab/client/sending-files'
import { createId, type FileId, type RoomCode, type RoomId, type TabId } from '@confab/protocol'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startNode } from '../testing/node.ts'

// The client's way of sending, against a real server and over lines that break.

let node: Awaited<ReturnType<typeof startNode>>
let url: string

beforeAll(async () => {
  node = await startNode()
  url = `${node.origin.replace('http', 'ws')}/ws`
}, 30_000)
afterAll(() => node.close())

/** Nobody waits long in a test. */
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(_ms: number, act: () => void) {
    const timer = setTimeout(act, 5)
    return () => clearTimeout(timer)
  },
}

async function aGuest(name: string, code?: RoomCode) {
  const client = createClient({ url, storage: memoryStorage(), clientName: 'test/1' })
  onTestFinished(() => client.close())
  client.open()
  await expect.poll(() => client.token, { timeout: 10_000 }).not.toBeNull()
  const entered = code ? await client.joinRoom(code, name) : await client.createRoom(name)
  if (!entered.ok) throw new Error(entered.refusal.code)
  const room: Room = entered.value
  await expect.poll(() => room.view.phase, { timeout: 10_000 }).toBe('live')
  return { client, room, options: { url, token: () => client.token, clock } }
}

function aFile(roomId: RoomId, text: string): FileToSend {
  const blob = new Blob([text])
  const fileId = createId<FileId>()
  const { size: bytes } = blob
  return {
    fileId,
    roomId,
    name: 'a.txt',
    mediaType: 'text/plain',
    bytes,
    read: (start, end) => blob.slice(start, end),
  }
}

const messageOf = (room: Room) =>
  room.view.timeline.records.find((record) => record.kind === 'message' && record.files !== undefined)

test('what one client sends another is told of, links to, and fetches', async () => {
  const ana = await aGuest('Ana')
  expect(ana.client.fileBytesMax).toBe(25 * 1024 * 1024)
  const bo = await aGuest('Bo', ana.room.view.room?.code)
  const text = 'words '.repeat(200_000)
  const progress: number[] = []
  const sent = await sendFile(aFile(ana.room.roomId, text), {
    ...ana.options,
    onProgress: (bytes) => progress.push(bytes),
  })
  if (!sent.ok) throw new Error(sent.code)
  expect(progress[0]).toBe(0)
  expect(progress.at(-1)).toBe(text.length)
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  const messageId = ana.room.post('', { files: [sent.file] })
  // On screen at once, with what goes with it.
  expect(ana.room.view.timeline.pending).toMatchObject([{ messageId, files: [sent.file] }])
  await expect
    .poll(() => messageOf(bo.room), { timeout: 10_000 })
    .toMatchObject({ messageId, files: [sent.file] })
  expect(ana.room.view.timeline.pending).toEqual([])
  const links = await bo.room.fetchFileLinks([sent.file.fileId])
  if (!links.ok) throw new Error(links.refusal.code)
  const answer = await fetch(urlOf(url, links.value.links[0]?.path ?? ''))
  expect(await answer.text()).toBe(text)
}, 30_000)

test('a line that breaks before and after everything that is said loses nothing', async () => {
  const ana = await aGuest('Ana')
  // No line; heard, and the answer is lost; something in between answers in its place; and now and then it works.
  const weather = ['none', 'lost', 'well', 'well', 'between', 'well', 'well'] as const
  let asked = 0
  const breaking: typeof fetch = async (...request) => {
    const now = weather[asked++ % weather.length]
    if (now === 'none') throw new TypeError('no line')
    const answer = await fetch(...request)
    if (now === 'lost') throw new TypeError('the line went')
    return now === 'between' ? new Response('<html>502</html>', { status: 502 }) : answer
  }
  const sent = await sendFile(aFile(ana.room.roomId, 'words '.repeat(100_000)), {
    ...ana.options,
    fetch: breaking,
  })
  expect(sent).toMatchObject({ ok: true, file: { bytes: 600_000 } })
}, 30_000)

test('it ends by its signal, and what was there is taken back', async () => {
  const ana = await aGuest('Ana')
  const end = new AbortController()
  const file = aFile(ana.room.roomId, 'words '.repeat(500_000))
  const options = {
    ...ana.options,
    signal: end.signal,
    onProgress: (bytes: number) => bytes > 0 && end.abort(),
  }
  expect(await sendFile(file, options)).toEqual({ ok: false, code: 'cancelled' })
  await takeBackFile(file.fileId, options)
  expect(await sendFile(file, ana.options)).toEqual({ ok: false, code: 'gone' })
}, 30_000)

test('[D7] files attached to posts are uploaded and posted in order, over a connection that breaks, also after a reload', async () => {
  const ana = await aGuest('Ana')
  const attach = (name: string, text: string) => ({
    fileId: createId<FileId>(),
    name,
    mediaType: 'text/plain',
    blob: new Blob([text]),
  })
  const tabId = createId<TabId>()
  const storage = memoryStorage()
  const token = ana.client.token
  if (token) await storage.keepToken(token)
  let isDown = true
  const tab = () => {
    const client = createClient({
      url,
      storage,
      clientName: 'test/1',
      tabId,
      fetch: (...request) => (isDown ? Promise.reject(new TypeError('no line')) : fetch(...request)),
    })
    onTestFinished(() => client.close())
    client.open()
    return client
  }
  const before = tab()
  const entered = await before.resumeRoom(ana.room.roomId)
  if (!entered.ok) throw new Error(entered.refusal.code)
  const long = 'words '.repeat(300_000)
  const first = entered.value.post('one', { attachments: [attach('a.txt', long), attach('b.txt', 'b')] })
  const second = entered.value.post('two')
  const bad = entered.value.post('three', { attachments: [attach('c.bin', '\0')] })
  await expect.poll(async () => (await storage.loadPosts(ana.room.roomId)).length).toBe(3)
  before.close()
  isDown = false
  const after = await tab().resumeRoom(ana.room.roomId)
  if (!after.ok) throw new Error(after.refusal.code)
  const messages = () =>
    ana.room.view.timeline.records.flatMap((record) =>
      record.kind === 'message'
        ? [[record.messageId, ...(record.files ?? []).map(({ bytes }) => bytes)]]
        : [],
    )
  await expect.poll(messages, { timeout: 15_000 }).toEqual([[first, long.length, 1], [second]])
  await expect
    .poll(() => after.value.view.timeline.pending, { timeout: 15_000 })
    .toMatchObject([{ messageId: bad, refusal: 'file-refused', attachments: [{ refusal: 'type-refused' }] }])
}, 40_000)

test('what is refused for good is told at once', async () => {
  const ana = await aGuest('Ana')
  expect(await sendFile(aFile(ana.room.roomId, '\0'), ana.options)).toEqual({
    ok: false,
    code: 'type-refused',
  })
  const tooLong = { ...aFile(ana.room.roomId, 'x'), bytes: 1e9 }
  expect(await sendFile(tooLong, ana.options)).toEqual({ ok: false, code: 'too-large' })
  const elsewhere = aFile(createId<RoomId>(), 'x')
  expect(await sendFile(elsewhere, ana.options)).toEqual({ ok: false, code: 'forbidden' })
  const unreadable = { ...aFile(ana.room.roomId, 'x'), read: () => Promise.reject(new Error('gone')) }
  expect(await sendFile(unreadable, ana.options)).toEqual({ ok: false, code: 'unreadable-here' })
}, 30_000)

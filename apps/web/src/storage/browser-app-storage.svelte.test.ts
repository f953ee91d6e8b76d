import type { ChangeId, StoredChange, StoredPost } from '@confab/client'
import {
  createId,
  type Epoch,
  type FileId,
  type IdentityToken,
  type MessageId,
  parseRoomCode,
  type RoomId,
} from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { deleteDB, openDB } from 'idb'
import { expect, onTestFinished, test } from 'vitest'
import type { KnownRoom } from './app-storage.ts'
import { BrowserAppStorage } from './browser-app-storage.ts'
import { openDatabase } from './database.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')

async function aDatabase(name = createId<string>()) {
  const database = await openDatabase(name)
  onTestFinished(async () => {
    database.close()
    await deleteDB(name)
  })
  return { name, database, storage: new BrowserAppStorage(name, database) }
}

function aPost(words: string, fields: Partial<StoredPost> = {}): StoredPost {
  return {
    roomId: kitchen,
    messageId: anId(words),
    body: words,
    createdAt: 1,
    tabId: anId('ana-tab'),
    refusal: null,
    ...fields,
  }
}

function aChange(words: string, fields: Partial<StoredChange> = {}): StoredChange {
  return {
    roomId: kitchen,
    changeId: anId<ChangeId>(words),
    wish: { kind: 'edit', messageId: anId('message'), body: words },
    createdAt: 1,
    tabId: anId('ana-tab'),
    refusal: null,
    ...fields,
  }
}

function aKnownRoom(fields: Partial<KnownRoom> = {}): KnownRoom {
  const code = parseRoomCode('k7m-4qp2-x9d')
  if (!code) throw new Error('not a code')
  return {
    roomId: kitchen,
    code,
    title: 'Kitchen crew',
    memberId: anId('ana'),
    name: 'Ana',
    lastReadSequence: 3,
    lastOpenedAt: 1,
    ...fields,
  }
}

const bodies = (posts: StoredPost[]) => posts.map((post) => post.body)

test('of two tabs that both got a token, both go on with the first', async () => {
  const { name, storage } = await aDatabase()
  const other = await aDatabase(name)
  const tokens = ['a', 'b'].map((letter) => letter.repeat(43) as IdentityToken)
  const kept = await Promise.all([
    storage.keepToken(tokens[0] as IdentityToken),
    other.storage.keepToken(tokens[1] as IdentityToken),
  ])
  expect(kept[0]).toBe(kept[1])
  expect(await other.storage.loadToken()).toBe(kept[0])
})

test('a token is forgotten by whoever held it, and one that was kept since is not', async () => {
  const { name, storage } = await aDatabase()
  const other = await aDatabase(name)
  const [old, fresh] = ['a', 'b'].map((letter) => letter.repeat(43) as IdentityToken) as [
    IdentityToken,
    IdentityToken,
  ]
  for (const one of [storage, other.storage]) await one.keepToken(old)
  await storage.forgetToken(old)
  expect(await storage.keepToken(fresh)).toBe(fresh)
  await other.storage.forgetToken(old)
  expect(await other.storage.loadToken()).toBe(fresh)
  expect(await storage.loadToken()).toBe(fresh)
})

test('[D7] posts come back in the order of posting, after a reload too', async () => {
  const { name, storage } = await aDatabase()
  for (const words of ['one', 'two', 'three']) await storage.savePost(aPost(words))
  await storage.savePost(aPost('elsewhere', { roomId: harbour }))

  // A changed post keeps its place.
  await storage.savePost(aPost('one', { refusal: 'forbidden' }))
  await storage.removePost(kitchen, anId<MessageId>('two'))

  const { storage: afterReload } = await aDatabase(name)
  const posts = await afterReload.loadPosts(kitchen)
  expect(bodies(posts)).toEqual(['one', 'three'])
  expect(posts[0]).toEqual(aPost('one', { refusal: 'forbidden' }))
})

test('[D7] changes come back in the order of asking, after a reload too', async () => {
  const { name, storage } = await aDatabase()
  for (const words of ['one', 'two', 'three']) await storage.saveChange(aChange(words))
  await storage.saveChange(aChange('elsewhere', { roomId: harbour, tabId: anId('other-tab') }))
  await storage.saveChange(aChange('one', { refusal: 'limit-reached' }))
  await storage.removeChange(kitchen, anId<ChangeId>('two'))

  const { storage: afterReload } = await aDatabase(name)
  expect(await afterReload.loadChanges(kitchen)).toEqual([
    aChange('one', { refusal: 'limit-reached' }),
    aChange('three'),
  ])
  expect(await afterReload.loadWaitingTabs()).toEqual([anId('ana-tab'), anId('other-tab')])
})

test('[D7] what an app kept that knew of no changes is all there for one that does', async () => {
  const name = createId<string>()
  // As the first version made it.
  const old = await openDB(name, 1, {
    upgrade(database) {
      database.createObjectStore('settings')
      database.createObjectStore('known-rooms', { keyPath: 'roomId' })
      database.createObjectStore('rooms', { keyPath: 'roomId' })
      database.createObjectStore('drafts')
      const posts = database.createObjectStore('posts', { keyPath: 'place', autoIncrement: true })
      posts.createIndex('messageId', 'messageId', { unique: true })
      posts.createIndex('roomId', 'roomId')
      posts.createIndex('tabId', 'tabId')
    },
  })
  await old.put('settings', 'Ana', 'name')
  await old.put('known-rooms', aKnownRoom())
  await old.put('drafts', { text: 'half a thought', caret: 4 }, kitchen)
  await old.put('posts', aPost('one'))
  old.close()

  const { storage } = await aDatabase(name)
  expect(storage.isDurable).toBe(true)
  expect(await storage.loadName()).toBe('Ana')
  expect(await storage.loadKnownRooms()).toEqual([aKnownRoom()])
  expect(await storage.loadDraft(kitchen)).toEqual({ text: 'half a thought', caret: 4 })
  expect(await storage.loadPosts(kitchen)).toEqual([aPost('one')])
  expect(await storage.loadChanges(kitchen)).toEqual([])
  await storage.saveChange(aChange('first'))
  expect(await storage.loadChanges(kitchen)).toEqual([aChange('first')])
})

test('[D7] a tab with the older app makes way for one with the newer, and neither loses a post', async () => {
  const { name, storage } = await aDatabase()
  await storage.savePost(aPost('one'))
  // The next version, whatever it brings.
  const newer = await openDB(name, 4)
  onTestFinished(() => newer.close())
  await storage.saveChange(aChange('two'))
  expect(storage.isDurable).toBe(false)
  expect(bodies(await storage.loadPosts(kitchen))).toEqual(['one'])
  expect(await storage.loadChanges(kitchen)).toEqual([aChange('two')])
  expect(await newer.count('posts')).toBe(1)
})

const aFile = (words: string, roomId = kitchen) => ({
  roomId,
  fileId: anId<FileId>(words),
  blob: new Blob([words], { type: 'text/plain' }),
})

test('[D7] bytes of files are there after a reload, the same ones, until they are taken away', async () => {
  const { name, storage } = await aDatabase()
  expect(await storage.saveFile(aFile('one'))).toBe(true)
  expect(await storage.saveFile({ ...aFile('one'), blob: new Blob(['other']) })).toBe(true)
  const { storage: afterReload } = await aDatabase(name)
  const blob = await afterReload.loadFile(anId<FileId>('one'))
  expect([await blob?.text(), blob?.type]).toEqual(['one', 'text/plain'])
  await afterReload.removeFile(anId<FileId>('one'))
  expect(await afterReload.loadFile(anId<FileId>('one'))).toBeNull()
})

test('bytes that no post and no draft names are dropped once they are old', async () => {
  const { database, storage } = await aDatabase()
  const attachment = { name: 'a', mediaType: 'b', bytes: 1 }
  for (const words of ['posted', 'drafted', 'orphaned', 'fresh']) await storage.saveFile(aFile(words))
  for (const words of ['posted', 'drafted', 'orphaned']) {
    const row = await database.get('files', anId<FileId>(words))
    if (row) await database.put('files', { ...row, savedAt: 1 })
  }
  const pending = { ...attachment, state: 'waiting', sentBytes: 0, refusal: null, isKept: true } as const
  await storage.savePost(aPost('', { attachments: [{ ...pending, fileId: anId('posted') }] }))
  await storage.saveDraft(kitchen, {
    text: '',
    caret: 0,
    files: [{ ...attachment, fileId: anId('drafted') }],
  })
  await storage.dropStale()
  expect((await database.getAllKeys('files')).toSorted()).toEqual(
    ['posted', 'drafted', 'fresh'].map((words) => anId<FileId>(words)).toSorted(),
  )
})

test('of a room that keeps an hour nothing older is in the database, though nobody opens it', async () => {
  const { database, storage } = await aDatabase()
  const now = Date.now()
  const said = (body: string, sequence: number, hoursAgo: number) =>
    aMessage({ body, messageId: anId<MessageId>(body), sequence, postedAt: now - hoursAgo * 3_600_000 })
  const page = { from: 0, to: 5, head: 5, records: [said('canary', 3, 1.1), said('young', 5, 0.5)] }
  const { code, title } = aKnownRoom()
  const room = { kind: 'room', sequence: 1, version: 1, code, title, createdAt: 1 } as const
  const stored = { epoch: anId<Epoch>('epoch'), cursor: 5, me: aMember({ sequence: 2 }), page }
  await storage.saveRoom({ ...stored, roomId: kitchen, room: { ...room, settings: { keptHours: 1 } } })
  await storage.saveRoom({ ...stored, roomId: harbour, room })
  await storage.dropStale()
  const everything = async () =>
    JSON.stringify(await Promise.all([...database.objectStoreNames].map((name) => database.getAll(name))))
  expect(await everything()).toContain('young')
  expect((await storage.loadRoom(harbour))?.page).toEqual(page)
  await storage.forgetRoom(harbour)
  expect(await everything()).toContain('young')
  expect(await everything()).not.toContain('canary')
})

test('a disk without room for a file keeps everything else, and says that it did not keep this', async () => {
  const { name, database } = await aDatabase()
  const full = new Proxy(database, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => {
        if (key === 'transaction' && given[0] === 'files')
          throw new DOMException('full', 'QuotaExceededError')
        return value.apply(target, given)
      }
    },
  })
  const storage = new BrowserAppStorage(name, full)
  expect(await storage.saveFile(aFile('film'))).toBe(false)
  expect(await (await storage.loadFile(anId<FileId>('film')))?.text()).toBe('film')
  expect(storage.isDurable).toBe(true)
  await storage.savePost(aPost('one'))
  expect(bodies(await new BrowserAppStorage(name, database).loadPosts(kitchen))).toEqual(['one'])
})

test('a forgotten room leaves nothing behind, and its neighbour everything', async () => {
  const { storage } = await aDatabase()
  for (const roomId of [kitchen, harbour]) {
    await storage.saveKnownRoom(aKnownRoom({ roomId }))
    await storage.saveDraft(roomId, { text: 'half a thought', caret: 4 })
    await storage.savePost(aPost(`to ${roomId}`, { roomId, messageId: anId(`m-${roomId}`) }))
    await storage.saveChange(aChange('words', { roomId, changeId: anId<ChangeId>(`c-${roomId}`) }))
    await storage.saveFile(aFile(`of ${roomId}`, roomId))
  }
  await storage.forgetKnownRoom(kitchen)

  expect((await storage.loadKnownRooms()).map((room) => room.roomId)).toEqual([harbour])
  expect(await storage.loadDraft(kitchen)).toBeNull()
  expect(await storage.loadPosts(kitchen)).toEqual([])
  expect(await storage.loadChanges(kitchen)).toEqual([])
  expect(await storage.loadChanges(harbour)).toHaveLength(1)
  expect(await storage.loadFile(anId<FileId>(`of ${kitchen}`))).toBeNull()
  expect(await storage.loadFile(anId<FileId>(`of ${harbour}`))).not.toBeNull()
  expect(await storage.loadDraft(harbour)).toEqual({ text: 'half a thought', caret: 4 })
  expect(await storage.loadPosts(harbour)).toHaveLength(1)
})

test('known rooms are listed with the one opened last first', async () => {
  const { storage } = await aDatabase()
  await storage.saveKnownRoom(aKnownRoom({ roomId: kitchen, lastOpenedAt: 1 }))
  await storage.saveKnownRoom(aKnownRoom({ roomId: harbour, lastOpenedAt: 2 }))
  expect((await storage.loadKnownRooms()).map((room) => room.roomId)).toEqual([harbour, kitchen])
})

test('a draft with nothing in it is no draft', async () => {
  const { storage } = await aDatabase()
  await storage.saveDraft(kitchen, { text: 'half', caret: 4 })
  await storage.saveDraft(kitchen, { text: '', caret: 0 })
  expect(await storage.loadDraft(kitchen)).toBeNull()
})

test('where the browser keeps nothing, the page does, and says so', async () => {
  const storage = new BrowserAppStorage('never opened', null)
  expect(storage.isDurable).toBe(false)
  await storage.saveName('Ana')
  await storage.savePost(aPost('one'))
  expect(await storage.loadName()).toBe('Ana')
  expect(bodies(await storage.loadPosts(kitchen))).toEqual(['one'])
})

test('a connection the browser cut off is opened anew', async () => {
  const { database, storage } = await aDatabase()
  await storage.savePost(aPost('one'))
  database.close()
  await storage.savePost(aPost('two'))
  expect(storage.isDurable).toBe(true)
  expect(bodies(await storage.loadPosts(kitchen))).toEqual(['one', 'two'])
  storage.close()
})

test('[D7] when the database breaks for good, what this page had goes on in memory', async () => {
  const { name, database, storage } = await aDatabase()
  await storage.savePost(aPost('one'))

  // Another tab takes the database to a version this app cannot open.
  database.close()
  const { openDB } = await import('idb')
  const newer = await openDB(name, 99)
  onTestFinished(() => newer.close())

  await storage.savePost(aPost('two'))
  expect(storage.isDurable).toBe(false)
  expect(bodies(await storage.loadPosts(kitchen))).toEqual(['one', 'two'])
})

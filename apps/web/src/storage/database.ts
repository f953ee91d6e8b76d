import type { ChangeId, StoredChange, StoredFile, StoredPost, StoredRoom } from '@confab/client'
import type { FileId, IdentityToken, MessageId, RoomId, TabId } from '@confab/protocol'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Draft, KnownRoom } from './app-storage.ts'

interface Schema extends DBSchema {
  settings: { key: 'token' | 'name' | 'creation-key'; value: string }
  'known-rooms': { key: RoomId; value: KnownRoom }
  rooms: { key: RoomId; value: StoredRoom }
  drafts: { key: RoomId; value: Draft }
  // Numbered as they come, so that reading by room gives the order of posting.
  posts: {
    key: number
    value: StoredPost & { place?: number }
    indexes: { messageId: MessageId; roomId: RoomId; tabId: TabId }
  }
  // Numbered likewise, in the order of asking.
  changes: {
    key: number
    value: StoredChange & { place?: number }
    indexes: { changeId: ChangeId; roomId: RoomId }
  }
  // The bytes of what is to be sent, of posts and drafts. `savedAt` is this browser's clock, in milliseconds.
  files: { key: FileId; value: StoredFile & { savedAt: number }; indexes: { roomId: RoomId } }
}

export type Database = IDBPDatabase<Schema>

/** What the browser calls the database. Tests open others. */
export const DATABASE_NAME = 'confab'

/** Beyond this the browser is not going to answer: an upgrade another tab blocks, or a profile on a broken disk. */
const OPEN_TIMEOUT_MS = 3_000

/** Opens the database and brings it up to date. Rejects when the browser refuses or does not answer. */
export async function openDatabase(name: string): Promise<Database> {
  const opening = openDB<Schema>(name, 3, {
    upgrade(database, oldVersion) {
      if (oldVersion < 1) {
        database.createObjectStore('settings')
        database.createObjectStore('known-rooms', { keyPath: 'roomId' })
        database.createObjectStore('rooms', { keyPath: 'roomId' })
        database.createObjectStore('drafts')
        const posts = database.createObjectStore('posts', { keyPath: 'place', autoIncrement: true })
        posts.createIndex('messageId', 'messageId', { unique: true })
        posts.createIndex('roomId', 'roomId')
        posts.createIndex('tabId', 'tabId')
      }
      if (oldVersion < 2) {
        const changes = database.createObjectStore('changes', { keyPath: 'place', autoIncrement: true })
        changes.createIndex('changeId', 'changeId', { unique: true })
        changes.createIndex('roomId', 'roomId')
      }
      if (oldVersion < 3)
        database.createObjectStore('files', { keyPath: 'fileId' }).createIndex('roomId', 'roomId')
    },
    // A tab with a newer app wants to upgrade: make way. This tab goes on in memory.
    blocking(_current, _blocked, event) {
      ;(event.target as IDBDatabase).close()
    },
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The browser does not open its database.')), OPEN_TIMEOUT_MS)
  })
  try {
    return await Promise.race([opening, timeout])
  } catch (error) {
    opening.then(
      (late) => late.close(),
      () => {},
    )
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Keeps the first token: of two tabs that both got one from the server, both must go on with the same. */
export async function keepFirstToken(database: Database, token: IdentityToken): Promise<IdentityToken> {
  const transaction = database.transaction('settings', 'readwrite', { durability: 'strict' })
  const kept = await transaction.store.get('token')
  if (kept === undefined) await transaction.store.put(token, 'token')
  await transaction.done
  return (kept ?? token) as IdentityToken
}

/** Forgets a token, unless another tab keeps a newer one by now. */
export async function forgetToken(database: Database, token: IdentityToken): Promise<void> {
  const transaction = database.transaction('settings', 'readwrite', { durability: 'strict' })
  if ((await transaction.store.get('token')) === token) await transaction.store.delete('token')
  await transaction.done
}

/** Keeps a draft, or takes it away. Committed at once: a page that goes away would break off what is left open. */
export async function putDraft(database: Database, roomId: RoomId, draft: Draft | null): Promise<void> {
  const transaction = database.transaction('drafts', 'readwrite')
  const written = draft ? transaction.store.put(draft, roomId) : transaction.store.delete(roomId)
  transaction.commit()
  await Promise.all([written, transaction.done])
}

/** Adds a post at the end, or replaces it where it stands. On disk, not only on its way there, when this resolves. */
export async function putPost(database: Database, post: StoredPost): Promise<void> {
  const transaction = database.transaction('posts', 'readwrite', { durability: 'strict' })
  const place = await transaction.store.index('messageId').getKey(post.messageId)
  await transaction.store.put(place === undefined ? { ...post } : { ...post, place })
  await transaction.done
}

export async function deletePost(database: Database, messageId: MessageId): Promise<void> {
  const transaction = database.transaction('posts', 'readwrite')
  const place = await transaction.store.index('messageId').getKey(messageId)
  if (place !== undefined) await transaction.store.delete(place)
  await transaction.done
}

/** In the order of posting, all tabs'. */
export async function postsOfRoom(database: Database, roomId: RoomId): Promise<StoredPost[]> {
  const rows = await database.getAllFromIndex('posts', 'roomId', roomId)
  return rows.map(({ place: _, ...post }) => post)
}

/** Adds a change at the end, or replaces it where it stands; on disk when this resolves, as a post. */
export async function putChange(database: Database, change: StoredChange): Promise<void> {
  const transaction = database.transaction('changes', 'readwrite', { durability: 'strict' })
  const place = await transaction.store.index('changeId').getKey(change.changeId)
  await transaction.store.put(place === undefined ? { ...change } : { ...change, place })
  await transaction.done
}

export async function deleteChange(database: Database, changeId: ChangeId): Promise<void> {
  const transaction = database.transaction('changes', 'readwrite')
  const place = await transaction.store.index('changeId').getKey(changeId)
  if (place !== undefined) await transaction.store.delete(place)
  await transaction.done
}

/** In the order of asking, all tabs'. */
export async function changesOfRoom(database: Database, roomId: RoomId): Promise<StoredChange[]> {
  const rows = await database.getAllFromIndex('changes', 'roomId', roomId)
  return rows.map(({ place: _, ...change }) => change)
}

/** Adds the bytes of a file; those that are there stay. Rejects when the disk is full, and the database is as sound as before. */
export async function putFile(database: Database, file: StoredFile): Promise<void> {
  const transaction = database.transaction('files', 'readwrite')
  const adding = transaction.store.add({ ...file, savedAt: Date.now() })
  // Without waiting for an answer: the page may be about to go.
  transaction.commit()
  const [added, done] = await Promise.allSettled([adding, transaction.done])
  if (done.status === 'fulfilled') return
  const { reason } = added.status === 'rejected' ? added : done
  const isThere = reason instanceof DOMException && reason.name === 'ConstraintError'
  if (!isThere) throw reason
}

/** The tabs that have something to send. */
export async function waitingTabs(database: Database): Promise<TabId[]> {
  const rows = [...(await database.getAll('posts')), ...(await database.getAll('changes'))]
  return [...new Set(rows.map((row) => row.tabId))]
}

/** Takes everything of a room away in one go. */
export async function deleteRoomWhole(database: Database, roomId: RoomId): Promise<void> {
  const transaction = database.transaction(
    ['known-rooms', 'rooms', 'drafts', 'posts', 'changes', 'files'],
    'readwrite',
  )
  const [posts, changes, files] = await Promise.all([
    transaction.objectStore('posts').index('roomId').getAllKeys(roomId),
    transaction.objectStore('changes').index('roomId').getAllKeys(roomId),
    transaction.objectStore('files').index('roomId').getAllKeys(roomId),
  ])
  await Promise.all([
    transaction.objectStore('known-rooms').delete(roomId),
    transaction.objectStore('rooms').delete(roomId),
    transaction.objectStore('drafts').delete(roomId),
    ...posts.map((place) => transaction.objectStore('posts').delete(place)),
    ...changes.map((place) => transaction.objectStore('changes').delete(place)),
    ...files.map((fileId) => transaction.objectStore('files').delete(fileId)),
    transaction.done,
  ])
}

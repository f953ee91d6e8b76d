import type { ChangeId, StoredChange, StoredFile, StoredPost, StoredRoom } from '@confab/client'
import type { FileId, IdentityToken, MessageId, RoomId, TabId } from '@confab/protocol'
import type { AppStorage, Draft, KnownRoom, UnsentChange } from './app-storage.ts'
import {
  changesOfRoom,
  type Database,
  deleteChange,
  deletePost,
  deleteRoomWhole,
  forgetToken,
  keepFirstToken,
  openDatabase,
  postsOfRoom,
  putChange,
  putDraft,
  putFile,
  putPost,
  waitingTabs,
} from './database.ts'
import { MemoryAppStorage } from './memory-app-storage.ts'

/**
 * Keeps everything in IndexedDB, and in memory beside it. When the browser refuses or breaks off (private mode, a full
 * disk, cleared site data), it goes on with what is in memory, and `isDurable` says so from then on.
 */
export class BrowserAppStorage implements AppStorage {
  readonly #databaseName: string
  #database: Database | null
  // All that was read or written by this page: what is left when the database goes.
  readonly #memory = new MemoryAppStorage()

  constructor(databaseName: string, database: Database | null) {
    this.#databaseName = databaseName
    this.#database = database
  }

  get isDurable(): boolean {
    return this.#database !== null
  }

  /** Closes the database; the page goes on in memory. */
  close(): void {
    this.#database?.close()
    this.#database = null
  }

  async loadToken(): Promise<IdentityToken | null> {
    const token = await this.#ask((database) => database.get('settings', 'token'))
    if (token === undefined) return this.#memory.loadToken()
    return this.#memory.keepToken(token as IdentityToken)
  }

  async keepToken(token: IdentityToken): Promise<IdentityToken> {
    const kept = await this.#ask((database) => keepFirstToken(database, token))
    return this.#memory.keepToken(kept ?? token)
  }

  async forgetToken(token: IdentityToken): Promise<void> {
    await this.#memory.forgetToken(token)
    await this.#ask((database) => forgetToken(database, token))
  }

  async loadRoom(roomId: RoomId): Promise<StoredRoom | null> {
    const room = await this.#ask((database) => database.get('rooms', roomId))
    return room ?? this.#memory.loadRoom(roomId)
  }

  async saveRoom(room: StoredRoom): Promise<void> {
    await this.#memory.saveRoom(room)
    await this.#ask((database) => database.put('rooms', room))
  }

  async forgetRoom(roomId: RoomId): Promise<void> {
    await this.#memory.forgetRoom(roomId)
    await this.#ask((database) => database.delete('rooms', roomId))
  }

  async loadPosts(roomId: RoomId): Promise<StoredPost[]> {
    const posts = await this.#ask((database) => postsOfRoom(database, roomId))
    return posts ?? this.#memory.loadPosts(roomId)
  }

  async savePost(post: StoredPost): Promise<void> {
    await this.#memory.savePost(post)
    await this.#ask((database) => putPost(database, post))
  }

  async removePost(roomId: RoomId, messageId: MessageId): Promise<void> {
    await this.#memory.removePost(roomId, messageId)
    await this.#ask((database) => deletePost(database, messageId))
  }

  async loadChanges(roomId: RoomId): Promise<StoredChange[]> {
    const changes = await this.#ask((database) => changesOfRoom(database, roomId))
    return changes ?? this.#memory.loadChanges(roomId)
  }

  async saveChange(change: StoredChange): Promise<void> {
    await this.#memory.saveChange(change)
    await this.#ask((database) => putChange(database, change))
  }

  async removeChange(roomId: RoomId, changeId: ChangeId): Promise<void> {
    await this.#memory.removeChange(roomId, changeId)
    await this.#ask((database) => deleteChange(database, changeId))
  }

  async saveFile(file: StoredFile): Promise<boolean> {
    // Not in memory beside it, where it would stay whole.
    const isKept = await this.#ask((database) =>
      putFile(database, file).then(
        () => true,
        (error) => {
          // No room for this: what is smaller may fit.
          if (error instanceof DOMException && error.name === 'QuotaExceededError') return false
          throw error
        },
      ),
    )
    return isKept === true || this.#memory.saveFile(file)
  }

  async loadFile(fileId: FileId): Promise<Blob | null> {
    const file = await this.#ask((database) => database.get('files', fileId))
    return file?.blob ?? this.#memory.loadFile(fileId)
  }

  async removeFile(fileId: FileId): Promise<void> {
    await this.#memory.removeFile(fileId)
    await this.#ask((database) => database.delete('files', fileId))
  }

  async dropStale(): Promise<void> {
    // Without the network there is another start.
    const stale = await import('./stale.ts').catch(() => null)
    if (stale) await this.#ask((database) => stale.dropStale(database, Date.now()))
  }

  async loadKnownRooms(): Promise<KnownRoom[]> {
    const rooms = await this.#ask((database) => database.getAll('known-rooms'))
    if (!rooms) return this.#memory.loadKnownRooms()
    for (const room of rooms) await this.#memory.saveKnownRoom(room)
    return rooms.sort((a, b) => b.lastOpenedAt - a.lastOpenedAt)
  }

  async saveKnownRoom(room: KnownRoom): Promise<void> {
    await this.#memory.saveKnownRoom(room)
    await this.#ask((database) => database.put('known-rooms', room))
  }

  async forgetKnownRoom(roomId: RoomId): Promise<void> {
    await this.#memory.forgetKnownRoom(roomId)
    await this.#ask((database) => deleteRoomWhole(database, roomId))
  }

  async loadDraft(roomId: RoomId): Promise<Draft | null> {
    const draft = await this.#ask((database) => database.get('drafts', roomId))
    return draft ?? this.#memory.loadDraft(roomId)
  }

  async saveDraft(roomId: RoomId, draft: Draft | null): Promise<void> {
    await this.#memory.saveDraft(roomId, draft)
    const kept = await this.#memory.loadDraft(roomId)
    await this.#ask((database) => putDraft(database, roomId, kept))
  }

  async loadName(): Promise<string> {
    const name = await this.#ask((database) => database.get('settings', 'name'))
    return name ?? this.#memory.loadName()
  }

  async saveName(name: string): Promise<void> {
    await this.#memory.saveName(name)
    await this.#ask((database) => database.put('settings', name, 'name'))
  }

  async loadWaitingTabs(): Promise<TabId[]> {
    return (await this.#ask(waitingTabs)) ?? this.#memory.loadWaitingTabs()
  }

  watchUnsent(listener: (change: UnsentChange) => void): void {
    this.#memory.watchUnsent(listener)
  }

  /** Undefined when the database has nothing, or is not there to ask. */
  async #ask<T>(work: (database: Database) => Promise<T>): Promise<T | undefined> {
    const database = this.#database
    if (!database) return undefined
    try {
      return await work(database)
    } catch {
      return this.#askAgain(work, database)
    }
  }

  // A browser may cut a sound database off (memory pressure, a sleep): a fresh connection is worth one try.
  async #askAgain<T>(work: (database: Database) => Promise<T>, broken: Database): Promise<T | undefined> {
    try {
      if (this.#database === broken) {
        broken.close()
        this.#database = await openDatabase(this.#databaseName)
      }
      return this.#database ? await work(this.#database) : undefined
    } catch {
      this.close()
      return undefined
    }
  }
}

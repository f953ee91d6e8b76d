import type { ChangeId, StoredChange, StoredFile, StoredPost, StoredRoom } from '@confab/client'
import type { FileId, IdentityToken, MessageId, RoomId, TabId } from '@confab/protocol'
import type { AppStorage, Draft, KnownRoom, UnsentChange } from './app-storage.ts'
import { isEmptyDraft } from './app-storage.ts'

/** Keeps everything until the page goes away: for browsers that refuse storage. Nothing here can fail. */
export class MemoryAppStorage implements AppStorage {
  readonly isDurable: boolean = false
  #token: IdentityToken | null = null
  #name = ''
  readonly #knownRooms = new Map<RoomId, KnownRoom>()
  readonly #rooms = new Map<RoomId, StoredRoom>()
  readonly #drafts = new Map<RoomId, Draft>()
  // A Map keeps the order of first insertion, which is the order of posting.
  readonly #posts = new Map<MessageId, StoredPost>()
  readonly #changes = new Map<ChangeId, StoredChange>()
  readonly #files = new Map<FileId, StoredFile>()
  #tell: (change: UnsentChange) => void = () => {}

  async loadToken(): Promise<IdentityToken | null> {
    return this.#token
  }

  async keepToken(token: IdentityToken): Promise<IdentityToken> {
    this.#token ??= token
    return this.#token
  }

  async forgetToken(token: IdentityToken): Promise<void> {
    if (this.#token === token) this.#token = null
  }

  async loadRoom(roomId: RoomId): Promise<StoredRoom | null> {
    return this.#rooms.get(roomId) ?? null
  }

  async saveRoom(room: StoredRoom): Promise<void> {
    this.#rooms.set(room.roomId, room)
  }

  async forgetRoom(roomId: RoomId): Promise<void> {
    this.#rooms.delete(roomId)
  }

  async loadPosts(roomId: RoomId): Promise<StoredPost[]> {
    return [...this.#posts.values()].filter((post) => post.roomId === roomId)
  }

  async savePost(post: StoredPost): Promise<void> {
    this.#posts.set(post.messageId, post)
    this.#tell({ kind: 'saved', id: post.messageId, unsent: post })
  }

  async removePost(_roomId: RoomId, messageId: MessageId): Promise<void> {
    this.#posts.delete(messageId)
    this.#tell({ kind: 'removed', id: messageId })
  }

  async loadChanges(roomId: RoomId): Promise<StoredChange[]> {
    return [...this.#changes.values()].filter((change) => change.roomId === roomId)
  }

  async saveChange(change: StoredChange): Promise<void> {
    this.#changes.set(change.changeId, change)
    this.#tell({ kind: 'saved', id: change.changeId, unsent: change })
  }

  async removeChange(_roomId: RoomId, changeId: ChangeId): Promise<void> {
    this.#changes.delete(changeId)
    this.#tell({ kind: 'removed', id: changeId })
  }

  async saveFile(file: StoredFile): Promise<boolean> {
    this.#files.set(file.fileId, file)
    return false
  }

  async loadFile(fileId: FileId): Promise<Blob | null> {
    return this.#files.get(fileId)?.blob ?? null
  }

  async removeFile(fileId: FileId): Promise<void> {
    this.#files.delete(fileId)
  }

  // What is not needed goes with the page.
  async dropStale(): Promise<void> {}

  async loadWaitingTabs(): Promise<TabId[]> {
    const unsent = [...this.#posts.values(), ...this.#changes.values()]
    return [...new Set(unsent.map(({ tabId }) => tabId))]
  }

  watchUnsent(listener: (change: UnsentChange) => void): void {
    this.#tell = listener
  }

  async loadKnownRooms(): Promise<KnownRoom[]> {
    return [...this.#knownRooms.values()].sort((a, b) => b.lastOpenedAt - a.lastOpenedAt)
  }

  async saveKnownRoom(room: KnownRoom): Promise<void> {
    this.#knownRooms.set(room.roomId, room)
  }

  async forgetKnownRoom(roomId: RoomId): Promise<void> {
    this.#knownRooms.delete(roomId)
    this.#rooms.delete(roomId)
    this.#drafts.delete(roomId)
    for (const post of await this.loadPosts(roomId)) await this.removePost(roomId, post.messageId)
    for (const { changeId } of await this.loadChanges(roomId)) await this.removeChange(roomId, changeId)
    for (const file of this.#files.values()) if (file.roomId === roomId) this.#files.delete(file.fileId)
  }

  async loadDraft(roomId: RoomId): Promise<Draft | null> {
    return this.#drafts.get(roomId) ?? null
  }

  async saveDraft(roomId: RoomId, draft: Draft | null): Promise<void> {
    if (draft && !isEmptyDraft(draft)) this.#drafts.set(roomId, draft)
    else this.#drafts.delete(roomId)
  }

  async loadName(): Promise<string> {
    return this.#name
  }

  async saveName(name: string): Promise<void> {
    this.#name = name
  }
}

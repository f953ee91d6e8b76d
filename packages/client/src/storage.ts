import type {
  Epoch,
  FileId,
  IdentityToken,
  MemberRecord,
  MessageId,
  Page,
  RefusalCode,
  RoomId,
  RoomRecord,
  Sequence,
  TabId,
} from '@confab/protocol'
import type { ChangeId, ChangeWish } from './changes.ts'
import type { Clock } from './clock.ts'
import type { PostContent, PostRefusalCode } from './outbox.ts'

/** A room as it was last applied: enough to show it before the network answers, and to resume from there. */
export type StoredRoom = {
  roomId: RoomId
  epoch: Epoch
  cursor: Sequence
  room: RoomRecord
  me: MemberRecord
  /** The newest records, at most `PAGE_RECORDS_MAX`. */
  page: Page
  /** Behind which place a restored backup lost something; left out if that never happened. */
  restoredAfter?: Sequence | null
  /** How far it was seen, as far as this browser knows. */
  lastRead?: Sequence
}

/** A post that is not acked yet. `tabId` is the tab that sends it; `refusal` is set once it was refused for good. */
export type StoredPost = PostContent & {
  roomId: RoomId
  messageId: MessageId
  createdAt: number
  tabId: TabId
  refusal: PostRefusalCode | null
}

/** The bytes of a file that is still to be sent. They belong to a post that is not acked, or to something that is still being written. */
export type StoredFile = { roomId: RoomId; fileId: FileId; blob: Blob }

/** A change of a message that is not done yet: an edit, a deletion, a reaction, a pin. The rest is as in `StoredPost`. */
export type StoredChange = {
  roomId: RoomId
  changeId: ChangeId
  wish: ChangeWish
  createdAt: number
  tabId: TabId
  refusal: RefusalCode | null
}

/**
 * What a client keeps between two lives. Every promise may reject: the client then carries on in memory. Shared by all
 * tabs of a browser.
 */
export interface ClientStorage {
  /** Whether what is kept survives the page. */
  readonly isDurable: boolean
  loadToken(): Promise<IdentityToken | null>
  /** Keeps a token unless there is one already; answers the one that is kept, so that of two tabs the first one wins. */
  keepToken(token: IdentityToken): Promise<IdentityToken>
  /** Forgets this token, if it is the one that is kept. */
  forgetToken(token: IdentityToken): Promise<void>
  loadRoom(roomId: RoomId): Promise<StoredRoom | null>
  /** Adds or replaces a room: cursor and records together. */
  saveRoom(room: StoredRoom): Promise<void>
  forgetRoom(roomId: RoomId): Promise<void>
  /** The unacked posts of all tabs, in posting order. */
  loadPosts(roomId: RoomId): Promise<StoredPost[]>
  /** Adds a post, or replaces the one with its id in its place. */
  savePost(post: StoredPost): Promise<void>
  removePost(roomId: RoomId, messageId: MessageId): Promise<void>
  /** The changes of all tabs that are not done, in the order of asking. */
  loadChanges(roomId: RoomId): Promise<StoredChange[]>
  /** Adds a change, or replaces the one with its id in its place. */
  saveChange(change: StoredChange): Promise<void>
  removeChange(roomId: RoomId, changeId: ChangeId): Promise<void>
  /** Keeps the bytes of a file; those that are there already stay. Answers whether they survive the page: a disk may have room for a post and none for this. */
  saveFile(file: StoredFile): Promise<boolean>
  loadFile(fileId: FileId): Promise<Blob | null>
  removeFile(fileId: FileId): Promise<void>
}

/** Everything a storage holds but the bytes of files, as a value that JSON can carry. One that was written before there were changes has none. */
export type StorageContents = {
  token: IdentityToken | null
  rooms: StoredRoom[]
  posts: StoredPost[]
  changes?: StoredChange[]
}

/**
 * A storage in memory, for tests, bots and browsers that refuse to store. With `contents` it begins with what was kept
 * before, and `changed` is told everything after each change: enough to keep a bot in a file.
 */
export function memoryStorage(
  contents: StorageContents = { token: null, rooms: [], posts: [] },
  changed?: (contents: StorageContents) => void,
): ClientStorage {
  let token = contents.token
  const rooms = new Map(contents.rooms.map((room) => [room.roomId, room]))
  const posts = new Map(contents.posts.map((post) => [post.messageId, post]))
  const changes = new Map(contents.changes?.map((change) => [change.changeId, change]))
  const files = new Map<FileId, Blob>()
  const keep = () =>
    changed?.({
      token,
      rooms: [...rooms.values()],
      posts: [...posts.values()],
      changes: [...changes.values()],
    })
  return {
    isDurable: changed !== undefined,
    async loadToken() {
      return token
    },
    async keepToken(offered) {
      token ??= offered
      keep()
      return token
    },
    async forgetToken(over) {
      if (token !== over) return
      token = null
      keep()
    },
    async loadRoom(roomId) {
      return rooms.get(roomId) ?? null
    },
    async saveRoom(room) {
      rooms.set(room.roomId, room)
      keep()
    },
    async forgetRoom(roomId) {
      rooms.delete(roomId)
      keep()
    },
    async loadPosts(roomId) {
      return [...posts.values()].filter((post) => post.roomId === roomId)
    },
    async savePost(post) {
      posts.set(post.messageId, post)
      keep()
    },
    async removePost(_roomId, messageId) {
      posts.delete(messageId)
      keep()
    },
    async loadChanges(roomId) {
      return [...changes.values()].filter((change) => change.roomId === roomId)
    },
    async saveChange(change) {
      changes.set(change.changeId, change)
      keep()
    },
    async removeChange(_roomId, changeId) {
      changes.delete(changeId)
      keep()
    },
    async saveFile({ fileId, blob }) {
      files.set(fileId, blob)
      return false
    },
    async loadFile(fileId) {
      return files.get(fileId) ?? null
    },
    async removeFile(fileId) {
      files.delete(fileId)
    },
  }
}

/** How long a storage may take, in milliseconds, before the client goes on without it: a blocked database must not mute anybody. */
export const STORAGE_PATIENCE_MS = 2_000

/** The same for the bytes of a file, of which there may be many. */
export const STORAGE_FILE_PATIENCE_MS = 10_000

/** Does something with a storage and answers `otherwise` if it fails or takes too long. Never rejects. */
export function attempt<T>(
  clock: Clock,
  work: () => Promise<T>,
  otherwise: T,
  patienceMs = STORAGE_PATIENCE_MS,
): Promise<T> {
  return new Promise((resolve) => {
    const cancel = clock.after(patienceMs, () => resolve(otherwise))
    const end = (value: T) => {
      cancel()
      resolve(value)
    }
    // Through a promise, so that a storage that throws is one that rejects.
    Promise.resolve()
      .then(work)
      .then(end, () => end(otherwise))
  })
}

import type { FileId, FileRecord, RoomId, UploadRefusalCode } from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/**
 * What becomes of a file: `reserved` while its bytes come, `ready` once they are stored and can be posted, `posted` with a message, and
 * `erasing` when nobody may have it any more, until its bytes are surely gone. Nothing goes back, but for files of messages that were erased
 * by many and are brought back: those take their space until then.
 */
export type FileState = 'reserved' | 'ready' | 'posted' | 'erasing'

/** A file as the store knows it. `storageKey` is the name its bytes lie under, made by the server. */
export type StoredFile = {
  fileId: FileId
  state: FileState
  storageKey: string
  /** What was announced, as JSON: the same again is the same upload. */
  announced: string
  /** Set once it was looked through. */
  record: FileRecord | null
  /** Why it is `erasing`, when it was not its sender's wish. */
  refusal: UploadRefusalCode | null
}

/** How many bytes files may take, of one identity, of one room, and in all. */
export type FileSpace = { ofIdentity: number; ofRoom: number; inAll: number }

/** A file somebody announces. */
export type Reservation = {
  fileId: FileId
  roomId: RoomId
  tokenHash: TokenHash
  announced: string
  bytes: number
  storageKey: string
  /** When it is thrown away if nothing came of it. */
  dueAt: number
  space: FileSpace
}

/** What came of announcing a file, or of its being ready. */
export type FileOutcome =
  | { outcome: 'done'; file: StoredFile }
  | { outcome: 'refused'; code: UploadRefusalCode }

/** Bytes of an upload that are about to be stored under a key of their own. */
export type ExpectedBytes = { fileId: FileId; storageKey: string; dueAt: number }

/** A file that was looked through, and the expected key its bytes lie under. `bytes` is the space it takes with all that belongs to it, which may be more than was announced. */
export type Finish = {
  fileId: FileId
  storageKey: string
  record: FileRecord
  bytes: number
  dueAt: number
  space: FileSpace
}

/**
 * A file nobody shall have, from `dueAt` on not even a row. By its sender when there is a token, `overdueAt` a moment only if it was to be
 * thrown away by then; `refusal` says why it is none's wish.
 */
export type Discard = {
  fileId: FileId
  tokenHash: TokenHash | null
  overdueAt?: number
  refusal: UploadRefusalCode | null
  dueAt: number
}

/**
 * What a store knows of files; their bytes lie elsewhere. A key is in the table before any byte lies under it, and until after the last
 * is gone, so there are never bytes nobody knows of. Space is counted in the transaction that takes it.
 */
export interface FileTable {
  /** Keeps space for a file of a member, all or nothing. The same again is answered with what is there, in whatever state. */
  reserve(reservation: Reservation): Promise<FileOutcome>

  /** An upload of whom the token proves. */
  findUpload(fileId: FileId, tokenHash: TokenHash): Promise<StoredFile | null>

  /**
   * Notes a key before bytes lie under it: two nodes may store the same upload at once, and what is posted must not change. From `dueAt` on
   * what lies there is erased, unless `finish` named it. Answers the upload, of which none are expected unless it is `reserved`; null when
   * there is none.
   */
  expectBytes(expected: ExpectedBytes): Promise<StoredFile | null>

  /**
   * From `reserved` to `ready`, with the bytes under an expected key. One that is ready already stays as it is, with the bytes it has; one
   * that may not be had any more is refused as `gone`, and a key that nobody expects any more as `unavailable`.
   */
  finish(finish: Finish): Promise<FileOutcome>

  /** From `reserved` or `ready` to `erasing`, and its space is free. Null when there is nothing of the kind. */
  discard(discard: Discard): Promise<StoredFile | null>

  /** A file of a message. */
  findPosted(fileId: FileId): Promise<StoredFile | null>

  /** Those of the files that were posted in this room, for a member of it; null for whoever is none. */
  readPosted(roomId: RoomId, fileIds: readonly FileId[], tokenHash: TokenHash): Promise<FileRecord[] | null>

  /** Files to look after, the longest due first: not posted in time, or to be erased. */
  readDue(now: number, limit: number): Promise<StoredFile[]>

  /** Drops rows of files that are `erasing`, once their bytes are gone. */
  forget(fileIds: readonly FileId[]): Promise<void>

  /** Bytes that files take in all. */
  readSpaceTaken(): Promise<number>

  /** The secret that links are signed with, hex: the same on every node and after every start. */
  readLinkKey(): Promise<string>
}

/** A refusal. */
export const refusedFile = (code: UploadRefusalCode): FileOutcome => ({ outcome: 'refused', code })

/** Which space has no room for so many bytes more; null when all have. */
export function fullSpace(taken: FileSpace, more: number, space: FileSpace): UploadRefusalCode | null {
  if (taken.ofIdentity + more > space.ofIdentity) return 'your-space-full'
  if (taken.ofRoom + more > space.ofRoom) return 'room-space-full'
  return taken.inAll + more > space.inAll ? 'server-space-full' : null
}

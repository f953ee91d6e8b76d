import type { DatabaseSync } from 'node:sqlite'
import type { FileId, FileRecord, RoomId } from '@confab/protocol'
import type { FileTable, StoredFile } from '../file-table.ts'
import type { TokenHash } from '../store.ts'

/** The same table as seen from a database thread, where nothing waits. */
export type FileTableHere = {
  [Call in keyof FileTable]: (...args: Parameters<FileTable[Call]>) => Awaited<ReturnType<FileTable[Call]>>
}

/** What is read of files. */
export type FileReader = Pick<
  FileTableHere,
  'findUpload' | 'findPosted' | 'readPosted' | 'readDue' | 'readSpaceTaken' | 'readLinkKey'
>

/** A file's columns, and how they become one. */
export const STORED_FILE = 'file_id AS fileId, state, storage_key AS storageKey, announced, record, refusal'
export type FileRow = Omit<StoredFile, 'record'> & { record: string | null }
export const storedFile = ({ record, ...row }: FileRow): StoredFile => ({
  ...row,
  record: record === null ? null : (JSON.parse(record) as FileRecord),
})

/** Prepares the reading of what is known of files on a handle. */
export function prepareFileReader(database: DatabaseSync): FileReader {
  const upload = database.prepare(
    `SELECT ${STORED_FILE} FROM files WHERE file_id = ?
       AND identity = (SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL)`,
  )
  const posted = database.prepare(`SELECT ${STORED_FILE} FROM files WHERE file_id = ? AND state = 'posted'`)
  const member = database.prepare(
    `SELECT room FROM members WHERE room = (SELECT room FROM rooms WHERE room_id = ?) AND role NOT IN ('removed', 'banned')
       AND identity = (SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL)`,
  )
  const postedIn = database.prepare(
    `SELECT record FROM files WHERE room = ? AND state = 'posted' AND file_id IN (SELECT value FROM json_each(?))`,
  )
  const due = database.prepare(`SELECT ${STORED_FILE} FROM files WHERE due_at <= ? ORDER BY due_at LIMIT ?`)
  const space = database.prepare('SELECT bytes FROM file_space')
  const key = database.prepare(`SELECT lower(hex(value)) AS key FROM secrets WHERE name = 'file-links'`)

  const found = (row: unknown) => (row === undefined ? null : storedFile(row as FileRow))
  return {
    findUpload: (fileId: FileId, tokenHash: TokenHash) => found(upload.get(fileId, tokenHash)),
    findPosted: (fileId: FileId) => found(posted.get(fileId)),
    readPosted(roomId: RoomId, fileIds: readonly FileId[], tokenHash: TokenHash) {
      const row = member.get(roomId, tokenHash) as { room: number } | undefined
      if (!row) return null
      const rows = postedIn.all(row.room, JSON.stringify(fileIds)) as { record: string }[]
      return rows.map(({ record }) => JSON.parse(record) as FileRecord)
    },
    readDue: (now, limit) => (due.all(now, limit) as FileRow[]).map(storedFile),
    readSpaceTaken: () => Number(space.get()?.bytes),
    readLinkKey: () => String(key.get()?.key),
  }
}

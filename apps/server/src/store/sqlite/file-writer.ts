import type { DatabaseSync } from 'node:sqlite'
import type { FileId } from '@confab/protocol'
import { type FileOutcome, type FileSpace, fullSpace, refusedFile, type StoredFile } from '../file-table.ts'
import { type FileRow, type FileTableHere, STORED_FILE, storedFile } from './file-reader.ts'

/** What is written of files, inside a transaction of the caller. */
export type FileWriter = Pick<FileTableHere, 'reserve' | 'expectBytes' | 'finish' | 'discard' | 'forget'>

type Place = { room: number; identity: number; bytes: number; dueAt: number | null }
type Row = FileRow & Place

/** Prepares the writing of what is known of files on a handle. */
export function prepareFileWriter(database: DatabaseSync): FileWriter {
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const member = database.prepare(
    `SELECT room, identity FROM members
     WHERE room = (SELECT room FROM rooms WHERE room_id = ?) AND identity = ? AND role NOT IN ('removed', 'banned')`,
  )
  const file = database.prepare(
    `SELECT ${STORED_FILE}, room, identity, bytes, due_at AS dueAt FROM files WHERE file_id = ?`,
  )
  const taken = database.prepare(
    `SELECT (SELECT coalesce(sum(bytes), 0) FROM files WHERE identity = ?) AS ofIdentity,
            (SELECT coalesce(sum(bytes), 0) FROM files WHERE room = ?) AS ofRoom,
            (SELECT bytes FROM file_space) AS inAll`,
  )
  const insert = database.prepare(
    `INSERT INTO files (file_id, room, identity, state, bytes, storage_key, announced, due_at)
     VALUES (?, ?, ?, 'reserved', ?, ?, ?, ?)`,
  )
  // Under a name of its own, which no upload can have.
  const expect = database.prepare(
    `INSERT INTO files (file_id, room, identity, state, bytes, storage_key, announced, due_at)
     VALUES (?, ?, ?, 'erasing', 0, ?, '{}', ?)`,
  )
  const ready = database.prepare(
    `UPDATE files SET state = 'ready', storage_key = ?, record = ?, bytes = ?, due_at = ? WHERE file_id = ?`,
  )
  const erasing = database.prepare(
    `UPDATE files SET state = 'erasing', bytes = 0, refusal = ?, due_at = ? WHERE file_id = ?`,
  )
  const forget = database.prepare(
    `DELETE FROM files WHERE state = 'erasing' AND file_id IN (SELECT value FROM json_each(?))`,
  )

  const rowOf = (fileId: FileId) => file.get(fileId) as Row | undefined
  const stored = (fileId: FileId): FileOutcome => {
    const row = rowOf(fileId)
    if (!row) throw new Error('a file that was written is not there')
    return { outcome: 'done', file: withoutPlace(row) }
  }

  const spaceTaken = ({ identity, room }: Pick<Place, 'identity' | 'room'>) =>
    taken.get(identity, room) as FileSpace

  return {
    reserve({ fileId, roomId, tokenHash, announced, bytes, storageKey, dueAt, space }) {
      const who = identity.get(tokenHash) as { identity: number } | undefined
      const at = who && (member.get(roomId, who.identity) as Pick<Place, 'identity' | 'room'> | undefined)
      if (!at) return refusedFile('forbidden')
      const known = rowOf(fileId)
      if (known)
        return known.identity === at.identity && known.room === at.room && known.announced === announced
          ? { outcome: 'done', file: withoutPlace(known) }
          : refusedFile('id-conflict')
      const full = fullSpace(spaceTaken(at), bytes, space)
      if (full) return refusedFile(full)
      insert.run(fileId, at.room, at.identity, bytes, storageKey, announced, dueAt)
      return stored(fileId)
    },

    expectBytes({ fileId, storageKey, dueAt }) {
      const row = rowOf(fileId)
      if (!row) return null
      if (row.state === 'reserved') expect.run(storageKey, row.room, row.identity, storageKey, dueAt)
      return withoutPlace(row)
    },

    finish({ fileId, storageKey, record, bytes, dueAt, space }) {
      const row = rowOf(fileId)
      if (!row || row.state === 'erasing') return refusedFile('gone')
      if (row.state !== 'reserved') return { outcome: 'done', file: withoutPlace(row) }
      const more = bytes - row.bytes
      const full = more > 0 ? fullSpace(spaceTaken(row), more, space) : null
      if (full) return refusedFile(full)
      if (forget.run(JSON.stringify([storageKey])).changes === 0) return refusedFile('unavailable')
      ready.run(storageKey, JSON.stringify(record), bytes, dueAt, fileId)
      return stored(fileId)
    },

    discard({ fileId, tokenHash, overdueAt = Number.POSITIVE_INFINITY, refusal, dueAt }) {
      const row = rowOf(fileId)
      if (!row || (row.state !== 'reserved' && row.state !== 'ready')) return null
      if (Number(row.dueAt) > overdueAt) return null
      if (tokenHash !== null) {
        const who = identity.get(tokenHash) as { identity: number } | undefined
        if (who?.identity !== row.identity) return null
      }
      erasing.run(refusal, dueAt, fileId)
      return { ...withoutPlace(row), state: 'erasing', refusal }
    },

    forget(fileIds) {
      forget.run(JSON.stringify(fileIds))
    },
  }
}

function withoutPlace({
  room: _room,
  identity: _identity,
  bytes: _bytes,
  dueAt: _dueAt,
  ...row
}: Row): StoredFile {
  return storedFile(row)
}

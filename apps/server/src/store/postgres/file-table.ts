import type { FileRecord } from '@confab/protocol'
import type pg from 'pg'
import {
  type FileOutcome,
  type FileSpace,
  type FileTable,
  fullSpace,
  refusedFile,
  type StoredFile,
} from '../file-table.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

const STORED_FILE = `file_id AS "fileId", state, storage_key AS "storageKey", announced, record, refusal`
const IDENTITY = 'SELECT identity FROM tokens WHERE token_hash = $2 AND revoked_at IS NULL'

const UPLOAD = {
  name: 'file-upload',
  text: `SELECT ${STORED_FILE} FROM files WHERE file_id = $1 AND identity = (${IDENTITY})`,
}
const POSTED = {
  name: 'file-posted',
  text: `SELECT ${STORED_FILE} FROM files WHERE file_id = $1 AND state = 'posted'`,
}
const MEMBER = {
  name: 'file-member',
  text: `SELECT m.room, m.identity FROM rooms r JOIN members m ON m.room = r.room
         WHERE r.room_id = $1 AND m.role NOT IN ('removed', 'banned') AND m.identity = (${IDENTITY})`,
}
const POSTED_IN = {
  name: 'files-posted-in',
  text: `SELECT record FROM files WHERE room = $1 AND state = 'posted' AND file_id = ANY($2)`,
}
const DUE = {
  name: 'files-due',
  text: `SELECT ${STORED_FILE} FROM files WHERE due_at <= $1 ORDER BY due_at LIMIT $2`,
}
// Its lock comes first wherever space is taken, so that nobody counts what another is about to take.
const SPACE_LOCKED = { name: 'file-space-locked', text: 'SELECT bytes FROM file_space FOR UPDATE' }
const SPACE_TAKEN = {
  name: 'file-space-taken',
  text: `SELECT (SELECT coalesce(sum(bytes), 0) FROM files WHERE identity = $1)::bigint AS "ofIdentity",
                (SELECT coalesce(sum(bytes), 0) FROM files WHERE room = $2)::bigint AS "ofRoom",
                (SELECT bytes FROM file_space) AS "inAll"`,
}
const LOCKED = {
  name: 'file-locked',
  text: `SELECT ${STORED_FILE}, room, identity, bytes, due_at AS "dueAt" FROM files WHERE file_id = $1 FOR UPDATE`,
}
const INSERT = {
  name: 'insert-file',
  text: `INSERT INTO files (file_id, room, identity, state, bytes, storage_key, announced, due_at)
         VALUES ($1, $2, $3, 'reserved', $4, $5, $6, $7)`,
}
// Under a name of its own, which no upload can have.
const EXPECT = {
  name: 'expect-bytes',
  text: `INSERT INTO files (file_id, room, identity, state, bytes, storage_key, announced, due_at)
         VALUES ($1, $2, $3, 'erasing', 0, $1, '{}', $4)`,
}
const EXPECTED = {
  name: 'bytes-expected',
  text: `DELETE FROM files WHERE state = 'erasing' AND file_id = $1 RETURNING file_id`,
}
const READY = {
  name: 'file-ready',
  text: `UPDATE files SET state = 'ready', record = $2, bytes = $3, due_at = $4, storage_key = $5 WHERE file_id = $1`,
}
const ERASING = {
  name: 'file-erasing',
  text: `UPDATE files SET state = 'erasing', bytes = 0, refusal = $2, due_at = $3 WHERE file_id = $1`,
}
const FORGET = {
  name: 'forget-files',
  text: `DELETE FROM files WHERE state = 'erasing' AND file_id = ANY($1)`,
}

type FileRow = Omit<StoredFile, 'record'> & { record: string | null }
type Place = { room: number; identity: number }
type LockedRow = FileRow & Place & { bytes: number; dueAt: number | null }

/** What PostgreSQL knows of files. `read` is asked on the reading connections, writing has transactions of its own. */
export function createFileTable(read: Ask, noting: pg.Pool): FileTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))
  return {
    reserve: (reservation) =>
      write(async (ask) => {
        const { fileId, roomId, tokenHash, announced, bytes, storageKey, dueAt, space } = reservation
        await ask(SPACE_LOCKED)
        const [at] = await ask<Place>(MEMBER, [roomId, tokenHash])
        if (!at) return refusedFile('forbidden')
        const [known] = await ask<LockedRow>(LOCKED, [fileId])
        if (known)
          return known.identity === at.identity && known.room === at.room && known.announced === announced
            ? done(known)
            : refusedFile('id-conflict')
        const [taken] = await ask<FileSpace>(SPACE_TAKEN, [at.identity, at.room])
        const full = taken ? fullSpace(taken, bytes, space) : null
        if (full) return refusedFile(full)
        await ask(INSERT, [fileId, at.room, at.identity, bytes, storageKey, announced, dueAt])
        return {
          outcome: 'done',
          file: { fileId, state: 'reserved', storageKey, announced, record: null, refusal: null },
        }
      }),

    expectBytes: (expected) =>
      write(async (ask) => {
        const { fileId, storageKey, dueAt } = expected
        await ask(SPACE_LOCKED)
        const [row] = await ask<LockedRow>(LOCKED, [fileId])
        if (row?.state === 'reserved') await ask(EXPECT, [storageKey, row.room, row.identity, dueAt])
        return row ? storedFile(row) : null
      }),

    finish: (finish) =>
      write(async (ask) => {
        const { fileId, storageKey, record, bytes, dueAt, space } = finish
        await ask(SPACE_LOCKED)
        const [row] = await ask<LockedRow>(LOCKED, [fileId])
        if (!row || row.state === 'erasing') return refusedFile('gone')
        if (row.state !== 'reserved') return done(row)
        const more = bytes - row.bytes
        if (more > 0) {
          const [taken] = await ask<FileSpace>(SPACE_TAKEN, [row.identity, row.room])
          const full = taken ? fullSpace(taken, more, space) : null
          if (full) return refusedFile(full)
        }
        if ((await ask(EXPECTED, [storageKey])).length === 0) return refusedFile('unavailable')
        await ask(READY, [fileId, JSON.stringify(record), bytes, dueAt, storageKey])
        return { outcome: 'done', file: { ...storedFile(row), state: 'ready', storageKey, record } }
      }),

    discard: (discard) =>
      write(async (ask) => {
        const { fileId, tokenHash, overdueAt = Number.POSITIVE_INFINITY, refusal, dueAt } = discard
        await ask(SPACE_LOCKED)
        const [row] = await ask<LockedRow>(LOCKED, [fileId])
        if (!row || (row.state !== 'reserved' && row.state !== 'ready')) return null
        if (Number(row.dueAt) > overdueAt) return null
        if (tokenHash !== null && !(await ask<FileRow>(UPLOAD, [fileId, tokenHash])).length) return null
        await ask(ERASING, [fileId, refusal, dueAt])
        return { ...storedFile(row), state: 'erasing', refusal }
      }),

    forget: (fileIds) =>
      write(async (ask) => {
        await ask(FORGET, [fileIds])
      }),

    findUpload: async (fileId, tokenHash) => first(await read<FileRow>(UPLOAD, [fileId, tokenHash])),
    findPosted: async (fileId) => first(await read<FileRow>(POSTED, [fileId])),
    async readPosted(roomId, fileIds, tokenHash) {
      const [at] = await read<Place>(MEMBER, [roomId, tokenHash])
      if (!at) return null
      const rows = await read<{ record: string }>(POSTED_IN, [at.room, fileIds])
      return rows.map(({ record }) => JSON.parse(record) as FileRecord)
    },
    readDue: async (now, limit) => (await read<FileRow>(DUE, [now, limit])).map(storedFile),
    async readSpaceTaken() {
      const [space] = await read<{ bytes: number }>('SELECT bytes FROM file_space')
      return space?.bytes ?? 0
    },
    async readLinkKey() {
      const [secret] = await read<{ key: string }>(
        `SELECT encode(value, 'hex') AS key FROM secrets WHERE name = 'file-links'`,
      )
      if (!secret) throw new Error('The database has no key for links.')
      return secret.key
    },
  }
}

const first = ([row]: FileRow[]): StoredFile | null => (row ? storedFile(row) : null)
const done = (row: LockedRow): FileOutcome => ({ outcome: 'done', file: storedFile(row) })

function storedFile({ fileId, state, storageKey, announced, record, refusal }: FileRow): StoredFile {
  const parsed = record === null ? null : (JSON.parse(record) as FileRecord)
  return { fileId, state, storageKey, announced, record: parsed, refusal }
}

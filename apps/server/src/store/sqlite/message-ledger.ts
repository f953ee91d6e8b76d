import type { DatabaseSync } from 'node:sqlite'
import type { FileId, FileRecord, MemberId, MessageRecord, ReactionsRecord, Sequence } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { REACTORS_LISTED_MAX } from '@confab/protocol/limits'
import { mentionsIn } from '@confab/protocol/mentions'
import type { Erased, LedgerRoom, MessagesLedger } from '../ledger.ts'
import { extraOf, MESSAGE_RECORD, type MessageRow, messageRecord } from '../records.ts'

/** Whoever keeps the search index in step. */
export type SearchFollower = {
  changeMessage(room: number, before: MessageRecord, after: MessageRecord): void
  expireUpTo(room: number, upTo: number): void
}

type MessageLedger = MessagesLedger<LedgerRoom>

const prepareStatements = (database: DatabaseSync) => ({
  message: database.prepare(`SELECT ${MESSAGE_RECORD} FROM messages WHERE message_id = ? AND room = ?`),
  insertMessage: database.prepare(
    `INSERT INTO messages (room, sequence, version, message_id, author_id, author_name, posted_at, body, extra)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id, room) DO NOTHING`,
  ),
  changeMessage: database.prepare(
    'UPDATE messages SET version = ?, body = ?, extra = ? WHERE room = ? AND sequence = ?',
  ),
  editCount: database.prepare('SELECT count(*) AS count FROM edits WHERE room = ? AND sequence = ?'),
  keepEdit: database.prepare(
    'INSERT INTO edits (room, sequence, version, replaced_at, body) VALUES (?, ?, ?, ?, ?)',
  ),
  forgetEdits: database.prepare('DELETE FROM edits WHERE room = ? AND sequence = ?'),
  reactions: database.prepare('SELECT version, reactions FROM reactions WHERE room = ? AND sequence = ?'),
  putReactions: database.prepare(
    `INSERT INTO reactions (room, sequence, version, message_id, reactions) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room, sequence) DO UPDATE SET version = excluded.version, reactions = excluded.reactions`,
  ),
  hasReacted: database.prepare(
    'SELECT 1 FROM reactors WHERE room = ? AND sequence = ? AND emoji = ? AND member_id = ?',
  ),
  addReactor: database.prepare(
    'INSERT INTO reactors (room, sequence, emoji, member_id, version) VALUES (?, ?, ?, ?, ?)',
  ),
  removeReactor: database.prepare(
    'DELETE FROM reactors WHERE room = ? AND sequence = ? AND emoji = ? AND member_id = ?',
  ),
  reactors: database.prepare(
    `SELECT member_id AS memberId FROM reactors WHERE room = ? AND sequence = ? AND emoji = ?
     ORDER BY version LIMIT ${REACTORS_LISTED_MAX}`,
  ),
  forgetReactors: database.prepare('DELETE FROM reactors WHERE room = ? AND sequence = ?'),
  mention: database.prepare(
    `INSERT INTO mentions (room, member_id, sequence)
     SELECT room, member_id, ? FROM members WHERE room = ? AND member_id IN (SELECT value FROM json_each(?))`,
  ),
  readyFiles: database.prepare(
    `SELECT file_id AS fileId, record FROM files
     WHERE file_id IN (SELECT value FROM json_each(?)) AND room = ? AND state = 'ready'
       AND identity = (SELECT identity FROM members WHERE room = ? AND member_id = ?)`,
  ),
  postFiles: database.prepare(
    `UPDATE files SET state = 'posted', due_at = NULL WHERE file_id IN (SELECT value FROM json_each(?)) AND room = ?`,
  ),
  eraseFiles: database.prepare(
    `UPDATE files SET state = 'erasing', bytes = 0, due_at = 0
     WHERE file_id IN (SELECT value FROM json_each(?)) AND room = ?`,
  ),
  setAsideFiles: database.prepare(
    `UPDATE files SET state = 'erasing', due_at = ? WHERE file_id IN (SELECT value FROM json_each(?)) AND room = ?`,
  ),
  bringBackFiles: database.prepare(
    `UPDATE files SET state = 'posted', due_at = NULL
     WHERE file_id IN (SELECT value FROM json_each(?)) AND room = ? AND state = 'erasing' AND bytes > 0`,
  ),
  keepErased: database.prepare(
    `INSERT INTO erased_messages (room, sequence, message_id, version, erased_by, erased_at, record)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ),
  erased: database.prepare(
    `SELECT version, erased_by AS erasedBy, erased_at AS erasedAt, record FROM erased_messages
     WHERE room = ? AND sequence = (SELECT sequence FROM messages WHERE message_id = ? AND room = ?)`,
  ),
  forgetErased: database.prepare('DELETE FROM erased_messages WHERE room = ? AND sequence = ?'),
  lastPostAt: database.prepare('SELECT posted_at AS at FROM last_posts WHERE room = ? AND member_id = ?'),
  noteLastPost: database.prepare(
    `INSERT INTO last_posts (room, member_id, posted_at) VALUES (?, ?, ?)
     ON CONFLICT (room, member_id) DO UPDATE SET posted_at = excluded.posted_at`,
  ),
  placeBelowNewest: database.prepare(
    'SELECT sequence FROM messages WHERE room = ? ORDER BY sequence DESC LIMIT 1 OFFSET ?',
  ),
  lastPostedUpTo: database.prepare(
    `SELECT max(sequence) AS upTo FROM (
       SELECT sequence, posted_at FROM messages WHERE room = ? ORDER BY sequence LIMIT ?) WHERE posted_at <= ?`,
  ),
  expireFilesUpTo: database.prepare(
    `UPDATE files SET state = 'erasing', bytes = 0, due_at = 0 WHERE room = ?1 AND file_id IN (
       SELECT file.value ->> 'fileId' FROM messages, json_each(messages.extra, '$.files') AS file
       WHERE messages.room = ?1 AND messages.sequence <= ?2 AND messages.extra IS NOT NULL
       UNION SELECT file.value ->> 'fileId' FROM erased_messages AS erased, json_each(erased.record, '$.files') AS file
       WHERE erased.room = ?1 AND erased.sequence <= ?2)`,
  ),
  expireUpTo: ['messages', 'erased_messages', 'edits', 'reactions', 'reactors', 'mentions'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE room = ? AND sequence <= ?`),
  ),
  forgetMentions: database.prepare('DELETE FROM mentions WHERE room = ? AND sequence = ?'),
})

/** Prepares the writing of messages and of what stands around them. Nothing of it is remembered: all but posting is rare. */
export function prepareMessageLedger(database: DatabaseSync, search: SearchFollower): MessageLedger {
  const sql = prepareStatements(database)

  const message: MessageLedger['message'] = ({ room }, messageId) => {
    const row = sql.message.get(messageId, room) as MessageRow | undefined
    return row ? messageRecord(row) : null
  }

  function mention(room: number, { sequence, body }: MessageRecord): void {
    const mentioned = mentionsIn(body)
    if (mentioned.length > 0) sql.mention.run(sequence, room, JSON.stringify(mentioned))
  }

  return {
    message,
    insertMessage(room, record) {
      const { messageId, sequence, version, authorId, authorName, postedAt, body } = record
      const { changes } = sql.insertMessage.run(
        room.room,
        sequence,
        version,
        messageId,
        authorId,
        authorName,
        postedAt,
        body,
        extraOf(record),
      )
      // The unique id is asked by inserting: one look instead of two on the path that matters.
      if (changes === 0) return message(room, messageId)
      mention(room.room, record)
      return null
    },
    changeMessage(inRoom, record) {
      const { room } = inRoom
      const { version, body, sequence } = record
      const before = message(inRoom, record.messageId)
      if (before) search.changeMessage(room, before, record)
      sql.changeMessage.run(version, body, extraOf(record), room, sequence)
      sql.forgetMentions.run(room, sequence)
      mention(room, record)
    },
    editCount({ room }, { sequence }) {
      return Number(sql.editCount.get(room, sequence)?.count)
    },
    keepEdit({ room }, { sequence, version, body }, replacedAt) {
      sql.keepEdit.run(room, sequence, version, replacedAt, body)
    },
    forgetAround({ room }, { sequence }) {
      sql.forgetEdits.run(room, sequence)
      sql.forgetReactors.run(room, sequence)
    },
    reactions({ room }, { sequence, messageId }) {
      const row = sql.reactions.get(room, sequence) as { version: number; reactions: string } | undefined
      if (!row) return null
      const reactions = JSON.parse(row.reactions) as ReactionsRecord['reactions']
      return { kind: 'reactions', messageId, sequence, version: row.version, reactions }
    },
    putReactions({ room }, { sequence, version, messageId, reactions }) {
      sql.putReactions.run(room, sequence, version, messageId, JSON.stringify(reactions))
    },
    readyFiles({ room }, authorId, fileIds) {
      const rows = sql.readyFiles.all(JSON.stringify(fileIds), room, room, authorId) as {
        fileId: FileId
        record: string
      }[]
      const records = new Map(rows.map(({ fileId, record }) => [fileId, JSON.parse(record) as FileRecord]))
      const inOrder = fileIds.flatMap((fileId) => records.get(fileId) ?? [])
      return inOrder.length === fileIds.length ? inOrder : null
    },
    postFiles({ room }, fileIds) {
      sql.postFiles.run(JSON.stringify(fileIds), room)
    },
    eraseFiles({ room }, fileIds) {
      sql.eraseFiles.run(JSON.stringify(fileIds), room)
    },
    setAsideFiles({ room }, fileIds, dueAt) {
      sql.setAsideFiles.run(dueAt, JSON.stringify(fileIds), room)
    },
    bringBackFiles({ room }, fileIds) {
      sql.bringBackFiles.run(JSON.stringify(fileIds), room)
    },
    keepErased({ room }, record, { version, erasedBy, erasedAt }) {
      const { sequence, messageId } = record
      sql.keepErased.run(room, sequence, messageId, version, erasedBy, erasedAt, JSON.stringify(record))
    },
    erased({ room }, messageId) {
      const row = sql.erased.get(room, messageId, room) as (Erased & { record: string }) | undefined
      return row ? { ...row, record: JSON.parse(row.record) as MessageRecord } : null
    },
    forgetErased({ room }, { sequence }) {
      sql.forgetErased.run(room, sequence)
    },
    lastPostAt({ room }, memberId) {
      return (sql.lastPostAt.get(room, memberId) as { at: number } | undefined)?.at ?? null
    },
    noteLastPost: ({ room }, memberId, at) => void sql.noteLastPost.run(room, memberId, at),
    placeBelowNewest({ room }, count) {
      return (sql.placeBelowNewest.get(room, count) as { sequence: Sequence } | undefined)?.sequence ?? 0
    },
    lastPostedUpTo({ room }, at, limit) {
      return (sql.lastPostedUpTo.get(room, limit, at) as { upTo: number | null }).upTo
    },
    expireUpTo({ room }, upTo) {
      // The messages say which files go with them, so these come first.
      sql.expireFilesUpTo.run(room, upTo)
      for (const erase of sql.expireUpTo) erase.run(room, upTo)
      search.expireUpTo(room, upTo)
    },
    hasReacted: ({ room }, { sequence }, emoji, memberId) =>
      sql.hasReacted.get(room, sequence, emoji, memberId) !== undefined,
    addReactor({ room }, { sequence }, emoji, memberId, at) {
      sql.addReactor.run(room, sequence, emoji, memberId, at)
    },
    removeReactor({ room }, { sequence }, emoji, memberId) {
      sql.removeReactor.run(room, sequence, emoji, memberId)
    },
    reactors({ room }, { sequence }, emoji) {
      const rows = sql.reactors.all(room, sequence, emoji) as { memberId: MemberId }[]
      return rows.map(({ memberId }) => memberId)
    },
  }
}

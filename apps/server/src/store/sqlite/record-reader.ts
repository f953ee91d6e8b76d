import type { DatabaseSync } from 'node:sqlite'
import type {
  ConfabRecord,
  Cursor,
  Epoch,
  MemberId,
  MemberRecord,
  MessageId,
  Page,
  RoomCode,
  RoomId,
  RoomRecord,
  RoomSummary,
  Sequence,
} from '@confab/protocol'
// Not from the whole protocol: its schemas would take each database thread a quarter of a second and some memory to load.
import { PAGE_RECORDS_MAX, REPLAY_RECORDS_MAX } from '@confab/protocol/limits'
import { catchUp } from '../../rooms/catch-up.ts'
import { SEGMENT_PLACES } from '../../search/postings.ts'
import { portionOf, replayOf } from '../changes.ts'
import { roomRecord } from '../ledger.ts'
import { isAsked, type PageWhere, pageOf } from '../page.ts'
import {
  MEMBER_RECORD,
  MESSAGE_RECORD,
  type MemberRow,
  type MessageRow,
  memberRecord,
  messageRecord,
  ROOM_RECORD,
  roomOf,
  type WithExtrasRow,
} from '../records.ts'
import { isSeen, pageSeen, placeSeen, whereSeen } from '../seen.ts'
import type { Entry, Head, Standing, TokenHash } from '../store.ts'
import { prepareConversationReader } from './conversation-reader.ts'
import { prepareReadPositions } from './read-positions.ts'

/** A room's row, its pins read. */
export type RoomRow = { room: number; epoch: Epoch; head: Sequence } & RoomRecord

const prepareTable = (database: DatabaseSync, table: 'messages' | 'members', columns: string) => ({
  below: database.prepare(
    `SELECT ${columns} FROM ${table} WHERE room = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
  ),
  above: database.prepare(
    `SELECT ${columns} FROM ${table} WHERE room = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  ),
  // Two halves that share nothing: what is as it was placed, and what was changed since, found by the partial index.
  placedAbove: database.prepare(
    `SELECT ${columns} FROM ${table}
     WHERE room = ? AND sequence > ? AND version = sequence ORDER BY sequence LIMIT ?`,
  ),
  changedAbove: database.prepare(
    `SELECT ${columns} FROM ${table}
     WHERE room = ? AND version > ? AND version > sequence ORDER BY version LIMIT ?`,
  ),
})

const prepareStatements = (database: DatabaseSync) => ({
  roomByCode: database.prepare('SELECT room_id AS roomId FROM rooms WHERE code = ?'),
  room: database.prepare(`SELECT room, epoch, head, ${ROOM_RECORD} FROM rooms WHERE room_id = ?`),
  heads: database.prepare(
    'SELECT room_id AS roomId, epoch, head FROM rooms WHERE room_id IN (SELECT value FROM json_each(?))',
  ),
  memberByToken: database.prepare(
    `SELECT ${MEMBER_RECORD} FROM members
     WHERE room = ? AND role NOT IN ('removed', 'banned')
       AND identity = (SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL)`,
  ),
  standing: database.prepare(
    `SELECT CASE
       WHEN revoked_at IS NOT NULL THEN 'revoked'
       ELSE coalesce(
         (SELECT iif(role IN ('removed', 'banned'), role, 'member') FROM members
          WHERE identity = tokens.identity AND room = (SELECT room FROM rooms WHERE room_id = ?)),
         'stranger')
       END AS standing
     FROM tokens WHERE token_hash = ?`,
  ),
  revoked: database.prepare(
    `SELECT token_hash AS tokenHash FROM tokens
     WHERE revoked_at >= unixepoch('subsec') * 1000 - ? ORDER BY revoked_at DESC LIMIT ?`,
  ),
  // Steps over the rows without reading them out: who was away for long is told so in a tenth of the time.
  messageBeyond: database.prepare(
    'SELECT 1 FROM messages WHERE room = ? AND sequence > ? AND version = sequence LIMIT 1 OFFSET ?',
  ),
  latestMessage: database.prepare(
    `SELECT ${MESSAGE_RECORD} FROM messages WHERE room = ? ORDER BY sequence DESC LIMIT 1`,
  ),
  // Stretches of 4,096 places that are full, against those that are indexed.
  unindexed: database.prepare(
    `SELECT room_id AS roomId FROM rooms WHERE room_id > ? AND head >= ${SEGMENT_PLACES - 1}
       AND (head + 1) / ${SEGMENT_PLACES} - coalesce((settings ->> '$.expiredUpTo') / ${SEGMENT_PLACES} + 1, 0)
         > (SELECT count(*) FROM search_segments WHERE search_segments.room = rooms.room)
     ORDER BY room_id LIMIT ?`,
  ),
  // The index of the rooms that keep nothing for ever is made for these words.
  expired: database.prepare(
    `SELECT room_id AS roomId FROM rooms WHERE instr(settings, '"keptHours"') > 0 AND room_id > ?
       AND (SELECT posted_at FROM messages WHERE messages.room = rooms.room ORDER BY sequence LIMIT 1)
         <= ? - (settings ->> '$.keptHours') * 3600000
     ORDER BY room_id LIMIT ?`,
  ),
  banned: database.prepare(
    `SELECT ${MEMBER_RECORD} FROM members
     WHERE room = ? AND version > sequence AND role = 'banned' ORDER BY version DESC LIMIT ?`,
  ),
  takenSkeletons: database.prepare(
    `SELECT name_skeleton AS skeleton FROM members
     WHERE room = (SELECT room FROM rooms WHERE room_id = ?) AND name_skeleton IN (SELECT value FROM json_each(?))`,
  ),
  ofMessages: prepareTable(database, 'messages', MESSAGE_RECORD),
  ofMembers: prepareTable(database, 'members', MEMBER_RECORD),
})

type WithMemberRows<E> = E extends Entry
  ? Omit<E, 'members' | 'lastReads'> & {
      members: (readonly [TokenHash, MemberRecord])[]
      lastReads: (readonly [TokenHash, Sequence])[]
    }
  : never

/** An entry on its way out of the thread, where its members are rows yet. */
export type EntryRows = WithMemberRows<Entry>

/** Everything that is read of a database. Each call is one snapshot. */
export type RecordReader = ReturnType<typeof prepareRecordReader>

/** Prepares the reading of records on a handle. */
export function prepareRecordReader(database: DatabaseSync) {
  const sql = prepareStatements(database)
  const conversation = prepareConversationReader(database)
  const positions = prepareReadPositions(database)

  function inSnapshot<T>(read: () => T): T {
    database.exec('BEGIN')
    try {
      return read()
    } finally {
      database.exec('ROLLBACK')
    }
  }

  function roomRow(roomId: RoomId): RoomRow | undefined {
    const row = sql.room.get(roomId) as WithExtrasRow<RoomRow> | undefined
    return row && roomOf(row)
  }

  function existingRoom(roomId: RoomId): RoomRow {
    const row = roomRow(roomId)
    if (!row) throw new Error('No such room.')
    return row
  }

  function memberByToken(room: number, tokenHash: TokenHash): MemberRecord | undefined {
    const row = sql.memberByToken.get(room, tokenHash) as MemberRow | undefined
    return row && memberRecord(row)
  }

  /** Reads something of a room, in one snapshot with whether the asker is a member. */
  function forMember<T>(
    roomId: RoomId,
    tokenHash: TokenHash,
    read: (row: RoomRow, me: MemberRecord) => T,
  ): T | null {
    return inSnapshot(() => {
      const row = roomRow(roomId)
      const me = row && memberByToken(row.room, tokenHash)
      return row && me ? read(row, me) : null
    })
  }

  /** What changed above a version: the first `limit` of every kind at least, read as they are taken. */
  function* changesAbove(row: RoomRow, after: Sequence, limit: number): Generator<ConfabRecord> {
    if (row.version > after) yield roomRecord(row)
    for (const statement of [sql.ofMembers.placedAbove, sql.ofMembers.changedAbove])
      for (const found of statement.iterate(row.room, after, limit)) yield memberRecord(found as MemberRow)
    for (const statement of [sql.ofMessages.placedAbove, sql.ofMessages.changedAbove])
      for (const found of statement.iterate(row.room, after, limit)) yield messageRecord(found as MessageRow)
    yield* conversation.reactionsChanged(row.room, after, limit)
  }

  function page(row: RoomRow, where: PageWhere, limit: number): Page {
    const [side, place] =
      'before' in where ? (['below', where.before] as const) : (['above', where.after] as const)
    // One more than `limit`, to see whether there is more.
    const members = (sql.ofMembers[side].all(row.room, place, limit + 1) as MemberRow[]).map(memberRecord)
    const messages = (sql.ofMessages[side].all(row.room, place, limit + 1) as MessageRow[]).map(messageRecord)
    const reactions = conversation.reactionsTo(row.room, messages)
    const found: ConfabRecord[] = [...members, ...messages, ...reactions]
    if (isAsked(where, row.sequence)) found.push(roomRecord(row))
    return pageOf(where, found, limit, row.head)
  }

  function replayFor(row: RoomRow, cursor: Cursor | null): ConfabRecord[] | null {
    const way = catchUp(cursor, row)
    if (way === 'nothing-missed') return []
    if (way === 'reset' || !cursor) return null
    if (sql.messageBeyond.get(row.room, cursor.sequence, REPLAY_RECORDS_MAX)) return null
    return replayOf(changesAbove(row, cursor.sequence, REPLAY_RECORDS_MAX + 1))
  }

  return {
    findRoom(code: RoomCode): RoomId | null {
      const row = sql.roomByCode.get(code) as { roomId: RoomId } | undefined
      return row?.roomId ?? null
    },

    readEntry(roomId: RoomId, tokenHashes: readonly TokenHash[], cursor: Cursor | null): EntryRows | null {
      return inSnapshot(() => {
        const row = roomRow(roomId)
        if (!row) return null
        const members = tokenHashes.flatMap((tokenHash) => {
          const member = memberByToken(row.room, tokenHash)
          return member ? [[tokenHash, member] as const] : []
        })
        if (members.length === 0) return null
        const lastReads = members.map(
          ([tokenHash, member]) => [tokenHash, positions.lastRead(row.room, member)] as const,
        )
        const { epoch, head } = row
        const entered = { epoch, head, members, lastReads }
        const records = replayFor(row, cursor)
        if (records) return { ...entered, by: 'replay', records }
        const newest = page(row, { before: head + 1 }, PAGE_RECORDS_MAX)
        return { ...entered, by: 'reset', room: roomRecord(row), page: newest }
      })
    },

    readChanges(roomId: RoomId, after: Sequence, limit: number) {
      return inSnapshot(() => {
        const row = existingRoom(roomId)
        const { epoch, head } = row
        return { epoch, head, ...portionOf([...changesAbove(row, after, limit)], limit, head) }
      })
    },

    readPage(roomId: RoomId, where: PageWhere, limit: number, tokenHash: TokenHash) {
      return forMember(roomId, tokenHash, (row, me) => {
        const above = placeSeen(me)
        return { epoch: row.epoch, page: pageSeen(page(row, whereSeen(where, above), limit), above) }
      })
    },

    readRecords(
      roomId: RoomId,
      ids: { messageIds: readonly MessageId[]; memberIds: readonly MemberId[] },
      tokenHash: TokenHash,
    ) {
      return forMember(roomId, tokenHash, ({ room, epoch, head }, me) => ({
        epoch,
        head,
        records: conversation.records(room, ids).filter((record) => isSeen(record, placeSeen(me))),
      }))
    },

    readEdits(roomId: RoomId, messageId: MessageId, tokenHash: TokenHash) {
      return forMember(roomId, tokenHash, ({ room }, me) =>
        conversation.edits(room, messageId, placeSeen(me)),
      )
    },

    readBanned(roomId: RoomId, limit: number, tokenHash: TokenHash) {
      return forMember(roomId, tokenHash, ({ room, epoch, head }) => {
        const rows = sql.banned.all(room, limit) as MemberRow[]
        return { epoch, head, records: rows.map(memberRecord) }
      })
    },

    readReactors(roomId: RoomId, messageId: MessageId, emoji: string, tokenHash: TokenHash) {
      return forMember(roomId, tokenHash, ({ room }, me) => conversation.reactors(room, messageId, emoji, me))
    },

    readStanding(tokenHash: TokenHash, roomId: RoomId | null): Standing {
      const row = sql.standing.get(roomId, tokenHash) as { standing: Standing } | undefined
      return row?.standing ?? 'stranger'
    },

    readRevoked(withinMs: number, limit: number): TokenHash[] {
      const rows = sql.revoked.all(withinMs, limit) as { tokenHash: TokenHash }[]
      return rows.map((row) => row.tokenHash)
    },

    readTakenNames(roomId: RoomId, nameSkeletons: readonly string[]): string[] {
      const rows = sql.takenSkeletons.all(roomId, JSON.stringify(nameSkeletons)) as { skeleton: string }[]
      return rows.map((row) => row.skeleton)
    },

    readSummaries(
      tokenHash: TokenHash,
      rooms: readonly { roomId: RoomId; after: Sequence }[],
    ): RoomSummary[] {
      return inSnapshot(() =>
        rooms.flatMap(({ roomId, after }) => {
          const row = roomRow(roomId)
          const me = row && memberByToken(row.room, tokenHash)
          if (!row || !me) return []
          const newest = sql.latestMessage.get(row.room) as MessageRow | undefined
          const above = placeSeen(me)
          const latest = newest && newest.sequence > above ? messageRecord(newest) : null
          const lastRead = positions.lastRead(row.room, me)
          const unread = positions.unread(row.room, Math.max(after, lastRead, above), me)
          return [{ roomId, room: roomRecord(row), ...unread, lastRead, latest }]
        }),
      )
    },

    readPlace(roomId: RoomId, at: number, tokenHash: TokenHash) {
      return forMember(roomId, tokenHash, ({ room, epoch, head }, me) => ({
        epoch,
        sequence: positions.placeAt(room, head, at, placeSeen(me)),
      }))
    },

    readUnindexed(after: RoomId | null, limit: number): RoomId[] {
      const rows = sql.unindexed.all(after ?? '', limit) as { roomId: RoomId }[]
      return rows.map(({ roomId }) => roomId)
    },

    readExpired(at: number, after: RoomId | null, limit: number): RoomId[] {
      const rows = sql.expired.all(after ?? '', at, limit) as { roomId: RoomId }[]
      return rows.map(({ roomId }) => roomId)
    },

    readHeads(roomIds: readonly RoomId[]): ({ roomId: RoomId } & Head)[] {
      return sql.heads.all(JSON.stringify(roomIds)) as ({ roomId: RoomId } & Head)[]
    },
  }
}

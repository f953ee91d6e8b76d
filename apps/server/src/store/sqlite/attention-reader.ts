import type { DatabaseSync } from 'node:sqlite'
import type { AttentionLevel, MemberId, MemberRecord, RoomId, RoomRecord, Sequence } from '@confab/protocol'
import { UNREAD_COUNTED_MAX } from '@confab/protocol/limits'
import type { AttentionTable, Listener, PushSubscription } from '../attention-table.ts'
import { roomRecord } from '../ledger.ts'
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
import { prepareReadPositions, UNLESS_DELETED } from './read-positions.ts'

/** The same table as seen from a database thread, where nothing waits. */
export type AttentionTableHere = {
  [Call in keyof AttentionTable]: (
    ...args: Parameters<AttentionTable[Call]>
  ) => Awaited<ReturnType<AttentionTable[Call]>>
}

/** What is read of attention. */
export type AttentionReader = Pick<
  AttentionTableHere,
  'read' | 'readListened' | 'readListeners' | 'readSubjects'
>

type Here = { room: number } & RoomRecord
type Listening = { identity: number; memberId: MemberId; sequence: Sequence }

/** Not in quiet. The number of the value is that of `now`. */
const IS_TO_BE_CALLED = `role NOT IN ('removed', 'banned') AND NOT EXISTS
  (SELECT 1 FROM quiet WHERE quiet.identity = members.identity AND until_at > ?)`

const prepareStatements = (database: DatabaseSync) => ({
  identity: database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL'),
  levels: database.prepare(
    `SELECT room_id AS roomId, level FROM levels JOIN rooms USING (room) WHERE identity = ? ORDER BY levels.room`,
  ),
  ignored: database.prepare(
    `SELECT room_id AS roomId, member_id AS memberId FROM ignored JOIN rooms USING (room)
     WHERE identity = ? ORDER BY ignored.room, member_id`,
  ),
  ignores: database.prepare('SELECT member_id AS memberId FROM ignored WHERE identity = ? AND room = ?'),
  quiet: database.prepare('SELECT until_at AS until FROM quiet WHERE identity = ?'),
  isSubscribed: database.prepare('SELECT 1 FROM push_subscriptions WHERE identity = ? LIMIT 1'),
  listened: database.prepare(
    `SELECT room_id AS roomId FROM rooms WHERE room_id IN (SELECT value FROM json_each(?))
       AND EXISTS (SELECT 1 FROM push_rooms WHERE push_rooms.room = rooms.room)`,
  ),
  room: database.prepare(`SELECT room, ${ROOM_RECORD} FROM rooms WHERE room_id = ?`),
  messages: database.prepare(
    `SELECT ${MESSAGE_RECORD} FROM messages WHERE room = ? AND message_id IN (SELECT value FROM json_each(?))`,
  ),
  members: database.prepare(
    `SELECT ${MEMBER_RECORD} FROM members WHERE room = ? AND member_id IN (SELECT value FROM json_each(?))`,
  ),
  listed: database.prepare(
    'SELECT identity FROM push_rooms WHERE room = ? AND identity > ? ORDER BY identity LIMIT ?',
  ),
  listening: database.prepare(
    `SELECT identity, member_id AS memberId, sequence FROM members WHERE identity = ? AND room = ? AND ${IS_TO_BE_CALLED}
       AND NOT EXISTS (SELECT 1 FROM levels WHERE levels.identity = members.identity AND levels.room = members.room)`,
  ),
  addressed: database.prepare(
    `SELECT identity, member_id AS memberId, sequence FROM members
     WHERE room = ? AND member_id IN (SELECT value FROM json_each(?)) AND ${IS_TO_BE_CALLED}
       AND NOT EXISTS (SELECT 1 FROM levels
         WHERE levels.identity = members.identity AND levels.room = members.room AND level = 'none')`,
  ),
  // Of the newest few: a summary looks at ten times as many, but this is asked for everybody who may be called.
  unread: database.prepare(
    `SELECT count(*) AS count FROM
       (SELECT author_id, ${UNLESS_DELETED} FROM messages WHERE room = ? AND sequence > ? ORDER BY sequence DESC LIMIT ${UNREAD_COUNTED_MAX})
     WHERE author_id <> ? AND deleted_at IS NULL AND author_id NOT IN (SELECT value FROM json_each(?))`,
  ),
  subscriptions: database.prepare(
    'SELECT endpoint, p256dh, auth, language FROM push_subscriptions WHERE identity = ? ORDER BY kept_at, endpoint',
  ),
})

const byRoom = (rows: readonly { roomId: RoomId; memberId: MemberId }[]) =>
  [...Map.groupBy(rows, ({ roomId }) => roomId)].map(([roomId, those]) => ({
    roomId,
    memberIds: those.map(({ memberId }) => memberId),
  }))

/** Prepares the reading of what identities want to be called for. */
export function prepareAttentionReader(database: DatabaseSync): AttentionReader {
  const sql = prepareStatements(database)
  const positions = prepareReadPositions(database)

  function here(roomId: RoomId): Here | null {
    const row = sql.room.get(roomId) as WithExtrasRow<Here> | undefined
    return row ? roomOf(row) : null
  }

  function listenerOf(room: number, { identity, memberId, sequence }: Listening): Listener[] {
    const subscriptions = sql.subscriptions.all(identity) as PushSubscription[]
    if (subscriptions.length === 0) return []
    const member = { memberId, sequence } as MemberRecord
    const lastRead = positions.lastRead(room, member)
    const ignores = (sql.ignores.all(identity, room) as { memberId: MemberId }[]).map((one) => one.memberId)
    const unread = Number(sql.unread.get(room, lastRead, memberId, JSON.stringify(ignores))?.count)
    return [{ memberId, lastRead, unread, ignores, subscriptions }]
  }

  return {
    read(tokenHash) {
      const row = sql.identity.get(tokenHash) as { identity: number } | undefined
      if (!row) return { levels: [], ignored: [], quietUntil: null, isSubscribed: false }
      const quiet = sql.quiet.get(row.identity) as { until: number } | undefined
      return {
        levels: sql.levels.all(row.identity) as { roomId: RoomId; level: AttentionLevel }[],
        ignored: byRoom(sql.ignored.all(row.identity) as { roomId: RoomId; memberId: MemberId }[]),
        quietUntil: quiet?.until ?? null,
        isSubscribed: sql.isSubscribed.get(row.identity) !== undefined,
      }
    },
    readListened(roomIds) {
      const rows = sql.listened.all(JSON.stringify(roomIds)) as { roomId: RoomId }[]
      return rows.map(({ roomId }) => roomId)
    },
    readListeners(roomId, asked, now) {
      const at = here(roomId)
      if (!at) return { listeners: [], next: null }
      if (asked.level === 'mentions') {
        const rows = sql.addressed.all(at.room, JSON.stringify(asked.memberIds), now) as Listening[]
        return { listeners: rows.flatMap((row) => listenerOf(at.room, row)), next: null }
      }
      const listed = sql.listed.all(at.room, asked.after, asked.limit) as { identity: number }[]
      const listeners = listed.flatMap(({ identity }) => {
        const row = sql.listening.get(identity, at.room, now) as Listening | undefined
        return row ? listenerOf(at.room, row) : []
      })
      return { listeners, next: listed.length < asked.limit ? null : (listed.at(-1)?.identity ?? null) }
    },
    readSubjects(roomId, { messageIds, memberIds }) {
      const at = here(roomId)
      if (!at) return null
      const messages = sql.messages.all(at.room, JSON.stringify(messageIds)) as MessageRow[]
      const members = sql.members.all(at.room, JSON.stringify(memberIds)) as MemberRow[]
      return {
        room: roomRecord(at),
        messages: messages.map(messageRecord),
        members: members.map(memberRecord),
      }
    },
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { MemberRecord, Sequence } from '@confab/protocol'
import { UNREAD_COUNTED_MAX } from '@confab/protocol/limits'
import { UNREAD_SCANNED_MAX } from '../../limits.ts'
import type { LastRead } from '../store.ts'

/** What was deleted is nothing to come and read. Only one without words can be; `octet_length` does not read them. */
export const UNLESS_DELETED = `CASE WHEN octet_length(body) = 0 THEN extra ->> '$.deletedAt' END AS deleted_at`

/** Whose messages a member would rather not read: as values, the room and the member. */
const IGNORED = `(SELECT member_id FROM ignored WHERE room = ?1
   AND identity = (SELECT identity FROM members WHERE members.room = ?1 AND members.member_id = ?2))`

const prepareReading = (database: DatabaseSync) => ({
  lastRead: database.prepare('SELECT sequence FROM last_reads WHERE room = ? AND member_id = ?'),
  unreadCount: database.prepare(
    `SELECT count(*) AS count FROM
       (SELECT author_id, ${UNLESS_DELETED} FROM messages WHERE room = ?1 AND sequence > ?3 ORDER BY sequence DESC LIMIT ?4)
     WHERE author_id <> ?2 AND deleted_at IS NULL AND author_id NOT IN ${IGNORED}`,
  ),
  mentionCount: database.prepare(
    `SELECT count(*) AS count FROM
       (SELECT sequence FROM mentions WHERE room = ?1 AND member_id = ?2 AND sequence > ?3 ORDER BY sequence DESC LIMIT ?4) AS newest
       JOIN messages ON messages.room = ?1 AND messages.sequence = newest.sequence
     WHERE author_id <> ?2 AND author_id NOT IN ${IGNORED}`,
  ),
  firstFrom: database.prepare(
    `SELECT sequence, posted_at AS postedAt FROM messages
     WHERE room = ? AND sequence >= ? ORDER BY sequence LIMIT 1`,
  ),
})

/** Prepares what is read of how far members have seen, and of when. */
export function prepareReadPositions(database: DatabaseSync) {
  const sql = prepareReading(database)
  const firstFrom = (room: number, place: Sequence) =>
    sql.firstFrom.get(room, place) as { sequence: Sequence; postedAt: number } | undefined

  return {
    /** How far a member has seen a room: to where they came in, until they marked something. */
    lastRead(room: number, { memberId, sequence }: MemberRecord): Sequence {
      const row = sql.lastRead.get(room, memberId) as { sequence: Sequence } | undefined
      return row?.sequence ?? sequence
    },

    /** What others who are not ignored wrote above a place, and what of it mentions the member. */
    unread(room: number, after: Sequence, { memberId }: MemberRecord) {
      const asked = [room, memberId, after, UNREAD_SCANNED_MAX] as const
      const unread = sql.unreadCount.get(...asked)
      const mentions = sql.mentionCount.get(...asked)
      return {
        unreadCount: Math.min(Number(unread?.count), UNREAD_COUNTED_MAX),
        mentionCount: Math.min(Number(mentions?.count), UNREAD_COUNTED_MAX),
      }
    },

    /** The first message above a place that was posted at or after a moment. Times never go back in a room, so halving finds it in twenty steps among a million. */
    placeAt(room: number, head: Sequence, at: number, above: Sequence): Sequence | null {
      let low = above + 1
      let high = head + 1
      while (low < high) {
        const middle = Math.floor((low + high) / 2)
        const found = firstFrom(room, middle)
        if (found && found.postedAt < at) low = found.sequence + 1
        else high = middle
      }
      return firstFrom(room, low)?.sequence ?? null
    },
  }
}

/** Prepares the writing of how far members have seen. Who is no member, or signed out, marks nothing. */
export function prepareReadMarks(database: DatabaseSync) {
  const mark = database.prepare(
    `INSERT INTO last_reads (room, member_id, sequence)
     SELECT rooms.room, member_id, min(?, head) FROM rooms JOIN members ON members.room = rooms.room
     WHERE room_id = ? AND role NOT IN ('removed', 'banned')
       AND identity = (SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL)
     ON CONFLICT (room, member_id) DO UPDATE SET sequence = max(sequence, excluded.sequence)`,
  )
  return (reads: readonly LastRead[]): void => {
    for (const { roomId, tokenHash, upTo } of reads) mark.run(upTo, roomId, tokenHash)
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { Epoch, MemberId } from '@confab/protocol'
import {
  keptHoursIn,
  OWN_STRETCH_MESSAGES,
  OWN_STRETCH_PLACES,
  type OwnEditRow,
  type OwnMessageRow,
  type OwnPush,
  type OwnReaction,
  type OwnReport,
  type OwnRoomRow,
  type OwnTable,
  ownReportsSql,
  ownRoomOf,
  ownRoomsAfter,
  ownRoomsSql,
  portionOfOwn,
  pushHostOf,
  withEdits,
} from '../own-table.ts'
import { MESSAGE_RECORD } from '../records.ts'
import type { TokenHash } from '../store.ts'

/** The same table as seen from a database thread, where nothing waits. */
export type OwnReader = {
  [Call in keyof OwnTable]: (...args: Parameters<OwnTable[Call]>) => Awaited<ReturnType<OwnTable[Call]>>
}

type Here = { room: number; epoch: Epoch; settings: string | null; memberId: MemberId }

const prepareStatements = (database: DatabaseSync) => ({
  identity: database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL'),
  quiet: database.prepare('SELECT until_at AS until FROM quiet WHERE identity = ?'),
  pushes: database.prepare(
    'SELECT endpoint, language, kept_at AS keptAt FROM push_subscriptions WHERE identity = ? ORDER BY kept_at, endpoint',
  ),
  rooms: database.prepare(ownRoomsSql((place) => `?${place}`)),
  reports: database.prepare(ownReportsSql((place) => `?${place}`)),
  here: database.prepare(
    `SELECT r.room, r.epoch, r.settings, m.member_id AS memberId FROM rooms r JOIN members m ON m.room = r.room
     WHERE r.room_id = ? AND m.identity = ?`,
  ),
  // Looked through by place: nobody else needs an index of who wrote what, and every post would pay for it.
  messages: database.prepare(
    `SELECT ${MESSAGE_RECORD},
       (SELECT coalesce(sum(octet_length(e.body)), 0) FROM edits e
        WHERE e.room = messages.room AND e.sequence = messages.sequence) AS editBytes
     FROM messages WHERE room = ? AND sequence > ? AND sequence <= ? AND author_id = ? ORDER BY sequence LIMIT ?`,
  ),
  edits: database.prepare(
    `SELECT sequence, replaced_at AS replacedAt, body FROM edits
     WHERE room = ? AND sequence IN (SELECT value FROM json_each(?)) ORDER BY sequence, version`,
  ),
  // By the kinds there are at each message, which are few; who reacted may be many.
  reactions: database.prepare(
    `SELECT n.sequence, n.message_id AS messageId, kind.value ->> '$.emoji' AS emoji
     FROM reactions n, json_each(n.reactions) kind
     WHERE n.room = ?1 AND n.sequence > ?2 AND n.sequence <= ?3 AND EXISTS (SELECT 1 FROM reactors x
       WHERE x.room = n.room AND x.sequence = n.sequence AND x.emoji = kind.value ->> '$.emoji' AND x.member_id = ?4)
     ORDER BY n.sequence, kind.key`,
  ),
})

/** Prepares the reading of what is somebody's own on a handle. Each call is one snapshot. */
export function prepareOwnReader(database: DatabaseSync): OwnReader {
  const sql = prepareStatements(database)

  /** For whom the token proves; null for nobody. */
  function asOne<T>(tokenHash: TokenHash, read: (identity: number) => T): T | null {
    database.exec('BEGIN')
    try {
      const me = sql.identity.get(tokenHash) as { identity: number } | undefined
      return me ? read(me.identity) : null
    } finally {
      database.exec('ROLLBACK')
    }
  }

  return {
    attention: (tokenHash) =>
      asOne(tokenHash, (identity) => {
        const quiet = sql.quiet.get(identity) as { until: number } | undefined
        const pushes = sql.pushes.all(identity) as (Omit<OwnPush, 'host'> & { endpoint: string })[]
        return {
          quietUntil: quiet?.until ?? null,
          pushes: pushes.map(({ endpoint, ...rest }) => ({ host: pushHostOf(endpoint), ...rest })),
        }
      }),

    rooms: (tokenHash, after, limit) =>
      asOne(tokenHash, (identity) =>
        (sql.rooms.all(identity, ...ownRoomsAfter(after, limit)) as OwnRoomRow[]).map(ownRoomOf),
      ),

    reports: (tokenHash, roomId, limit) =>
      asOne(tokenHash, (identity) => sql.reports.all(identity, roomId, limit) as OwnReport[]),

    stretch: (tokenHash, roomId, { after, upTo }) =>
      asOne(tokenHash, (identity) => {
        const here = sql.here.get(roomId, identity) as Here | undefined
        if (!here) return null
        const { room, epoch, settings, memberId } = here
        const keptHours = keptHoursIn(settings)
        const end = Math.min(after + OWN_STRETCH_PLACES, upTo)
        const rows = sql.messages.all(room, after, end, memberId, OWN_STRETCH_MESSAGES)
        const { messages, edited, to } = portionOfOwn(rows as OwnMessageRow[], end)
        const edits = edited.length > 0 ? sql.edits.all(room, JSON.stringify(edited)) : []
        const reactions = sql.reactions.all(room, after, to, memberId) as OwnReaction[]
        return { epoch, keptHours, to, messages: withEdits(messages, edits as OwnEditRow[]), reactions }
      }),
  }
}

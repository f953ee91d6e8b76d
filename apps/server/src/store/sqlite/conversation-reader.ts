import type { DatabaseSync } from 'node:sqlite'
import type {
  ConfabRecord,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  ReactionsRecord,
  Sequence,
} from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { REACTORS_FETCHED_MAX } from '@confab/protocol/limits'
import { editsOf } from '../edits.ts'
import {
  MEMBER_RECORD,
  MESSAGE_RECORD,
  type MemberRow,
  type MessageRow,
  memberRecord,
  messageRecord,
} from '../records.ts'
import { placeSeen } from '../seen.ts'
import type { Edit } from '../store.ts'

const REACTIONS_RECORD = 'message_id AS messageId, sequence, version, reactions'

type ReactionsRow = Omit<ReactionsRecord, 'kind' | 'reactions'> & { reactions: string }

const prepareStatements = (database: DatabaseSync) => ({
  reactionsTo: database.prepare(
    `SELECT ${REACTIONS_RECORD} FROM reactions WHERE room = ? AND sequence >= ? AND sequence <= ?`,
  ),
  reactionsChanged: database.prepare(
    `SELECT ${REACTIONS_RECORD} FROM reactions WHERE room = ? AND version > ? ORDER BY version LIMIT ?`,
  ),
  messages: database.prepare(
    `SELECT ${MESSAGE_RECORD} FROM messages WHERE room = ? AND message_id IN (SELECT value FROM json_each(?))`,
  ),
  members: database.prepare(
    `SELECT ${MEMBER_RECORD} FROM members WHERE room = ? AND member_id IN (SELECT value FROM json_each(?))`,
  ),
  place: database.prepare('SELECT sequence FROM messages WHERE message_id = ? AND room = ?'),
  edits: database.prepare(
    `SELECT body, replaced_at AS replacedAt FROM edits WHERE room = ? AND sequence = ? ORDER BY version DESC`,
  ),
  reactors: database.prepare(
    `SELECT member_id AS memberId FROM reactors WHERE room = ? AND sequence = ? AND emoji = ?
     ORDER BY version LIMIT ${REACTORS_FETCHED_MAX}`,
  ),
  hasReacted: database.prepare(
    'SELECT 1 FROM reactors WHERE room = ? AND sequence = ? AND emoji = ? AND member_id = ?',
  ),
})

const reactionsRecord = (row: unknown): ReactionsRecord => {
  const { messageId, sequence, version, reactions } = row as ReactionsRow
  return { kind: 'reactions', messageId, sequence, version, reactions: JSON.parse(reactions) }
}

/** Prepares the reading of what stands around messages, and of records by their ids, inside a snapshot of the caller. */
export function prepareConversationReader(database: DatabaseSync) {
  const sql = prepareStatements(database)

  /** Where a message is, if it is above a place. */
  const placeOf = (room: number, messageId: MessageId, above: Sequence): Sequence | null => {
    const found = sql.place.get(messageId, room) as { sequence: Sequence } | undefined
    return found && found.sequence > above ? found.sequence : null
  }

  return {
    /** The records beside these messages, which are all from the first place to the last, in one direction or the other. */
    reactionsTo(room: number, messages: readonly MessageRecord[]): ReactionsRecord[] {
      const [first, last] = [messages[0]?.sequence, messages.at(-1)?.sequence]
      if (first === undefined || last === undefined) return []
      const [from, to] = [Math.min(first, last), Math.max(first, last)]
      return sql.reactionsTo.all(room, from, to).map(reactionsRecord)
    },

    *reactionsChanged(room: number, after: number, limit: number): Generator<ReactionsRecord> {
      for (const row of sql.reactionsChanged.iterate(room, after, limit)) yield reactionsRecord(row)
    },

    records(
      room: number,
      { messageIds, memberIds }: { messageIds: readonly MessageId[]; memberIds: readonly MemberId[] },
    ): ConfabRecord[] {
      const messages = sql.messages.all(room, JSON.stringify(messageIds)) as MessageRow[]
      const members = sql.members.all(room, JSON.stringify(memberIds)) as MemberRow[]
      return [...messages.map(messageRecord), ...members.map(memberRecord)]
    },

    edits(room: number, messageId: MessageId, above: Sequence): { edits: Edit[]; isComplete: boolean } {
      const place = placeOf(room, messageId, above)
      return editsOf(place === null ? [] : (sql.edits.all(room, place) as Edit[]))
    },

    reactors(room: number, messageId: MessageId, emoji: string, me: MemberRecord) {
      const place = placeOf(room, messageId, placeSeen(me))
      if (place === null) return { members: [], includesMe: false }
      const rows = sql.reactors.all(room, place, emoji) as { memberId: MemberId }[]
      return {
        members: rows.map(({ memberId }) => memberId),
        includesMe: sql.hasReacted.get(room, place, emoji, me.memberId) !== undefined,
      }
    },
  }
}

import type { FileRecord, MemberId, MessageId, MessageRecord, RoomId } from '@confab/protocol'
import { NEWCOMERS_SEE_MAX, REACTORS_LISTED_MAX } from '@confab/protocol/limits'
import { EXPIRED_AT_ONCE_MAX } from '../../limits.ts'
import type { LedgerRoom } from '../ledger.ts'
import { MESSAGE_RECORD, type MessageRow, messageRecord } from '../records.ts'
import { expiredBefore } from '../retention-rules.ts'
import type { Change } from '../store.ts'
import type {
  ErasedFact,
  Expired,
  LastPost,
  MessageFacts,
  NewestPlaces,
  Reactor,
  ReadyFile,
} from './message-ledger.ts'
import type { Ask } from './pool.ts'
import { REACTIONS_COLUMNS, type ReactionsRow, reactionsRecord } from './reactions-row.ts'

const ASKED = 'unnest($1::bigint[], $2::text[]) AS asked (room, id)'
const ASKED_KINDS =
  'unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) AS asked (room, id, emoji, member)'
const THEIR_MESSAGES = 'JOIN messages m ON m.message_id = asked.id AND m.room = asked.room'

const MESSAGES = {
  name: 'messages-by-id',
  text: `SELECT m.room, ${MESSAGE_RECORD} FROM ${ASKED} ${THEIR_MESSAGES}`,
}
const EDIT_COUNTS = {
  name: 'edit-counts',
  text: `SELECT m.room, m.sequence, (SELECT count(*) FROM edits e WHERE e.room = m.room AND e.sequence = m.sequence) AS count
         FROM ${ASKED} ${THEIR_MESSAGES}`,
}
const REACTIONS = {
  name: 'reactions-by-message',
  text: `SELECT n.room, ${REACTIONS_COLUMNS} FROM ${ASKED} ${THEIR_MESSAGES}
         JOIN reactions n ON n.room = m.room AND n.sequence = m.sequence`,
}
const REACTORS = {
  name: 'reactors-in-turn',
  text: `SELECT m.room, m.sequence, asked.emoji, first.member_id AS "memberId"
         FROM (SELECT DISTINCT room, id, emoji FROM ${ASKED_KINDS}) AS asked ${THEIR_MESSAGES}
         CROSS JOIN LATERAL (
           SELECT member_id, version FROM reactors r
           WHERE r.room = m.room AND r.sequence = m.sequence AND r.emoji = asked.emoji ORDER BY version LIMIT $5
         ) AS first ORDER BY first.version`,
}
const HAS_REACTED = {
  name: 'has-reacted',
  text: `SELECT r.room, r.sequence, r.emoji, r.member_id AS "memberId" FROM ${ASKED_KINDS} ${THEIR_MESSAGES}
         JOIN reactors r ON r.room = m.room AND r.sequence = m.sequence AND r.emoji = asked.emoji AND r.member_id = asked.member`,
}

const LAST_POSTS = {
  name: 'last-posts',
  text: `SELECT l.room, l.member_id AS "memberId", l.posted_at AS at FROM ${ASKED}
         JOIN last_posts l ON l.room = asked.room AND l.member_id = asked.id`,
}

const NEWEST_PLACES = {
  name: 'newest-places',
  text: `SELECT asked.room, ARRAY(
           SELECT sequence FROM messages m WHERE m.room = asked.room ORDER BY sequence DESC LIMIT ${NEWCOMERS_SEE_MAX + 1}
         ) AS places FROM unnest($1::bigint[]) AS asked (room)`,
}

const EXPIRED = {
  name: 'expired',
  text: `SELECT asked.room, asked.at, (SELECT max(sequence) FROM (
           SELECT sequence, posted_at FROM messages m WHERE m.room = asked.room ORDER BY sequence LIMIT $3
         ) AS first WHERE posted_at <= asked.at) AS "upTo"
         FROM unnest($1::bigint[], $2::bigint[]) AS asked (room, at)`,
}

// Locked, so that none is thrown away or posted elsewhere meanwhile.
const READY_FILES = {
  name: 'ready-files',
  text: `SELECT f.room, f.file_id AS "fileId", m.member_id AS "memberId", f.record
         FROM unnest($1::bigint[], $2::text[], $3::text[]) AS asked (room, id, member)
         JOIN members m ON m.room = asked.room AND m.member_id = asked.member
         JOIN files f ON f.file_id = asked.id AND f.room = asked.room AND f.identity = m.identity
         WHERE f.state = 'ready' FOR UPDATE OF f`,
}

const ERASED = {
  name: 'erased-by-id',
  text: `SELECT e.room, e.version, e.erased_by AS "erasedBy", e.erased_at AS "erasedAt", e.record
         FROM ${ASKED} ${THEIR_MESSAGES} JOIN erased_messages e ON e.room = m.room AND e.sequence = m.sequence`,
}

/** Columns of what is asked about, a row for each. */
type Columns = unknown[][]

/** Reads what the changes may ask about messages. All questions go out at once; what nobody asks about costs nothing. */
export async function readMessageFacts(
  ask: Ask,
  changes: readonly Change[],
  keyOf: ReadonlyMap<RoomId, number>,
  rooms: readonly (LedgerRoom & { roomId: RoomId })[],
): Promise<MessageFacts> {
  const expiring = expiringIn(changes, rooms)
  const about = <Row>(statement: { name: string; text: string }, columns: Columns, ...rest: unknown[]) =>
    (columns[0]?.length ?? 0) === 0 ? Promise.resolve([]) : ask<Row>(statement, [...columns, ...rest])
  const pinned = new Map(expiring.map(({ roomId, pins = [] }) => [roomId, pins]))
  const messages = (...kinds: Change['kind'][]) =>
    inColumns(changes, keyOf, (change) => {
      // What is pinned may be erased.
      if (change.kind === 'expire-messages') return (pinned.get(change.roomId) ?? []).map((pin) => [pin])
      return kinds.includes(change.kind) ? messagesOf(change) : []
    })
  const kinds = inColumns(changes, keyOf, (change) =>
    change.kind === 'react' ? [[change.messageId, change.emoji, change.memberId]] : [],
  )
  const uploads = inColumns(changes, keyOf, (change) =>
    change.kind === 'post-message' ? (change.files ?? []).map((fileId) => [fileId, change.authorId]) : [],
  )
  const slowed = settledIn(changes, rooms, 'slowMs')
  const posters = inColumns(changes, keyOf, (change) =>
    change.kind === 'post-message' && slowed.has(change.roomId) ? [[change.authorId]] : [],
  )
  const partly = settledIn(changes, rooms, 'newcomersSee')
  const newcomers = inColumns(changes, keyOf, (change) =>
    change.kind === 'join-room' && partly.has(change.roomId) ? [[]] : [],
  )
  const [
    found,
    editCounts,
    reactions,
    reactors,
    hasReacted,
    files,
    erased,
    expired,
    lastPosts,
    newestPlaces,
  ] = await Promise.all([
    about<{ room: number } & MessageRow>(
      MESSAGES,
      messages('post-message', 'edit-message', 'delete-message', 'erase-messages', 'react', 'pin-message'),
    ),
    about<MessageFacts['editCounts'][number]>(EDIT_COUNTS, messages('edit-message')),
    about<{ room: number } & ReactionsRow>(REACTIONS, messages('delete-message', 'erase-messages', 'react')),
    about<Reactor>(REACTORS, kinds, REACTORS_LISTED_MAX + (kinds[0]?.length ?? 0)),
    about<Reactor>(HAS_REACTED, kinds),
    about<Omit<ReadyFile, 'record'> & { record: string }>(READY_FILES, uploads),
    about<Omit<ErasedFact, 'record'> & { record: string }>(
      ERASED,
      messages('restore-messages', 'delete-message'),
    ),
    about<Expired>(
      EXPIRED,
      [expiring.map(({ room }) => room), expiring.map(({ before }) => before)],
      EXPIRED_AT_ONCE_MAX,
    ),
    about<LastPost>(LAST_POSTS, posters),
    about<NewestPlaces>(NEWEST_PLACES, newcomers),
  ])
  return {
    messages: found.map(({ room, ...row }) => ({ room, record: messageRecord(row) })),
    editCounts,
    reactions: reactions.map(({ room, ...row }) => ({ room, record: reactionsRecord(row) })),
    reactors,
    hasReacted,
    erased: erased.map((row) => ({ ...row, record: JSON.parse(row.record) as MessageRecord })),
    expired,
    lastPosts,
    newestPlaces,
    readyFiles: files.map((row) => ({ ...row, record: JSON.parse(row.record) as FileRecord })),
  }
}

/** Rooms with a number for this that is not 0, by what is settled for them or by what is settled on the way. */
function settledIn(
  changes: readonly Change[],
  rooms: readonly (LedgerRoom & { roomId: RoomId })[],
  key: 'slowMs' | 'newcomersSee',
): ReadonlySet<RoomId> {
  const settled = new Set(rooms.flatMap(({ roomId, settings }) => (settings?.[key] ? roomId : [])))
  for (const change of changes)
    if (change.kind === 'change-settings' && change[key]) settled.add(change.roomId)
  return settled
}

/** Rooms of which something is to be erased, and until when that was posted. */
function expiringIn<Room extends LedgerRoom & { roomId: RoomId }>(
  changes: readonly Change[],
  rooms: readonly Room[],
) {
  const known = new Map(rooms.map((room) => [room.roomId, room]))
  return changes.flatMap((change) => {
    const room = change.kind === 'expire-messages' ? known.get(change.roomId) : undefined
    const before = room && expiredBefore(room, change.at)
    return room && typeof before === 'number' ? [{ ...room, before }] : []
  })
}

function messagesOf(change: Change): [MessageId][] {
  switch (change.kind) {
    case 'post-message':
      return change.replyTo ? [[change.messageId], [change.replyTo]] : [[change.messageId]]
    case 'edit-message':
    case 'delete-message':
    case 'react':
    case 'pin-message':
      return [[change.messageId]]
    case 'erase-messages':
    case 'restore-messages':
      return change.messageIds.map((messageId) => [messageId])
    default:
      return []
  }
}

/** What changes ask about in rooms that exist, each once: the rooms as the first column, then what names it. */
function inColumns<Names extends (MessageId | MemberId | string)[]>(
  changes: readonly Change[],
  keyOf: ReadonlyMap<RoomId, number>,
  askedBy: (change: Change) => Names[],
): Columns {
  const rows = new Map<string, [number, ...Names]>()
  for (const change of changes) {
    const room = keyOf.get(change.roomId)
    if (room === undefined) continue
    for (const names of askedBy(change)) rows.set(`${room} ${names.join(' ')}`, [room, ...names])
  }
  const all = [...rows.values()]
  return all[0]?.map((_, column) => all.map((row) => row[column])) ?? []
}

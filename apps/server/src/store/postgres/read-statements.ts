import {
  PAGE_RECORDS_MAX,
  REACTORS_FETCHED_MAX,
  REPLAY_BYTES_MAX,
  REPLAY_RECORDS_MAX,
  UNREAD_COUNTED_MAX,
} from '@confab/protocol/limits'
import { REPAIR_RECORDS_MAX, UNREAD_SCANNED_MAX } from '../../limits.ts'
import { MESSAGE_RECORD, ROOM_RECORD } from '../records.ts'
import type { Statement } from './pool.ts'

// One statement is one snapshot, so all that a question needs comes in one, its rows in columns that fit every kind of record. The
// limits inside are written out, not given with the question: a plan is made once for all values, and only with a number before it does
// PostgreSQL know that an index read from one end is the way, however long the room. A LATERAL with LIMIT 1 is a join that is done in the
// order in which it is written: from the few that are asked for, never from all members of a room or all rooms of an identity.

/** A row as it comes back; `record-reader.ts` makes a record of it. A room's own place is always 1, so its row has its head there. */
export type Row = {
  kind: 'room' | 'me' | 'member' | 'message' | 'reactions'
  sequence: number
  version: number
  /** A message's or member's id, a room's code. */
  id: string
  /** A message's author, a member's role, a room's epoch. */
  of: string
  /** An author's or a member's name, a room's title. */
  name: string
  at: number
  /** A message's body; the hash of the token by which a member was found; `replay` or `reset` with the room somebody enters; with the room
   * of a page, above which place whoever asks has messages. */
  text: string
  /** What few messages and members have, a room's pins and settings, what a message was reacted with: JSON, or null. Of somebody who enters
   * this, and how far they have seen. */
  extra: string | null
}

const ROOM_ROW = `'room' AS kind, head AS sequence, version, code AS id, epoch AS of, title AS name, created_at AS at`
/** What few rooms have; most have neither. */
const ROOM_EXTRA = `CASE WHEN pins IS NOT NULL OR settings IS NOT NULL
  THEN json_build_object('pins', pins, 'settings', settings)::text END AS extra`
const NO_TEXT = `NULL AS text, ${ROOM_EXTRA}`

type Table = { table: string; columns: string }

const MEMBERS: Table = {
  table: 'members',
  columns: 'member_id AS id, role AS of, name, joined_at AS at, NULL AS text, extra',
}

const MESSAGES: Table = {
  table: 'messages',
  columns: 'message_id AS id, author_id AS of, author_name AS name, posted_at AS at, body AS text, extra',
}

const REACTIONS: Table = {
  table: 'reactions',
  columns: 'message_id AS id, NULL AS of, NULL AS name, NULL::bigint AS at, NULL AS text, reactions AS extra',
}

/** The room that `$1` names, and how its rows are found. */
const HERE = 'here AS MATERIALIZED (SELECT * FROM rooms WHERE room_id = $1)'
const IS_HERE = 'room = (SELECT room FROM here)'

/** Its members among those whose tokens have the hashes in `$2`. */
const ME = `me AS MATERIALIZED (
  SELECT member.* FROM tokens CROSS JOIN LATERAL (
    SELECT 'me' AS kind, sequence, version, member_id AS id, role AS of, name, joined_at AS at, token_hash AS text,
      json_build_object('extra', extra, 'lastRead', coalesce((SELECT last_reads.sequence FROM last_reads
        WHERE last_reads.room = members.room AND last_reads.member_id = members.member_id), sequence))::text AS extra
    FROM members WHERE members.identity = tokens.identity AND ${IS_HERE} AND role NOT IN ('removed', 'banned') LIMIT 1
  ) AS member
  WHERE token_hash = ANY ($2::text[]) AND revoked_at IS NULL)`
const IS_MEMBER = 'EXISTS (SELECT FROM me)'
/** Above which place the one who asks has messages. */
const SEEN = `(SELECT coalesce(((extra::json ->> 'extra')::json ->> 'seesAbove')::bigint, 0) FROM me)`

/** The rows of both tables merged as they come: each half has its own order and end already. */
const merged = (order: string, limit: number | string, halves: readonly string[]): string =>
  `(SELECT * FROM (${halves.map((half) => `(${half})`).join(' UNION ALL ')}) AS halves ORDER BY ${order} LIMIT ${limit})`

const kindOf = ({ table }: Table): string => `'${table === 'reactions' ? table : table.slice(0, -1)}' AS kind`

/** Records placed below or above a place, the nearest first. */
function placed(side: '<' | '<=' | '>', place: string, limit: number | string): string {
  const order = side === '>' ? 'sequence' : 'sequence DESC'
  const halves = [MEMBERS, MESSAGES].map(
    (of) => `SELECT ${kindOf(of)}, sequence, version, ${of.columns} FROM ${of.table}
      WHERE ${IS_HERE} AND sequence ${side} ${place} ORDER BY ${order} LIMIT ${PAGE_RECORDS_MAX + 1}`,
  )
  return merged(order, limit, halves)
}

/** What stands beside the messages of a table expression that has all records from its first place to its last: one stretch of an index. */
const beside = (placed: string): string =>
  `SELECT ${kindOf(REACTIONS)}, sequence, version, ${REACTIONS.columns} FROM reactions
    WHERE ${IS_HERE} AND sequence >= (SELECT min(sequence) FROM ${placed}) AND sequence <= (SELECT max(sequence) FROM ${placed})`

/**
 * What changed above a version, in the order of versions, but for the room itself. Two halves of each table that share nothing: what is
 * as it was placed, found by its place, and what was changed since, found by the partial index. Reactions are never as they were placed.
 */
function changed(after: string, limit: number | string, limitMax: number): string {
  const halves = [MEMBERS, MESSAGES].flatMap((of) => [
    `SELECT ${kindOf(of)}, sequence, sequence AS version, ${of.columns} FROM ${of.table}
      WHERE ${IS_HERE} AND sequence > ${after} AND version = sequence ORDER BY sequence LIMIT ${limitMax}`,
    `SELECT ${kindOf(of)}, sequence, version, ${of.columns} FROM ${of.table}
      WHERE ${IS_HERE} AND version > ${after} AND version > sequence ORDER BY version LIMIT ${limitMax}`,
  ])
  halves.push(
    `SELECT ${kindOf(REACTIONS)}, sequence, version, ${REACTIONS.columns} FROM reactions
      WHERE ${IS_HERE} AND version > ${after} ORDER BY version LIMIT ${limitMax}`,
  )
  return merged('version', limit, halves)
}

/** Code. */
export const FIND_ROOM: Statement = {
  name: 'find-room',
  text: 'SELECT room_id AS "roomId" FROM rooms WHERE code = $1',
}

/**
 * Room, hashes of tokens, the cursor's epoch and sequence. Which way somebody comes back is what `rooms/catch-up.ts` says. Texts are measured here without what JSON puts around them, so what is too
 * much here is too much for a replay; whether the rest is, the reader sees. `octet_length` need not fetch a long text.
 */
export const READ_ENTRY: Statement = {
  name: 'read-entry',
  text: `WITH ${HERE},
    ${ME},
    missed AS MATERIALIZED (
      SELECT * FROM ${changed('$4::bigint', REPLAY_RECORDS_MAX + 1, REPLAY_RECORDS_MAX + 1)} AS missed
      WHERE ${IS_MEMBER} AND (SELECT epoch = $3 AND head > $4 FROM here)),
    way AS MATERIALIZED (
      SELECT (epoch = $3 AND head >= $4) IS TRUE AND (
        SELECT count(*) <= ${REPLAY_RECORDS_MAX} AND coalesce(sum(octet_length(text) + coalesce(octet_length(extra), 0)), 0) <= ${REPLAY_BYTES_MAX}
        FROM missed) AS is_replay
      FROM here),
    newest AS MATERIALIZED (
      SELECT * FROM ${placed('<=', '(SELECT head FROM here)', PAGE_RECORDS_MAX + 1)} AS newest
      WHERE ${IS_MEMBER} AND NOT (SELECT is_replay FROM way))
    SELECT ${ROOM_ROW}, CASE WHEN is_replay THEN 'replay' ELSE 'reset' END AS text, ${ROOM_EXTRA} FROM here, way
    UNION ALL SELECT * FROM me
    UNION ALL SELECT * FROM missed WHERE (SELECT is_replay FROM way)
    UNION ALL SELECT * FROM newest
    UNION ALL ${beside('newest')}`,
}

/** Room, version, limit: at most `REPAIR_RECORDS_MAX`. */
export const READ_CHANGES: Statement = {
  name: 'read-changes',
  text: `WITH ${HERE} SELECT ${ROOM_ROW}, ${NO_TEXT} FROM here
    UNION ALL ${changed('$2::bigint', '$3', REPAIR_RECORDS_MAX)}`,
}

const readPage = (name: string, side: '<' | '>', place: string): Statement => ({
  name,
  text: `WITH ${HERE}, ${ME},
    placed AS MATERIALIZED (SELECT * FROM ${placed(side, place, '$4')} AS placed WHERE ${IS_MEMBER})
    SELECT ${ROOM_ROW}, ${SEEN}::text AS text, ${ROOM_EXTRA} FROM here WHERE ${IS_MEMBER}
    UNION ALL SELECT * FROM placed
    UNION ALL ${beside('placed')}`,
})

/** Room, hash of a token in a list, place, limit: at most one more than `PAGE_RECORDS_MAX`. */
export const READ_PAGE_BELOW = readPage('read-page-below', '<', '$3::bigint')
export const READ_PAGE_ABOVE = readPage('read-page-above', '>', `greatest($3::bigint, ${SEEN})`)

/** Room, hash of a token in a list, ids of messages, ids of members. */
export const READ_RECORDS: Statement = {
  name: 'read-records',
  text: `WITH ${HERE}, ${ME} SELECT ${ROOM_ROW}, ${NO_TEXT} FROM here WHERE ${IS_MEMBER}
    UNION ALL SELECT ${kindOf(MESSAGES)}, sequence, version, ${MESSAGES.columns} FROM messages
      WHERE ${IS_HERE} AND message_id = ANY ($3::text[]) AND ${IS_MEMBER} AND sequence > ${SEEN}
    UNION ALL SELECT ${kindOf(MEMBERS)}, sequence, version, ${MEMBERS.columns} FROM members
      WHERE ${IS_HERE} AND member_id = ANY ($4::text[]) AND ${IS_MEMBER}`,
}

/** Room, hash of a token in a list, limit. */
export const READ_BANNED: Statement = {
  name: 'read-banned',
  text: `WITH ${HERE}, ${ME} SELECT ${ROOM_ROW}, ${NO_TEXT} FROM here WHERE ${IS_MEMBER}
    UNION ALL (SELECT ${kindOf(MEMBERS)}, sequence, version, ${MEMBERS.columns} FROM members
      WHERE ${IS_HERE} AND version > sequence AND role = 'banned' AND ${IS_MEMBER} ORDER BY version DESC LIMIT $3)`,
}

/** The place of the message that `$3` names, if it is there for the one who asks. */
const PLACE = `place AS MATERIALIZED (SELECT sequence FROM messages WHERE message_id = $3 AND ${IS_HERE} AND sequence > ${SEEN})`
const IS_PLACED = 'sequence = (SELECT sequence FROM place)'

/** Room, hash of a token in a list, message. No row for whoever is no member. */
export const READ_EDITS: Statement = {
  name: 'read-edits',
  text: `WITH ${HERE}, ${ME}, ${PLACE} SELECT coalesce(
      (SELECT json_agg(json_build_object('body', body, 'replacedAt', replaced_at) ORDER BY version DESC) FROM edits
       WHERE ${IS_HERE} AND ${IS_PLACED}), '[]') AS edits
    WHERE ${IS_MEMBER}`,
}

/** Room, hash of a token in a list, message, emoji. No row for whoever is no member. */
export const READ_REACTORS: Statement = {
  name: 'read-reactors',
  text: `WITH ${HERE}, ${ME}, ${PLACE},
    reacted AS MATERIALIZED (
      SELECT member_id, version FROM reactors WHERE ${IS_HERE} AND ${IS_PLACED} AND emoji = $4
      ORDER BY version LIMIT ${REACTORS_FETCHED_MAX})
    SELECT coalesce((SELECT json_agg(member_id ORDER BY version) FROM reacted), '[]') AS members,
      EXISTS (SELECT FROM reactors WHERE ${IS_HERE} AND ${IS_PLACED} AND emoji = $4 AND member_id = (SELECT id FROM me LIMIT 1))
        AS "includesMe"
    WHERE ${IS_MEMBER}`,
}

/** Room, hash of a token in a list, moment. Times never go back in a room, so halving finds the place. No row for whoever is no member. */
export const READ_PLACE: Statement = {
  name: 'read-place',
  text: `WITH RECURSIVE ${HERE}, ${ME},
    halving (low, high) AS (
      SELECT 1 + ${SEEN}, head + 1 FROM here WHERE ${IS_MEMBER}
      UNION ALL
      SELECT CASE WHEN found.posted_at < $3::bigint THEN found.sequence + 1 ELSE low END,
        CASE WHEN found.posted_at < $3::bigint THEN high ELSE (low + high) / 2 END
      FROM halving LEFT JOIN LATERAL (
        SELECT sequence, posted_at FROM messages WHERE ${IS_HERE} AND sequence >= (low + high) / 2 ORDER BY sequence LIMIT 1
      ) AS found ON true
      WHERE low < high)
    SELECT here.epoch, (
      SELECT sequence FROM messages WHERE ${IS_HERE} AND sequence >= low ORDER BY sequence LIMIT 1) AS sequence
    FROM halving, here WHERE low >= high LIMIT 1`,
}

/** Hash of a token, room or null. */
export const READ_STANDING: Statement = {
  name: 'read-standing',
  text: `SELECT CASE WHEN revoked_at IS NOT NULL THEN 'revoked' ELSE coalesce(
      (SELECT CASE WHEN role IN ('removed', 'banned') THEN role ELSE 'member' END FROM members
       WHERE members.identity = tokens.identity AND room = (SELECT room FROM rooms WHERE room_id = $2)),
      'stranger') END AS standing
    FROM tokens WHERE token_hash = $1`,
}

/** How many milliseconds back, limit. */
export const READ_REVOKED: Statement = {
  name: 'read-revoked',
  text: `SELECT token_hash AS "tokenHash" FROM tokens
    WHERE revoked_at >= (extract(epoch FROM now()) * 1000)::bigint - $1::bigint
    ORDER BY revoked_at DESC LIMIT $2`,
}

/** Room, skeletons. */
export const READ_TAKEN_NAMES: Statement = {
  name: 'read-taken-names',
  text: `WITH ${HERE} SELECT name_skeleton AS skeleton FROM members
    WHERE ${IS_HERE} AND name_skeleton = ANY ($2::text[])`,
}

/** What was deleted is nothing to come and read. Only one without words can be; `octet_length` does not read them. */
export const DELETED_AT = `CASE WHEN octet_length(body) = 0 THEN extra::json ->> 'deletedAt' END AS deleted_at`

/** Hash of a token, rooms, and of each the sequence up to which it is known. Counting ends where nobody counts on. */
export const READ_SUMMARIES: Statement = {
  name: 'read-summaries',
  text: `SELECT asked.room_id AS "roomId", found.record AS room, unread.count AS "unreadCount", mentioned.count AS "mentionCount",
      seen.up_to AS "lastRead", to_json(latest) AS latest
    FROM unnest($2::text[], $3::bigint[]) WITH ORDINALITY AS asked (room_id, after, turn)
    CROSS JOIN LATERAL (
      SELECT room, to_json(record) AS record FROM rooms CROSS JOIN LATERAL (SELECT ${ROOM_RECORD}) AS record
      WHERE rooms.room_id = asked.room_id LIMIT 1
    ) AS found
    CROSS JOIN LATERAL (
      SELECT member_id, sequence, coalesce((extra::json ->> 'seesAbove')::bigint, 0) AS sees_above,
        ARRAY(SELECT ignored.member_id FROM ignored WHERE ignored.identity = members.identity AND ignored.room = members.room) AS ignores
      FROM members WHERE identity = (SELECT identity FROM tokens WHERE token_hash = $1 AND revoked_at IS NULL)
        AND members.room = found.room AND role NOT IN ('removed', 'banned') LIMIT 1
    ) AS me
    CROSS JOIN LATERAL (
      SELECT up_to, greatest(up_to, asked.after, me.sees_above) AS above FROM (
        SELECT coalesce((SELECT last_reads.sequence FROM last_reads
          WHERE last_reads.room = found.room AND last_reads.member_id = me.member_id), me.sequence) AS up_to
      ) AS kept
    ) AS seen
    CROSS JOIN LATERAL (
      SELECT count(*) FROM (
        SELECT FROM (
          SELECT sequence FROM mentions
          WHERE mentions.room = found.room AND mentions.member_id = me.member_id AND sequence > seen.above
          ORDER BY sequence DESC LIMIT ${UNREAD_SCANNED_MAX}
        ) AS newest
        JOIN messages ON messages.room = found.room AND messages.sequence = newest.sequence
        WHERE author_id <> me.member_id AND author_id <> ALL (me.ignores) LIMIT ${UNREAD_COUNTED_MAX}
      ) AS counted
    ) AS mentioned
    CROSS JOIN LATERAL (
      SELECT count(*) FROM (
        SELECT FROM (
          SELECT author_id, ${DELETED_AT} FROM messages WHERE messages.room = found.room AND sequence > seen.above
          ORDER BY sequence DESC LIMIT ${UNREAD_SCANNED_MAX}
        ) AS newest
        WHERE author_id <> me.member_id AND author_id <> ALL (me.ignores) AND deleted_at IS NULL LIMIT ${UNREAD_COUNTED_MAX}
      ) AS counted
    ) AS unread
    LEFT JOIN LATERAL (
      SELECT ${MESSAGE_RECORD} FROM messages WHERE messages.room = found.room AND sequence > me.sees_above ORDER BY sequence DESC LIMIT 1
    ) AS latest ON true
    ORDER BY turn`,
}

/** Moment, room or '', limit. The index of the rooms that keep nothing for ever is made for these words. */
export const READ_EXPIRED: Statement = {
  name: 'read-expired',
  text: `SELECT room_id AS "roomId" FROM rooms WHERE strpos(settings, '"keptHours"') > 0 AND room_id > $2
    AND (SELECT posted_at FROM messages WHERE messages.room = rooms.room ORDER BY sequence LIMIT 1)
      <= $1::bigint - (settings::json ->> 'keptHours')::bigint * 3600000
    ORDER BY room_id LIMIT $3`,
}

/** Rooms. */
export const READ_HEADS: Statement = {
  name: 'read-heads',
  text: 'SELECT room_id AS "roomId", epoch, head FROM rooms WHERE room_id = ANY ($1::text[])',
}

import { UNREAD_COUNTED_MAX } from '@confab/protocol/limits'
import { MEMBER_RECORD, MESSAGE_RECORD, ROOM_RECORD } from '../records.ts'
import type { Statement } from './pool.ts'
import { DELETED_AT } from './read-statements.ts'

const IDENTITY = 'SELECT identity FROM tokens WHERE token_hash = $1 AND revoked_at IS NULL'

/** Hash of a token. */
export const READ_ATTENTION: Statement = {
  name: 'read-attention',
  text: `WITH me AS MATERIALIZED (${IDENTITY})
    SELECT coalesce((SELECT json_agg(json_build_object('roomId', room_id, 'level', level) ORDER BY levels.room)
        FROM levels JOIN rooms USING (room) WHERE identity = (SELECT identity FROM me)), '[]') AS levels,
      coalesce((SELECT json_agg(one) FROM (
          SELECT room_id AS "roomId", json_agg(member_id ORDER BY member_id) AS "memberIds" FROM ignored JOIN rooms USING (room)
          WHERE identity = (SELECT identity FROM me) GROUP BY ignored.room, room_id ORDER BY ignored.room
        ) AS one), '[]') AS ignored,
      (SELECT until_at FROM quiet WHERE identity = (SELECT identity FROM me)) AS "quietUntil",
      EXISTS (SELECT FROM push_subscriptions WHERE identity = (SELECT identity FROM me)) AS "isSubscribed"`,
}

/** Rooms. */
export const READ_LISTENED: Statement = {
  name: 'read-listened',
  text: `SELECT room_id AS "roomId" FROM rooms WHERE room_id = ANY ($1::text[])
    AND EXISTS (SELECT FROM push_rooms WHERE push_rooms.room = rooms.room)`,
}

// As in `read-statements.ts`: from the few that are asked for, one after the other, whatever else there is.
const HERE = 'here AS MATERIALIZED (SELECT room FROM rooms WHERE room_id = $1)'
const ROOM = '(SELECT room FROM here)'

// Of the unread only the newest few are counted: a summary looks at ten times as many, but this is asked for everybody who may be called.

/** What is known of each in `called`, who have an `identity`, a `member_id` and the `sequence` at which they came in. */
const LISTENERS = `SELECT called.member_id AS "memberId", seen.up_to AS "lastRead", unread.count AS unread, passed.over AS ignores,
    browsers.list AS subscriptions
  FROM called
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('endpoint', endpoint, 'p256dh', p256dh, 'auth', auth, 'language', language)
      ORDER BY kept_at, endpoint) AS list
    FROM push_subscriptions WHERE push_subscriptions.identity = called.identity
  ) AS browsers
  CROSS JOIN LATERAL (
    SELECT coalesce((SELECT last_reads.sequence FROM last_reads
      WHERE last_reads.room = ${ROOM} AND last_reads.member_id = called.member_id), called.sequence) AS up_to
  ) AS seen
  CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(ignored.member_id), '{}') AS over FROM ignored
    WHERE ignored.identity = called.identity AND ignored.room = ${ROOM}
  ) AS passed
  CROSS JOIN LATERAL (
    SELECT count(*) FROM (
      SELECT FROM (
        SELECT author_id, ${DELETED_AT} FROM messages WHERE messages.room = ${ROOM} AND sequence > seen.up_to
        ORDER BY sequence DESC LIMIT ${UNREAD_COUNTED_MAX}
      ) AS newest
      WHERE author_id <> called.member_id AND author_id <> ALL (passed.over) AND deleted_at IS NULL LIMIT ${UNREAD_COUNTED_MAX}
    ) AS counted
  ) AS unread
  WHERE browsers.list IS NOT NULL`

const IS_TO_BE_CALLED = `role NOT IN ('removed', 'banned')
  AND NOT EXISTS (SELECT FROM quiet WHERE quiet.identity = members.identity AND until_at > $2::bigint)`

const LISTED = `listed AS MATERIALIZED (
  SELECT identity FROM push_rooms WHERE room = ${ROOM} AND identity > $3::bigint ORDER BY identity LIMIT $4::int)`

/** Room, now, the identity behind which to go on, how many. */
export const READ_LISTENERS: Statement = {
  name: 'read-listeners',
  text: `WITH ${HERE}, ${LISTED}, called AS MATERIALIZED (
      SELECT listed.identity, me.member_id, me.sequence FROM listed CROSS JOIN LATERAL (
        SELECT member_id, sequence FROM members
        WHERE members.identity = listed.identity AND members.room = ${ROOM} AND ${IS_TO_BE_CALLED}
          AND NOT EXISTS (SELECT FROM levels WHERE levels.identity = members.identity AND levels.room = members.room)
        LIMIT 1
      ) AS me
    )
    SELECT coalesce((SELECT json_agg(found) FROM (${LISTENERS}) AS found), '[]') AS listeners,
      (SELECT count(*) FROM listed) AS count, (SELECT max(identity) FROM listed) AS last`,
}

/** Room, now, members. */
export const READ_ADDRESSED: Statement = {
  name: 'read-addressed',
  text: `WITH ${HERE}, called AS MATERIALIZED (
      SELECT identity, member_id, sequence FROM members
      WHERE room = ${ROOM} AND member_id = ANY ($3::text[]) AND ${IS_TO_BE_CALLED}
        AND NOT EXISTS (SELECT FROM levels
          WHERE levels.identity = members.identity AND levels.room = members.room AND level = 'none')
    ) ${LISTENERS}`,
}

/** Room, messages, members. */
export const READ_SUBJECTS: Statement = {
  name: 'read-subjects',
  text: `WITH ${HERE}
    SELECT (SELECT to_json(record) FROM (SELECT ${ROOM_RECORD} FROM rooms WHERE room = ${ROOM}) AS record) AS room,
      coalesce((SELECT json_agg(record) FROM (SELECT ${MESSAGE_RECORD} FROM messages
        WHERE room = ${ROOM} AND message_id = ANY ($2::text[])) AS record), '[]') AS messages,
      coalesce((SELECT json_agg(record) FROM (SELECT ${MEMBER_RECORD} FROM members
        WHERE room = ${ROOM} AND member_id = ANY ($3::text[])) AS record), '[]') AS members
    FROM here`,
}

/** Hash of a token, room. Its row is locked, so that nobody counts levels that another is about to set. */
export const MEMBER_LOCKED: Statement = {
  name: 'attention-member',
  text: `SELECT r.room, m.identity FROM rooms r JOIN members m ON m.room = r.room
    JOIN identities i ON i.identity = m.identity
    WHERE r.room_id = $2 AND m.role NOT IN ('removed', 'banned') AND m.identity = (${IDENTITY}) FOR NO KEY UPDATE OF i`,
}

/** Hash of a token. Its identity is locked, so that what hangs on it is written by one at a time. */
export const IDENTITY_LOCKED: Statement = {
  name: 'attention-identity',
  text: `SELECT identity FROM identities WHERE identity = (${IDENTITY}) FOR NO KEY UPDATE`,
}

/** Identity, room. */
export const COUNT_OTHER_LEVELS: Statement = {
  name: 'count-levels',
  text: 'SELECT count(*) FROM levels WHERE identity = $1 AND room <> $2',
}
export const DROP_LEVEL: Statement = {
  name: 'drop-level',
  text: 'DELETE FROM levels WHERE identity = $1 AND room = $2',
}
/** Identity, room, level. */
export const PUT_LEVEL: Statement = {
  name: 'put-level',
  text: `INSERT INTO levels (identity, room, level) VALUES ($1, $2, $3)
    ON CONFLICT (identity, room) DO UPDATE SET level = excluded.level`,
}

/** Room, member. */
export const IGNORED_MEMBER: Statement = {
  name: 'ignored-member',
  text: 'SELECT identity FROM members WHERE room = $1 AND member_id = $2',
}
/** Identity, room, member. */
export const COUNT_IGNORED: Statement = {
  name: 'count-ignored',
  text: 'SELECT count(*)::int AS count FROM ignored WHERE identity = $1 AND (room, member_id) <> ($2, $3)',
}
export const IGNORE: Statement = {
  name: 'ignore-member',
  text: 'INSERT INTO ignored (identity, room, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
}
export const HEED: Statement = {
  name: 'heed-member',
  text: 'DELETE FROM ignored WHERE identity = $1 AND room = $2 AND member_id = $3',
}

/** Identity, until when. */
export const PUT_QUIET: Statement = {
  name: 'put-quiet',
  text: `INSERT INTO quiet (identity, until_at) VALUES ($1, $2)
    ON CONFLICT (identity) DO UPDATE SET until_at = excluded.until_at`,
}
/** Identity. */
export const DROP_QUIET: Statement = { name: 'drop-quiet', text: 'DELETE FROM quiet WHERE identity = $1' }

/** Endpoint. */
export const OWNER: Statement = {
  name: 'push-owner',
  text: 'SELECT identity FROM push_subscriptions WHERE endpoint = $1',
}
/** Endpoint, identity, p256dh, auth, language, when, hash of the token. */
export const SUBSCRIBE: Statement = {
  name: 'subscribe-push',
  text: `INSERT INTO push_subscriptions (endpoint, identity, p256dh, auth, language, kept_at, kept_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (endpoint) DO UPDATE SET identity = excluded.identity, p256dh = excluded.p256dh, auth = excluded.auth,
      language = excluded.language, kept_at = excluded.kept_at, kept_by = excluded.kept_by`,
}
/** Identity, how many to keep. */
export const DROP_OLDEST: Statement = {
  name: 'drop-oldest-push',
  text: `DELETE FROM push_subscriptions WHERE endpoint IN
    (SELECT endpoint FROM push_subscriptions WHERE identity = $1 ORDER BY kept_at DESC, endpoint OFFSET $2)`,
}
/** Identity, how many rooms. */
export const LISTEN: Statement = {
  name: 'push-listen',
  text: `INSERT INTO push_rooms (room, identity)
    SELECT room, identity FROM members WHERE identity = $1 ORDER BY room DESC LIMIT $2 ON CONFLICT DO NOTHING`,
}
/** Endpoints. */
export const FORGET: Statement = {
  name: 'forget-push',
  text: 'DELETE FROM push_subscriptions WHERE endpoint = ANY ($1::text[]) RETURNING identity',
}
/** Endpoint, identity. */
export const UNSUBSCRIBE: Statement = {
  name: 'unsubscribe-push',
  text: 'DELETE FROM push_subscriptions WHERE endpoint = $1 AND identity = $2 RETURNING identity',
}
/** Identities. */
export const LISTEN_NO_MORE: Statement = {
  name: 'push-listen-no-more',
  text: `DELETE FROM push_rooms WHERE identity = ANY ($1::bigint[])
    AND NOT EXISTS (SELECT FROM push_subscriptions WHERE push_subscriptions.identity = push_rooms.identity)`,
}

/** Secret. */
export const PUT_PUSH_KEY: Statement = {
  name: 'put-push-key',
  text: 'INSERT INTO push_keys (one, secret) VALUES (1, $1) ON CONFLICT DO NOTHING',
}
export const PUSH_KEY: Statement = { name: 'push-key', text: 'SELECT secret FROM push_keys WHERE one = 1' }

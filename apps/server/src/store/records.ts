// Rows come out of these columns in the shape of records, so there is nothing to map by hand. The quotes are for PostgreSQL, which
// writes names small otherwise.

/** A message's columns as its record. */
export const MESSAGE_RECORD = `'message' AS kind, message_id AS "messageId", sequence, version, author_id AS "authorId",
  author_name AS "authorName", posted_at AS "postedAt", body`

/** A member's columns as its record. */
export const MEMBER_RECORD = `'member' AS kind, member_id AS "memberId", sequence, version, name, role, joined_at AS "joinedAt"`

/** A room's columns as its record, which is always placed at the room's first change. */
export const ROOM_RECORD = `'room' AS kind, 1 AS sequence, version, code, title, created_at AS "createdAt"`

/** A room's, a member's and a message's columns as an examination looks at them. */
export const EXAMINED_ROOM = 'room_id AS "roomId", head, version, latest_at AS "latestAt", code, title'
export const EXAMINED_MEMBER = `sequence, version, joined_at AS at, member_id AS id, role AS "of", name, name_skeleton AS text`
export const EXAMINED_MESSAGE = `sequence, version, posted_at AS at, message_id AS id, author_id AS "of", author_name AS name,
  body AS text`

import type { MemberRecord, MessageId, MessageRecord, RoomRecord, RoomSettings } from '@confab/protocol'

// Rows come out of these columns in the shape of records, but for what most of them do not have: that is one column of JSON, or null. The
// quotes are for PostgreSQL, which writes names small otherwise.

/** A message's columns; `messageRecord` makes a record of them. */
export const MESSAGE_RECORD = `'message' AS kind, message_id AS "messageId", sequence, version, author_id AS "authorId",
  author_name AS "authorName", posted_at AS "postedAt", body, extra`

/** A member's columns; `memberRecord` makes a record of them. */
export const MEMBER_RECORD = `'member' AS kind, member_id AS "memberId", sequence, version, name, role, joined_at AS "joinedAt", extra`

/** A room's columns, which is always placed at the room's first change; `roomOf` makes a record of them. */
export const ROOM_RECORD = `'room' AS kind, 1 AS sequence, version, code, title, created_at AS "createdAt", pins, settings`

type Required =
  | 'kind'
  | 'messageId'
  | 'sequence'
  | 'version'
  | 'authorId'
  | 'authorName'
  | 'postedAt'
  | 'body'

/** A message as its row is. */
export type MessageRow = Pick<MessageRecord, Required> & { extra: string | null }

/** The record in a message's row. */
export function messageRecord({ extra, ...record }: MessageRow): MessageRecord {
  return extra === null ? record : { ...record, ...(JSON.parse(extra) as Omit<MessageRecord, Required>) }
}

/** What a message has beyond what every message has, as its row keeps it. */
export function extraOf(message: MessageRecord): string | null {
  const {
    kind: _kind,
    messageId: _messageId,
    sequence: _sequence,
    version: _version,
    authorId: _authorId,
    authorName: _authorName,
    postedAt: _postedAt,
    body: _body,
    ...extra
  } = message
  for (const _ in extra) return JSON.stringify(extra)
  return null
}

/** A member as its row is. */
export type MemberRow = Omit<MemberRecord, MemberExtra> & { extra: string | null }

/** What few members have. */
type MemberExtra = 'mutedUntil' | 'putOutAs' | 'seesAbove'

/** The record in a member's row. */
export function memberRecord({ extra, ...record }: MemberRow): MemberRecord {
  return extra === null ? record : { ...record, ...(JSON.parse(extra) as Pick<MemberRecord, MemberExtra>) }
}

/** The same, as a member's row keeps it. */
export const memberExtraOf = ({ mutedUntil, putOutAs, seesAbove }: MemberRecord): string | null =>
  mutedUntil === undefined && putOutAs === undefined && seesAbove === undefined
    ? null
    : JSON.stringify({ mutedUntil, putOutAs, seesAbove })

/** What few rooms have, as a room's row keeps it: JSON, or null. */
type RoomExtras = { pins: string | null; settings: string | null }

/** A room's row, or one that has more than the record. */
export type WithExtrasRow<Row extends RoomRecord> = Omit<Row, 'pins' | 'settings'> & RoomExtras

/** The same row with its pins and settings read. */
export function roomOf<Row extends RoomExtras>({
  pins,
  settings,
  ...row
}: Row): Omit<Row, 'pins' | 'settings'> & Pick<RoomRecord, 'pins' | 'settings'> {
  return {
    ...row,
    ...(pins === null ? {} : { pins: JSON.parse(pins) as MessageId[] }),
    ...(settings === null ? {} : { settings: JSON.parse(settings) as RoomSettings }),
  }
}

/** A room's pins as its row keeps them. */
export const pinsOf = ({ pins }: RoomRecord): string | null => (pins ? JSON.stringify(pins) : null)

/** A room's settings as its row keeps them. */
export const settingsOf = ({ settings }: RoomRecord): string | null =>
  settings ? JSON.stringify(settings) : null

/** A room's, a member's and a message's columns as an examination looks at them, and what stands beside a message. */
export const EXAMINED_ROOM =
  'room_id AS "roomId", head, version, latest_at AS "latestAt", code, title, pins, settings'
export const EXAMINED_MEMBER = `sequence, version, joined_at AS at, member_id AS id, role AS "of", name, name_skeleton AS text, extra`
export const EXAMINED_MESSAGE = `sequence, version, posted_at AS at, message_id AS id, author_id AS "of", author_name AS name,
  body AS text, extra`
export const EXAMINED_REACTIONS = 'sequence, version, reactions AS text'

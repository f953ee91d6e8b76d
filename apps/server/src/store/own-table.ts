import type {
  AttentionLevel,
  ConfabRecord,
  Edits,
  Epoch,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  ReportReason,
  RoomCode,
  RoomId,
  RoomRecord,
  Sequence,
} from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { PAGE_BYTES_MAX } from '@confab/protocol/limits'
import { DELETED } from './deleted-rooms.ts'
import { type MemberRow, type MessageRow, memberRecord, messageRecord } from './records.ts'
import type { TokenHash } from './token-hash.ts'

type Edit = Edits['edits'][number]
type Head = { epoch: Epoch; head: Sequence }

/** Places of a room that one reading looks through for what somebody wrote: as long as a page takes, wherever they wrote. */
export const OWN_STRETCH_PLACES = 2_048

/** Messages of theirs that one reading takes at most; it ends by its weight before, where they write more than a line. */
export const OWN_STRETCH_MESSAGES = 200

/** A browser that can be called: whose push service it is, never what it is called with. */
export type OwnPush = { host: string; language: string; keptAt: number }

/** What is kept of an identity besides what it signs in with and where. */
export type OwnAttention = { quietUntil: number | null; pushes: OwnPush[] }

/**
 * A room an identity is a member of, or was: what one is there, with the name they have there. Whoever was put out is told the title only if it
 * did not change since, and the code not at all (D9).
 */
export type OwnRoom = Head & {
  roomId: RoomId
  title: string | null
  code: RoomCode | null
  keptHours: number | null
  member: MemberRecord
  lastRead: Sequence
  level: AttentionLevel
}

/** Behind which of them there may be more, in the order of joining. */
export type OwnRoomKey = { joinedAt: number; roomId: RoomId }

/** A message somebody wrote, that stands, and what it said before, the oldest first. */
export type OwnMessage = { message: MessageRecord; edits: Edit[] }

/** With what somebody reacted to a message, whoever wrote it. */
export type OwnReaction = { sequence: Sequence; messageId: MessageId; emoji: string }

/** What somebody told whoever runs the server, of a message or of somebody; without what was kept as evidence, which others wrote. */
export type OwnReport = {
  memberId: MemberId
  messageId: MessageId | null
  reason: ReportReason
  note: string
  reportedAt: number
}

/** What somebody did in a stretch of a room that reaches up to `to`, in order of place; and how long the room keeps it. */
export type OwnStretch = {
  epoch: Epoch
  keptHours: number | null
  to: Sequence
  messages: OwnMessage[]
  reactions: OwnReaction[]
}

/**
 * What a store knows of one identity, for itself. Whoever was put out of a room has what they wrote there all the same: it is read whatever they
 * are to the room now. Everything is null for whoever is nobody, or signed out.
 */
export interface OwnTable {
  attention(tokenHash: TokenHash): Promise<OwnAttention | null>

  /** Rooms behind one, in the order of joining, at most `limit`; none that was deleted. */
  rooms(tokenHash: TokenHash, after: OwnRoomKey | null, limit: number): Promise<OwnRoom[] | null>

  /** What they reported in a room, the earliest first, at most `limit`. */
  reports(tokenHash: TokenHash, roomId: RoomId, limit: number): Promise<OwnReport[] | null>

  /** What they wrote and reacted with above `after`, no further than `upTo`. Null for whoever never was in this room, too. */
  stretch(
    tokenHash: TokenHash,
    roomId: RoomId,
    where: { after: Sequence; upTo: Sequence },
  ): Promise<OwnStretch | null>
}

/** The host of an endpoint, which says whose push service it is. */
export const pushHostOf = (endpoint: string): string => URL.parse(endpoint)?.host ?? ''

type Settled = { settings: string | null }

/** How long a room keeps what is said, by its settings. */
export const keptHoursIn = (settings: string | null): number | null =>
  settings === null ? null : ((JSON.parse(settings) as { keptHours?: number }).keptHours ?? null)

/** A room of somebody's as both databases give it. */
export type OwnRoomRow = Head &
  Pick<RoomRecord, 'code' | 'title'> &
  Settled &
  MemberRow & { roomId: RoomId; roomVersion: Sequence; lastRead: Sequence; level: AttentionLevel }

/** Both databases ask for them in these words. */
export const ownRoomsSql = (at: (place: number) => string): string =>
  `SELECT r.room_id AS "roomId", r.epoch, r.head, r.version AS "roomVersion", r.code, r.title, r.settings,
     'member' AS kind, m.member_id AS "memberId", m.sequence, m.version, m.name, m.role, m.joined_at AS "joinedAt", m.extra,
     coalesce(l.sequence, m.sequence) AS "lastRead", coalesce(v.level, 'all') AS level
   FROM members m JOIN rooms r ON r.room = m.room
     LEFT JOIN last_reads l ON l.room = m.room AND l.member_id = m.member_id
     LEFT JOIN levels v ON v.identity = m.identity AND v.room = m.room
   WHERE m.identity = ${at(1)} AND substr(r.room_id, 1, ${DELETED.length}) <> '${DELETED}'
     AND (m.joined_at > ${at(2)} OR m.joined_at = ${at(2)} AND r.room_id > ${at(3)})
   ORDER BY m.joined_at, r.room_id LIMIT ${at(4)}`

/** Likewise, what somebody reported. */
export const ownReportsSql = (at: (place: number) => string): string =>
  `SELECT member_id AS "memberId", nullif(message_id, '') AS "messageId", reason, note, reported_at AS "reportedAt" FROM reports
   WHERE room = (SELECT room FROM rooms WHERE room_id = ${at(2)}) AND reporter = ${at(1)} ORDER BY report LIMIT ${at(3)}`

/** The values behind the identity in `ownRoomsSql`. */
export const ownRoomsAfter = (after: OwnRoomKey | null, limit: number) =>
  [after?.joinedAt ?? -1, after?.roomId ?? '', limit] as const

/** A room as whoever is or was in it is told of it. */
export function ownRoomOf(row: OwnRoomRow): OwnRoom {
  const { roomId, epoch, head, roomVersion, code, title, settings, lastRead, level, ...columns } = row
  const member = memberRecord(columns)
  const keptHours = keptHoursIn(settings)
  return ownRoom(
    { roomId, epoch, head, keptHours, member, lastRead, level },
    { code, title, version: roomVersion },
  )
}

/** The same of records: what one is there, and what of the room they may know. */
export function ownRoom(
  mine: Omit<OwnRoom, 'title' | 'code'>,
  { code, title, version }: Pick<RoomRecord, 'code' | 'title' | 'version'>,
): OwnRoom {
  const isGone = mine.member.role === 'removed' || mine.member.role === 'banned'
  const isTitleNews = isGone && version > mine.member.version
  return { ...mine, title: isTitleNews ? null : title, code: isGone ? null : code }
}

/** Somebody's message as both databases find it; `editBytes` is what it weighs that it said before. */
export type OwnMessageRow = MessageRow & { editBytes: number }

/** Which of somebody's messages one answer carries, and how far it reaches with them. What was deleted does not stand. */
export function portionOfOwn(
  rows: readonly OwnMessageRow[],
  end: Sequence,
): { messages: MessageRecord[]; edited: Sequence[]; to: Sequence } {
  const messages: MessageRecord[] = []
  const edited: Sequence[] = []
  let bytes = 0
  let to = rows.length < OWN_STRETCH_MESSAGES ? end : (rows.at(-1)?.sequence ?? end)
  for (const { editBytes, ...row } of rows) {
    const message = messageRecord(row)
    if (message.deletedAt !== undefined) continue
    bytes += weightOf(message) + editBytes
    if (messages.length > 0 && bytes > PAGE_BYTES_MAX) {
      to = messages.at(-1)?.sequence ?? end
      break
    }
    messages.push(message)
    if (editBytes > 0) edited.push(message.sequence)
  }
  return { messages, edited, to }
}

const weightOf = (record: ConfabRecord): number => Buffer.byteLength(JSON.stringify(record))

/** An earlier body, and the place of the message it stood at. */
export type OwnEditRow = Edit & { sequence: Sequence }

/** Messages with what they said before. */
export function withEdits(messages: readonly MessageRecord[], rows: readonly OwnEditRow[]): OwnMessage[] {
  const edits = Map.groupBy(rows, ({ sequence }) => sequence)
  return messages.map((message) => ({
    message,
    edits: (edits.get(message.sequence) ?? []).map(({ sequence: _, ...edit }) => edit),
  }))
}

import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { MessageRecord } from '../message.ts'
import { RoomRecord } from '../room.ts'

/**
 * What is new in one room: messages by others placed above the asked-for sequence, counted up to `UNREAD_COUNTED_MAX`, likewise those of
 * them that mention this member, how far they have seen the room, and the newest message of all, its body cut to `SUMMARY_BODY_LENGTH_MAX`.
 */
export const RoomSummary = Type.Object({
  roomId: RoomId,
  room: RoomRecord,
  unreadCount: Type.Integer({ minimum: 0 }),
  mentionCount: Type.Integer({ minimum: 0 }),
  lastRead: Sequence,
  latest: Type.Union([MessageRecord, Type.Null()]),
})
/** See the schema of the same name. */
export type RoomSummary = Static<typeof RoomSummary>

/** Server → client, the reply to `fetch-summaries`, in the order asked. */
export const Summaries = Type.Object({
  type: Type.Literal('summaries'),
  ref: Ref,
  rooms: Type.Array(RoomSummary),
})
/** See the schema of the same name. */
export type Summaries = Static<typeof Summaries>

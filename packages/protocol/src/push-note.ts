import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { MessageId, RoomId } from './ids.ts'
import { PUSH_EXCERPT_LENGTH_MAX } from './limits.ts'
import { RoomCode } from './room-code.ts'

/**
 * What a push message says, as JSON under the encryption of RFC 8291: the newest message that somebody is called for in a room. A note
 * takes the place of the one before of the same room (`tag` it with the room's id). `kind` says why they are called; `memberName` is who
 * wrote it, under the name of that moment. `excerpt` is plain text of at most `PUSH_EXCERPT_LENGTH_MAX` characters and a "…", empty when
 * the message is nothing but files. `unread` counts what others wrote since this member last read, up to `UNREAD_COUNTED_MAX`. `language`
 * is that of the subscription.
 */
export const PushNote = Type.Object({
  roomId: RoomId,
  code: RoomCode,
  title: Type.String(),
  kind: Type.Union([Type.Literal('message'), Type.Literal('mention'), Type.Literal('reply')]),
  memberName: Type.String(),
  excerpt: Type.String({ maxLength: PUSH_EXCERPT_LENGTH_MAX * 4 }),
  fileCount: Type.Optional(Type.Integer({ minimum: 1 })),
  sequence: Sequence,
  messageId: MessageId,
  at: Type.Integer({ minimum: 0 }),
  unread: Type.Integer({ minimum: 1 }),
  language: Type.String(),
})
/** See the schema of the same name. */
export type PushNote = Static<typeof PushNote>

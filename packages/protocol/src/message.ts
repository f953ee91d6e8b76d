import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { FileRecord } from './file.ts'
import { MemberId, MessageId } from './ids.ts'
import { FILES_PER_MESSAGE_MAX } from './limits.ts'

/**
 * What a member posted. Placed at the sequence of its posting, for good. It carries its author's name of that moment, so
 * it can be shown without any other record, years later too. `postedAt` is the server's clock in milliseconds, never
 * going back within a room: for display, never for order. `replyTo` is the message it answers, which may be deleted by now. `editedAt`
 * is when its body last changed. One that was deleted keeps its place and nothing else: `deletedAt` says when, `deletedBy` by whom, and
 * its body is empty. `files` are what was posted with it, in the order they were put; then the body may be empty as well.
 */
export const MessageRecord = Type.Object({
  kind: Type.Literal('message'),
  messageId: MessageId,
  sequence: Sequence,
  version: Sequence,
  authorId: MemberId,
  authorName: Type.String(),
  postedAt: Type.Integer(),
  body: Type.String(),
  files: Type.Optional(Type.Array(FileRecord, { maxItems: FILES_PER_MESSAGE_MAX })),
  replyTo: Type.Optional(MessageId),
  editedAt: Type.Optional(Type.Integer()),
  deletedAt: Type.Optional(Type.Integer()),
  deletedBy: Type.Optional(MemberId),
})
/** See the schema of the same name. */
export type MessageRecord = Static<typeof MessageRecord>

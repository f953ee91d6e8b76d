import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { MemberId, MessageId } from './ids.ts'

/**
 * What a member posted. Placed at the sequence of its posting, for good. It carries its author's name of that moment, so
 * it can be shown without any other record, years later too. `postedAt` is the server's clock in milliseconds, never
 * going back within a room: for display, never for order.
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
})
/** See the schema of the same name. */
export type MessageRecord = Static<typeof MessageRecord>

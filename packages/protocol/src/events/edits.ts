import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { MessageId, RoomId } from '../ids.ts'

/**
 * Server → client, the reply to `fetch-edits`: what the message said before, the oldest first, each with when it was replaced, in server
 * milliseconds. The newest ones that fit a page; `isComplete` says whether that is all.
 */
export const Edits = Type.Object({
  type: Type.Literal('edits'),
  ref: Ref,
  roomId: RoomId,
  messageId: MessageId,
  edits: Type.Array(Type.Object({ body: Type.String(), replacedAt: Type.Integer() })),
  isComplete: Type.Boolean(),
})
/** See the schema of the same name. */
export type Edits = Static<typeof Edits>

import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { MessageId, RoomId } from '../ids.ts'
import { RefusalCode } from '../refusals.ts'

/** Why something was refused: `retryAfterMs` is how long to wait before trying again, `suggestion` a name that is free. */
const reason = {
  code: RefusalCode,
  retryAfterMs: Type.Optional(Type.Integer({ minimum: 0 })),
  suggestion: Type.Optional(Type.String()),
}

/** Server → client. The command with this ref is refused; nothing of it happened. */
export const Refusal = Type.Object({ type: Type.Literal('refusal'), ref: Ref, ...reason })
/** See the schema of the same name. */
export type Refusal = Static<typeof Refusal>

/** Server → client. This post is refused: for good, or for now (`refusalKind`). Only the first takes it from the outbox. */
export const PostRefusal = Type.Object({
  type: Type.Literal('post-refusal'),
  roomId: RoomId,
  messageId: MessageId,
  ...reason,
})
/** See the schema of the same name. */
export type PostRefusal = Static<typeof PostRefusal>

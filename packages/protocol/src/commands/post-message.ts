import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'

/**
 * Client → server. Adds a message to the room. Repeating it with the same id changes nothing (D3). Its ack is its own
 * record coming back in a `span`; the other answer is a `post-refusal`. `replyTo` is a message of the room, else it is refused as `not-found`. The length of the body is checked apart from its
 * shape, so that too much text is refused as `too-large` and nothing else.
 */
export const PostMessage = Type.Object(
  {
    type: Type.Literal('post-message'),
    roomId: RoomId,
    messageId: MessageId,
    body: Type.String({ minLength: 1 }),
    replyTo: Type.Optional(MessageId),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type PostMessage = Static<typeof PostMessage>

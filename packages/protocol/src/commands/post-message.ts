import { type Static, Type } from 'typebox'
import { FileId, MessageId, RoomId } from '../ids.ts'
import { FILES_PER_MESSAGE_MAX } from '../limits.ts'

/**
 * Client → server. Adds a message to the room. Repeating it with the same id changes nothing (D3). Its ack is its own
 * record coming back in a `span`; the other answer is a `post-refusal`. `replyTo` is a message of the room, else it is refused as `not-found`.
 * `files` are uploads of this identity to this room, ready and not posted yet, else it is refused as `files-missing`; with files the body may
 * be empty. The length of the body is checked apart from its
 * shape, so that too much text is refused as `too-large` and nothing else.
 */
export const PostMessage = Type.Object(
  {
    type: Type.Literal('post-message'),
    roomId: RoomId,
    messageId: MessageId,
    body: Type.String(),
    files: Type.Optional(Type.Array(FileId, { minItems: 1, maxItems: FILES_PER_MESSAGE_MAX })),
    replyTo: Type.Optional(MessageId),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type PostMessage = Static<typeof PostMessage>

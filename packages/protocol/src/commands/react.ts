import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'
import { Emoji } from '../reactions.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Adds one's reaction to a message, or takes it back. Sets a state, so repeating it is harmless. Answered by `done`, and the
 * reactions' record comes by `span`; refused as `invalid` (no emoji), `not-found`, `limit-reached`.
 */
export const React = Type.Object(
  {
    type: Type.Literal('react'),
    ref: Ref,
    roomId: RoomId,
    messageId: MessageId,
    emoji: Emoji,
    isOn: Type.Boolean(),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type React = Static<typeof React>

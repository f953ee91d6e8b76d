import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Pins a message in the room, or unpins it. Owners and moderators. Sets a state, so repeating it is harmless. Answered by `done`, and
 * the room's record comes by `span`; refused as `forbidden`, `not-found`, `limit-reached`.
 */
export const PinMessage = Type.Object(
  {
    type: Type.Literal('pin-message'),
    ref: Ref,
    roomId: RoomId,
    messageId: MessageId,
    isPinned: Type.Boolean(),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type PinMessage = Static<typeof PinMessage>

import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Deletes one's own message, or any as the room's owner: its text, earlier texts and reactions are gone for good, its place
 * stays. Answered by `done`, also when it was deleted before; refused as `not-found`.
 */
export const DeleteMessage = Type.Object(
  {
    type: Type.Literal('delete-message'),
    ref: Ref,
    roomId: RoomId,
    messageId: MessageId,
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type DeleteMessage = Static<typeof DeleteMessage>

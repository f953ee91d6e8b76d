import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Gives one's own message another body; the earlier one stays to be seen with `fetch-edits`. Sets a state, so repeating it
 * is harmless. Answered by `done`, and the message's record comes by `span`; refused as `too-large`, `invalid`, `forbidden`, `not-found`,
 * `limit-reached`. Whoever may not and what is not there look the same: `not-found`.
 */
export const EditMessage = Type.Object(
  {
    type: Type.Literal('edit-message'),
    ref: Ref,
    roomId: RoomId,
    messageId: MessageId,
    body: Type.String(),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type EditMessage = Static<typeof EditMessage>

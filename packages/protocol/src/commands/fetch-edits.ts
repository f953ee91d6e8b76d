import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks for the earlier bodies of a message. Answered by `edits`; refused as `not-found`, `rate-limited`.
 */
export const FetchEdits = Type.Object(
  {
    type: Type.Literal('fetch-edits'),
    ref: Ref,
    roomId: RoomId,
    messageId: MessageId,
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchEdits = Static<typeof FetchEdits>

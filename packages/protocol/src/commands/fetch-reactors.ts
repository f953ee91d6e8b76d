import { type Static, Type } from 'typebox'
import { MessageId, RoomId } from '../ids.ts'
import { Emoji } from '../reactions.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks who reacted to a message with one emoji. Answered by `reactors`; refused as `not-found`, `rate-limited`.
 */
export const FetchReactors = Type.Object(
  {
    type: Type.Literal('fetch-reactors'),
    ref: Ref,
    roomId: RoomId,
    messageId: MessageId,
    emoji: Emoji,
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchReactors = Static<typeof FetchReactors>

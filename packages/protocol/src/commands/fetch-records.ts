import { type Static, Type } from 'typebox'
import { MemberId, MessageId, RoomId } from '../ids.ts'
import { LOOKED_UP_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks for messages and members by their ids, wherever they are placed: what a quote, a pin or a mention points at. Answered by
 * `records`, which leaves out what is not there; refused as `not-found`, `rate-limited`.
 */
export const FetchRecords = Type.Object(
  {
    type: Type.Literal('fetch-records'),
    ref: Ref,
    roomId: RoomId,
    messageIds: Type.Array(MessageId, { maxItems: LOOKED_UP_MAX }),
    memberIds: Type.Array(MemberId, { maxItems: LOOKED_UP_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchRecords = Static<typeof FetchRecords>

import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { ROOMS_PER_CONNECTION_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks what is new in rooms without entering them: above what this member has seen, or above `after` when that is later.
 * Answered by `summaries`, which leaves out rooms this identity is no member of; refused as `rate-limited`.
 */
export const FetchSummaries = Type.Object(
  {
    type: Type.Literal('fetch-summaries'),
    ref: Ref,
    rooms: Type.Array(
      Type.Object(
        { roomId: RoomId, after: Type.Optional(Type.Union([Sequence, Type.Null()])) },
        { additionalProperties: false },
      ),
      { maxItems: ROOMS_PER_CONNECTION_MAX },
    ),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchSummaries = Static<typeof FetchSummaries>

import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { ROOMS_PER_CONNECTION_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks what is new in rooms without entering them: `after` is the last message this browser saw.
 * Answered by `summaries`, which leaves out rooms this identity is no member of; refused as `rate-limited`.
 */
export const FetchSummaries = Type.Object(
  {
    type: Type.Literal('fetch-summaries'),
    ref: Ref,
    rooms: Type.Array(Type.Object({ roomId: RoomId, after: Sequence }, { additionalProperties: false }), {
      maxItems: ROOMS_PER_CONNECTION_MAX,
    }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchSummaries = Static<typeof FetchSummaries>

import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks for the first message posted at or after a moment, in milliseconds of the server's clock. Answered by `place`;
 * refused as `not-found`, `removed`, `rate-limited`, `unavailable`.
 */
export const FetchPlace = Type.Object(
  {
    type: Type.Literal('fetch-place'),
    ref: Ref,
    roomId: RoomId,
    at: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchPlace = Static<typeof FetchPlace>

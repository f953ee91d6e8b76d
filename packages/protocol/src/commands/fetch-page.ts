import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { PAGE_RECORDS_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks for records by their place: the last ones placed below `before`, or the first ones above `after`.
 * Answered by `page`; refused as `not-found`, `rate-limited`.
 */
export const FetchPage = Type.Object(
  {
    type: Type.Literal('fetch-page'),
    ref: Ref,
    roomId: RoomId,
    where: Type.Union([
      Type.Object({ before: Sequence }, { additionalProperties: false }),
      Type.Object({ after: Sequence }, { additionalProperties: false }),
    ]),
    limit: Type.Integer({ minimum: 1, maximum: PAGE_RECORDS_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchPage = Static<typeof FetchPage>

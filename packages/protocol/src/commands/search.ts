import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { SEARCH_QUERY_LENGTH_MAX, SEARCH_RESULTS_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Looks for messages of a room, from the newest on, or from below `before` on. `query` is what a person typed: words and
 * parts of words, all of which must be there; "phrases"; `from:name`, where a mention's token is a name as well; `before:2026-01-31`,
 * `after:2026-01-31`, days of `timeZone` (an IANA name); `has:file`, `has:link`. Case, accents and width do not matter. Answered by
 * `search-results`; refused as `not-found`, `rate-limited`, `busy`, `unavailable`.
 */
export const Search = Type.Object(
  {
    type: Type.Literal('search'),
    ref: Ref,
    roomId: RoomId,
    query: Type.String({ maxLength: SEARCH_QUERY_LENGTH_MAX }),
    timeZone: Type.String({ pattern: '^[A-Za-z0-9_+/-]{1,64}$' }),
    before: Type.Optional(Sequence),
    limit: Type.Integer({ minimum: 1, maximum: SEARCH_RESULTS_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type Search = Static<typeof Search>

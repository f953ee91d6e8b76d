import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { Sequence } from '../cursor.ts'
import { Epoch, MemberId, MessageId, RoomId } from '../ids.ts'
import { SEARCH_RESULTS_MAX } from '../limits.ts'

/**
 * A message that was found. `excerpt` is the part of its body around what was looked for, which stands there `from` one UTF-16 unit
 * up to another. It may be cut before or behind. `fileCount` is how many files it has.
 */
export const SearchResult = Type.Object({
  messageId: MessageId,
  sequence: Sequence,
  authorId: MemberId,
  authorName: Type.String(),
  postedAt: Type.Integer(),
  excerpt: Type.String(),
  hits: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer() })),
  isCutBefore: Type.Boolean(),
  isCutAfter: Type.Boolean(),
  fileCount: Type.Integer(),
})
/** See the schema of the same name. */
export type SearchResult = Static<typeof SearchResult>

/**
 * Server → client, the reply to `search`: the newest first. `next` says where to go on, as `before`, and is null when nothing more is to
 * be found. One search looks at only so much, so there may be few results or none with more to come.
 */
export const SearchResults = Type.Object({
  type: Type.Literal('search-results'),
  ref: Ref,
  roomId: RoomId,
  epoch: Epoch,
  results: Type.Array(SearchResult, { maxItems: SEARCH_RESULTS_MAX }),
  next: Type.Union([Sequence, Type.Null()]),
})
/** See the schema of the same name. */
export type SearchResults = Static<typeof SearchResults>

import { type Static, Type } from 'typebox'
import { FileId, RoomId } from '../ids.ts'
import { FILE_LINKS_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks for links to files of messages of a room. Answered by `file-links`, which leaves out what is not there (any
 * more); refused as `not-found`, `rate-limited`. A link is good for some minutes: ask again once it is not.
 */
export const FetchFileLinks = Type.Object(
  {
    type: Type.Literal('fetch-file-links'),
    ref: Ref,
    roomId: RoomId,
    fileIds: Type.Array(FileId, { maxItems: FILE_LINKS_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchFileLinks = Static<typeof FetchFileLinks>

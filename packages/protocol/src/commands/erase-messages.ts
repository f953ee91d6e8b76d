import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Deletes messages that were posted at or after `since` and before `until` (null: up to now), in server milliseconds: of one
 * member, of everybody, or of `newcomers`, who became members at or after `since` and neither own nor moderate. What was deleted so can be
 * brought back for `ERASED_KEPT_MS`. Owners and moderators. Answered by `done` when all of it is; each message comes by `span`, and many
 * come in several; refused as `busy` when there is more than is deleted in one go, and as `forbidden`. Whoever asks again has the rest deleted.
 */
export const EraseMessages = Type.Object(
  {
    type: Type.Literal('erase-messages'),
    ref: Ref,
    roomId: RoomId,
    of: Type.Union([Type.Literal('everybody'), Type.Literal('newcomers'), MemberId]),
    since: Type.Integer({ minimum: 0 }),
    until: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type EraseMessages = Static<typeof EraseMessages>

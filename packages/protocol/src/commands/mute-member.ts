import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { MUTE_MS_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. For so many milliseconds from now somebody reads, and writes and reacts to nothing; 0 ends that. For longer there is the
 * role of a `reader`. Owners and moderators, and only those below them. Answered by `done`, and the member's record comes by `span`; refused
 * as `forbidden`, `not-found`.
 */
export const MuteMember = Type.Object(
  {
    type: Type.Literal('mute-member'),
    ref: Ref,
    roomId: RoomId,
    memberId: MemberId,
    forMs: Type.Integer({ minimum: 0, maximum: MUTE_MS_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type MuteMember = Static<typeof MuteMember>

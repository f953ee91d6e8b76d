import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Puts everybody out for good who became a member at or after `since`, in server milliseconds, but for those who lead: in one
 * commit, the `CLEAN_UP_MEMBERS_MAX` who came last. With `above` it is undone: whoever came since and was put out by this command, in a change above
 * that version, is again what they were. Owners and moderators. Answered by `done`, and each member's record comes by `span`; refused as `forbidden`.
 */
export const CleanUp = Type.Object(
  {
    type: Type.Literal('clean-up'),
    ref: Ref,
    roomId: RoomId,
    since: Type.Integer({ minimum: 0 }),
    above: Type.Union([Sequence, Type.Null()]),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type CleanUp = Static<typeof CleanUp>

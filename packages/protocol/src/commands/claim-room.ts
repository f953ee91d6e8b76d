import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { RECOVERY_CODE_TYPED_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Makes the asker, who is in the room, its owner by the code its owner set (`set-owner-code`), however it was typed; whoever was the owner is a
 * moderator from then on, and the code is used up. Answered by `done`, also to who owns the room already; the room's record and both members' come by
 * `span`. Refused as `not-found` for every code that is not the room's, whether it has one or not, `forbidden`, `rate-limited`.
 */
export const ClaimRoom = Type.Object(
  {
    type: Type.Literal('claim-room'),
    ref: Ref,
    roomId: RoomId,
    code: Type.String({ maxLength: RECOVERY_CODE_TYPED_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type ClaimRoom = Static<typeof ClaimRoom>

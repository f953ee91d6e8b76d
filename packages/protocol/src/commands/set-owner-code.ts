import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { RECOVERY_CODE_TYPED_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. From then on whoever is in the room and says this `code` (`claim-room`) owns it: for the owner, who may lose all devices. The asker
 * makes it (`createRecoveryCode`) and nobody is ever told it; it takes the place of the one before, and is nothing any more once it was used or the
 * room was handed over. Owners only. Answered by `done`, and the room's record, which has its version as `ownerCodeSince`, comes by `span`; the same
 * again changes nothing. Refused as `forbidden`, `invalid` for what is no code.
 */
export const SetOwnerCode = Type.Object(
  {
    type: Type.Literal('set-owner-code'),
    ref: Ref,
    roomId: RoomId,
    code: Type.String({ maxLength: RECOVERY_CODE_TYPED_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SetOwnerCode = Static<typeof SetOwnerCode>

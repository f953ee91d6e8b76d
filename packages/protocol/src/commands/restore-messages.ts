import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Brings back what whoever asks deleted by `erase-messages` in changes above `above`, within the last `ERASED_KEPT_MS`: the
 * messages with their files, at their old places. Reactions to them, their pins and what they said before do not come back. Owners and
 * moderators. Answered by `done`, and each message comes by `span`; refused as `forbidden`.
 */
export const RestoreMessages = Type.Object(
  { type: Type.Literal('restore-messages'), ref: Ref, roomId: RoomId, above: Sequence },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type RestoreMessages = Static<typeof RestoreMessages>

import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { TITLE_LENGTH_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/** Client → server. Gives the room a title (empty takes it away). Owners only. Answered by `done`; refused as `forbidden`, `invalid`. */
export const ChangeRoom = Type.Object(
  {
    type: Type.Literal('change-room'),
    ref: Ref,
    roomId: RoomId,
    title: Type.String({ maxLength: TITLE_LENGTH_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type ChangeRoom = Static<typeof ChangeRoom>

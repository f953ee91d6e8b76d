import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/** Client → server. This connection goes out of the room; the membership and its name stay. Answered by `done`. */
export const LeaveRoom = Type.Object(
  { type: Type.Literal('leave-room'), ref: Ref, roomId: RoomId },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type LeaveRoom = Static<typeof LeaveRoom>

import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Makes somebody in the room its owner; whoever was it is a moderator from then on. Owners only. Two changes in one: the new
 * owner's record, then the old one's. Answered by `done`; refused as `forbidden`, `not-found`.
 */
export const HandOver = Type.Object(
  { type: Type.Literal('hand-over'), ref: Ref, roomId: RoomId, memberId: MemberId },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type HandOver = Static<typeof HandOver>

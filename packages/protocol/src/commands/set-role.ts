import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Gives somebody in the room another role. Owners and moderators, and only to those below them, and no role that is not
 * below their own. Sets a state, so repeating it is harmless. Answered by `done`; refused as `forbidden`, `not-found`. In force for their
 * very next command, on every connection (D9).
 */
export const SetRole = Type.Object(
  {
    type: Type.Literal('set-role'),
    ref: Ref,
    roomId: RoomId,
    memberId: MemberId,
    role: Type.Union([Type.Literal('moderator'), Type.Literal('member'), Type.Literal('reader')]),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SetRole = Static<typeof SetRole>

import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. This identity would rather not see what a member of a room writes, on all its devices, or would again. It is called for nothing
 * of theirs and none of it counts as unread; messages come as before, and the client folds them. Nobody else is told. Answered by `done`, and its
 * other connections hear `attention`; refused as `forbidden`, `not-found`, `invalid` for oneself, `limit-reached`.
 */
export const SetIgnored = Type.Object(
  {
    type: Type.Literal('set-ignored'),
    ref: Ref,
    roomId: RoomId,
    memberId: MemberId,
    isIgnored: Type.Boolean(),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SetIgnored = Static<typeof SetIgnored>

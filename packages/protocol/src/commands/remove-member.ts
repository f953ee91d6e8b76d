import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Puts somebody out of the room. Owners and moderators, and only those below them. Answered by `done`; refused as `forbidden`,
 * `not-found`. Everybody learns of it by the member's record, which is the last thing the removed one is told of the room (D9).
 */
export const RemoveMember = Type.Object(
  {
    type: Type.Literal('remove-member'),
    ref: Ref,
    roomId: RoomId,
    memberId: MemberId,
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type RemoveMember = Static<typeof RemoveMember>

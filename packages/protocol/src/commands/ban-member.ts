import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Puts somebody out of the room for good, or takes that back: then they are `removed` and may join again. Owners and
 * moderators, and only those below them. Nobody else comes in under a banned name, or one that looks like it. Answered by `done`; refused as
 * `forbidden`, `not-found`. `withAddress`: nobody new comes in from where they came from either, for seven days. The member's record is the last thing the banned one is told of the room (D9).
 */
export const BanMember = Type.Object(
  {
    type: Type.Literal('ban-member'),
    ref: Ref,
    roomId: RoomId,
    memberId: MemberId,
    isBanned: Type.Boolean(),
    withAddress: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type BanMember = Static<typeof BanMember>

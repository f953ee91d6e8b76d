import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'

/**
 * Server → client. Who is here. With `isWhole` it replaces what was known (after entering), else it says who came and who
 * went. `count` is of all who are known to be here; the lists stop at `PRESENCE_LISTED_MAX`. `isComplete` is left out unless it
 * is false: then there may be more people, on servers that cannot be heard. Never stored, may be dropped on a slow line.
 */
export const Presence = Type.Object({
  type: Type.Literal('presence'),
  roomId: RoomId,
  isWhole: Type.Boolean(),
  here: Type.Array(Type.Object({ memberId: MemberId, name: Type.String() })),
  gone: Type.Array(MemberId),
  count: Type.Integer({ minimum: 0 }),
  isComplete: Type.Optional(Type.Boolean()),
})
/** See the schema of the same name. */
export type Presence = Static<typeof Presence>

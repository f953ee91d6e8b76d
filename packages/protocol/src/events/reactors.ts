import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { MemberId, RoomId } from '../ids.ts'
import { REACTORS_FETCHED_MAX } from '../limits.ts'

/**
 * Server → client, the reply to `fetch-reactors`: who reacted, the earliest first, and whether oneself did, which may be further down than
 * the list goes.
 */
export const Reactors = Type.Object({
  type: Type.Literal('reactors'),
  ref: Ref,
  roomId: RoomId,
  members: Type.Array(MemberId, { maxItems: REACTORS_FETCHED_MAX }),
  includesMe: Type.Boolean(),
})
/** See the schema of the same name. */
export type Reactors = Static<typeof Reactors>

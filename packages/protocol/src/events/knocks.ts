import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { RoomId } from '../ids.ts'
import { Knock } from '../knock.ts'
import { KNOCKS_PER_ROOM_MAX } from '../limits.ts'

/** Server → client, the reply to `fetch-knocks`: who waits, the longest first. */
export const Knocks = Type.Object({
  type: Type.Literal('knocks'),
  ref: Ref,
  roomId: RoomId,
  knocks: Type.Array(Knock, { maxItems: KNOCKS_PER_ROOM_MAX }),
})
/** See the schema of the same name. */
export type Knocks = Static<typeof Knocks>

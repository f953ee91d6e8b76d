import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'

/** Server → client, every 25 s. The heads of the connection's rooms, so that a lost last change is noticed. Answered by `alive`. */
export const Heartbeat = Type.Object({
  type: Type.Literal('heartbeat'),
  heads: Type.Array(Type.Object({ roomId: RoomId, head: Sequence })),
})
/** See the schema of the same name. */
export type Heartbeat = Static<typeof Heartbeat>

import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { Epoch, RoomId } from '../ids.ts'
import { ConfabRecord } from '../record.ts'

/**
 * Server → client. Every record of the room that changed above `after`, up to and including `upTo`, each once, in its
 * newest state, in the order of their versions. A live frame and a replay are both this; `placeAfter` says what to do with
 * it. Own messages in it are their acks, wherever it stands.
 */
export const Span = Type.Object({
  type: Type.Literal('span'),
  roomId: RoomId,
  epoch: Epoch,
  after: Sequence,
  upTo: Sequence,
  records: Type.Array(ConfabRecord),
})
/** See the schema of the same name. */
export type Span = Static<typeof Span>

import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { Sequence } from '../cursor.ts'
import { Epoch, RoomId } from '../ids.ts'
import { ConfabRecord } from '../record.ts'

/**
 * Server → client, the reply to `fetch-records` and `fetch-banned`: those that were found as they were when the room's head was `head`. Of another epoch than
 * the client's it is dropped; a record the client knows in a newer version stays as it knows it.
 */
export const RecordsReply = Type.Object({
  type: Type.Literal('records'),
  ref: Ref,
  roomId: RoomId,
  epoch: Epoch,
  head: Sequence,
  records: Type.Array(ConfabRecord),
})
/** See the schema of the same name. */
export type RecordsReply = Static<typeof RecordsReply>

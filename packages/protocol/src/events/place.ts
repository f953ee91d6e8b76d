import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { Sequence } from '../cursor.ts'
import { Epoch, RoomId } from '../ids.ts'

/** Server → client, the reply to `fetch-place`: where that message is, or null when everything in the room is older. */
export const Place = Type.Object({
  type: Type.Literal('place'),
  ref: Ref,
  roomId: RoomId,
  epoch: Epoch,
  sequence: Type.Union([Sequence, Type.Null()]),
})
/** See the schema of the same name. */
export type Place = Static<typeof Place>

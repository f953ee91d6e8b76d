import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Gives the room another code, which the server makes. From then on the one before is an unknown code to whoever is new;
 * members keep their membership, and learn the new one with the room's record. Owners only. Answered by `done`, and the record comes by
 * `span`; refused as `forbidden`.
 */
export const ChangeCode = Type.Object(
  { type: Type.Literal('change-code'), ref: Ref, roomId: RoomId },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type ChangeCode = Static<typeof ChangeCode>

import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { PASSWORD_LENGTH_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Makes a room with this identity as its owner and enters it. The client names the room, so the same
 * command again gives the same room. `creationKey` is what a server may ask for from whoever makes rooms. Answered by `entered`; refused as
 * `key-needed`, `name-unusable`, `id-conflict`, `too-many-rooms`, `rate-limited`.
 */
export const CreateRoom = Type.Object(
  {
    type: Type.Literal('create-room'),
    ref: Ref,
    roomId: RoomId,
    name: Type.String({ maxLength: 256 }),
    creationKey: Type.Optional(Type.String({ maxLength: PASSWORD_LENGTH_MAX })),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type CreateRoom = Static<typeof CreateRoom>

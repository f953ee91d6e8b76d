import { type Static, Type } from 'typebox'
import { RoomCode } from '../room-code.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Enters the room with this code, becoming a member under `name` unless this identity is one already;
 * then a different name renames it. Answered by `entered`; refused as `not-found`, `banned`, `locked`, `room-full`, `name-unusable`, `name-taken`,
 * `too-many-rooms`, `rate-limited`.
 */
export const JoinRoom = Type.Object(
  {
    type: Type.Literal('join-room'),
    ref: Ref,
    code: RoomCode,
    name: Type.String({ maxLength: 256 }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type JoinRoom = Static<typeof JoinRoom>

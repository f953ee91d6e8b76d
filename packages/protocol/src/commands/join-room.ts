import { type Static, Type } from 'typebox'
import { PASSWORD_LENGTH_MAX } from '../limits.ts'
import { RoomCode } from '../room-code.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Enters the room with this code, becoming a member under `name` unless this identity is one already;
 * then a different name renames it. `password` is what a room may ask newcomers for. Answered by `entered`; refused as `not-found`, `banned`, `locked`, `room-full`,
 * `password-needed`, `knock-needed`, `name-unusable`, `name-taken`,
 * `too-many-rooms`, `rate-limited`.
 */
export const JoinRoom = Type.Object(
  {
    type: Type.Literal('join-room'),
    ref: Ref,
    code: RoomCode,
    name: Type.String({ maxLength: 256 }),
    password: Type.Optional(Type.String({ maxLength: PASSWORD_LENGTH_MAX })),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type JoinRoom = Static<typeof JoinRoom>

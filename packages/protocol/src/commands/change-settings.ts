import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { ROOM_CAPACITY_MAX, ROOM_CAPACITY_MIN } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Settles something for the room; what is left out stays as it is. Owners; moderators may lock and unlock it. A `capacity` of
 * null is none. Answered by
 * `done`, and the room's record comes by `span`; refused as `forbidden`.
 */
export const ChangeSettings = Type.Object(
  {
    type: Type.Literal('change-settings'),
    ref: Ref,
    roomId: RoomId,
    isLocked: Type.Optional(Type.Boolean()),
    whoPosts: Type.Optional(Type.Union([Type.Literal('everybody'), Type.Literal('moderators')])),
    capacity: Type.Optional(
      Type.Union([Type.Integer({ minimum: ROOM_CAPACITY_MIN, maximum: ROOM_CAPACITY_MAX }), Type.Null()]),
    ),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type ChangeSettings = Static<typeof ChangeSettings>

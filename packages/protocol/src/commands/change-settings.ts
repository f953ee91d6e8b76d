import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import {
  KEPT_HOURS_MAX,
  KEPT_HOURS_MIN,
  NEWCOMERS_SEE_MAX,
  PASSWORD_LENGTH_MAX,
  ROOM_CAPACITY_MAX,
  ROOM_CAPACITY_MIN,
  SLOW_MS_MAX,
  SLOW_MS_MIN,
} from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Settles something for the room; what is left out stays as it is. Owners; moderators may lock and unlock it, and say
 * how newcomers enter, guard it, or slow it:
 * while it is guarded, for `GUARD_MS`, whoever is new knocks; between two posts of one member `slowMs` have to pass, null is none. A `password` has 8 to 128 characters; nobody is ever told which it is, and whoever is in stays in when it changes. A `capacity` of
 * null is none. What is older than `keptHours` is erased within two minutes, what was said before the setting too; null is for ever. Who becomes a member from then on
 * reads `newcomersSee` of the messages that were there already; null is all. `whoExports` may take away what was said, each what they read. Answered by
 * `done`, and the room's record comes by `span`; refused as `forbidden`, `invalid` for a
 * password that cannot be one, or for asking for one that there is not, `busy`.
 */
export const ChangeSettings = Type.Object(
  {
    type: Type.Literal('change-settings'),
    ref: Ref,
    roomId: RoomId,
    isLocked: Type.Optional(Type.Boolean()),
    whoPosts: Type.Optional(Type.Union([Type.Literal('everybody'), Type.Literal('moderators')])),
    whoExports: Type.Optional(
      Type.Union([Type.Literal('owner'), Type.Literal('moderators'), Type.Literal('members')]),
    ),
    entry: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('password'), Type.Literal('knock')])),
    isGuarded: Type.Optional(Type.Boolean()),
    password: Type.Optional(Type.String({ maxLength: PASSWORD_LENGTH_MAX })),
    capacity: Type.Optional(
      Type.Union([Type.Integer({ minimum: ROOM_CAPACITY_MIN, maximum: ROOM_CAPACITY_MAX }), Type.Null()]),
    ),
    slowMs: Type.Optional(
      Type.Union([Type.Integer({ minimum: SLOW_MS_MIN, maximum: SLOW_MS_MAX }), Type.Null()]),
    ),
    newcomersSee: Type.Optional(
      Type.Union([Type.Integer({ minimum: 0, maximum: NEWCOMERS_SEE_MAX }), Type.Null()]),
    ),
    keptHours: Type.Optional(
      Type.Union([Type.Integer({ minimum: KEPT_HOURS_MIN, maximum: KEPT_HOURS_MAX }), Type.Null()]),
    ),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type ChangeSettings = Static<typeof ChangeSettings>

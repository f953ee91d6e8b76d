import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { MessageId } from './ids.ts'
import { PINS_MAX } from './limits.ts'
import { RoomCode } from './room-code.ts'

/** What those who lead a room have settled for it; what is left out is as it is in every room. `isLocked`: nobody new comes in, and nobody
 * who was removed comes back. `whoPosts`: only moderators and owners do. `entry`: whoever is new says a
 * password, or asks those who lead to be let in; without it the code is enough. `passwordSince` is the version at which there came to be
 * the password that there is, asked for or not. `guardedUntil`: until this moment of the server's clock whoever is new
 * knocks, whatever else is settled. `capacity`: nobody new comes in while so many are members.
 * `slowMs`: so long a member waits between two posts; whoever may mute members does not.
 * `newcomersSee`: who becomes a member reads so many of the messages that were there already, and none at 0; all of them when left out.
 * `keptHours`: what was posted longer ago is erased, with all that stands beside it; for ever when left out. `expiredUpTo`: the messages placed up to
 * there were, and the reactions to them: whoever has any forgets them. It never goes back.
 * `whoExports`: who besides the owner may take away what was said; nobody where it is left out. `ownerCodeSince` is the version at which there came to be the code that makes somebody its owner; left out where there is none. */
export const RoomSettings = Type.Object({
  isLocked: Type.Optional(Type.Literal(true)),
  whoPosts: Type.Optional(Type.Literal('moderators')),
  whoExports: Type.Optional(Type.Union([Type.Literal('moderators'), Type.Literal('members')])),
  entry: Type.Optional(Type.Union([Type.Literal('password'), Type.Literal('knock')])),
  passwordSince: Type.Optional(Sequence),
  guardedUntil: Type.Optional(Type.Integer()),
  capacity: Type.Optional(Type.Integer()),
  slowMs: Type.Optional(Type.Integer()),
  newcomersSee: Type.Optional(Type.Integer()),
  keptHours: Type.Optional(Type.Integer()),
  expiredUpTo: Type.Optional(Sequence),
  ownerCodeSince: Type.Optional(Sequence),
})
/** See the schema of the same name. */
export type RoomSettings = Static<typeof RoomSettings>

/** The room itself. Placed at its first change; `title` is empty until its owner gives one. `pins` are the
 * messages the owner wants found, in the order of their pinning; none when left out, and one that was deleted is none. `settings` are left out while nothing is settled. Times are server milliseconds. */
export const RoomRecord = Type.Object({
  kind: Type.Literal('room'),
  sequence: Sequence,
  version: Sequence,
  code: RoomCode,
  title: Type.String(),
  createdAt: Type.Integer(),
  pins: Type.Optional(Type.Array(MessageId, { maxItems: PINS_MAX })),
  settings: Type.Optional(RoomSettings),
})
/** See the schema of the same name. */
export type RoomRecord = Static<typeof RoomRecord>

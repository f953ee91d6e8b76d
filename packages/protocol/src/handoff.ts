import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { IdentityToken, MemberId, RoomId } from './ids.ts'
import { HANDED_NAMES_MAX, HANDED_ROOMS_MAX } from './limits.ts'
import { RoomCode } from './room-code.ts'

// One identity on another device: the first asks for a code over HTTP, the second gives it back with a token of its own making, which
// proves the same identity from then on. The code has the form of a room's, and people read it the same way (`parseRoomCode`).

/** The answer to `POST /handoffs`, which the token of the identity comes with. `expiresAt` is the server's time, `HANDOFF_LIFE_MS` later. */
export const Handoff = Type.Object({ code: RoomCode, expiresAt: Type.Integer() })
/** See the schema of the same name. */
export type Handoff = Static<typeof Handoff>

/**
 * `POST /handoffs/take`. The code is good for one token; the same two again are answered again, so that an answer may be lost. Refused as
 * `not-found` when the code is unknown, late or taken.
 */
export const TakeHandoff = Type.Object(
  { code: RoomCode, token: IdentityToken },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type TakeHandoff = Static<typeof TakeHandoff>

/** A room the identity is a member of, and who it is there. */
export const HandedRoom = Type.Object({
  roomId: RoomId,
  code: RoomCode,
  title: Type.String(),
  memberId: MemberId,
  name: Type.String(),
})
/** See the schema of the same name. */
export type HandedRoom = Static<typeof HandedRoom>

/** The answer to `POST /handoffs/take`: the rooms joined last, first. */
export const HandedOff = Type.Object({ rooms: Type.Array(HandedRoom, { maxItems: HANDED_ROOMS_MAX }) })
/** See the schema of the same name. */
export type HandedOff = Static<typeof HandedOff>

/** `POST /handoffs/look`: who one would be, before one is. The code is as good as before, and no longer. Refused as `take` is. */
export const LookHandoff = Type.Object({ code: RoomCode }, { additionalProperties: false })
/** See the schema of the same name. */
export type LookHandoff = Static<typeof LookHandoff>

/** The answer to `POST /handoffs/look`: what the identity is called, by what it is called in the room joined last first, and in how many rooms it is (`HANDED_ROOMS_MAX` at most). */
export const HandoffLooked = Type.Object({
  names: Type.Array(Type.String(), { maxItems: HANDED_NAMES_MAX }),
  roomsCount: Type.Integer(),
})
/** See the schema of the same name. */
export type HandoffLooked = Static<typeof HandoffLooked>

/** Why there is no hand-off. On the last two the same may be asked again, after `retryAfterMs`. */
export const HANDOFF_REFUSALS = {
  invalid: 400,
  'not-authenticated': 401,
  forbidden: 403,
  'not-found': 404,
  'rate-limited': 429,
  unavailable: 503,
} as const satisfies Record<string, number>

/** The name of a refusal of a hand-off. */
export type HandoffRefusalCode = keyof typeof HANDOFF_REFUSALS

/** The body of an answer that refuses. */
export type HandoffRefusal = { code: HandoffRefusalCode; retryAfterMs?: number }

/** Whether this can be asked. */
export const isLookHandoff = (value: unknown): value is LookHandoff => Check(LookHandoff, value)

/** Whether this can be asked. */
export const isTakeHandoff = (value: unknown): value is TakeHandoff => Check(TakeHandoff, value)

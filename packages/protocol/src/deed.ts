import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { MemberId, RoomId } from './ids.ts'
import { DEEDS_PAGE_MAX, NAME_LENGTH_MAX } from './limits.ts'

// What those who lead a room did in it: over HTTP, so that whoever only talks carries nothing of it.

const exactly = { additionalProperties: false }
const orNull = <Schema extends ReturnType<typeof Type.Integer>>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

/** The kinds of what leaders do. Those that have a command are named like it; what takes one back has a word of its own. */
export const DEED_KINDS = [
  'set-role',
  'hand-over',
  'set-owner-code',
  'claim-room',
  'remove-member',
  'ban-member',
  'lift-ban',
  'mute-member',
  'unmute-member',
  'change-settings',
  'change-code',
  'change-room',
  'clean-up',
  'undo-clean-up',
  'erase-messages',
  'restore-messages',
  'delete-message',
  'pin-message',
  'unpin-message',
  'let-in',
  'turn-away',
] as const
/** See the constant: what was done. */
export type DeedKind = (typeof DEED_KINDS)[number]

/** What was settled anew for a room, in its new state; null is none, or no more. `isPasswordNew`: there is another password, which stands nowhere. */
export const DeedSettings = Type.Object({
  isLocked: Type.Optional(Type.Boolean()),
  whoPosts: Type.Optional(Type.Union([Type.Literal('everybody'), Type.Literal('moderators')])),
  whoExports: Type.Optional(
    Type.Union([Type.Literal('owner'), Type.Literal('moderators'), Type.Literal('members')]),
  ),
  entry: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('password'), Type.Literal('knock')])),
  isPasswordNew: Type.Optional(Type.Literal(true)),
  guardedUntil: Type.Optional(orNull(Type.Integer())),
  capacity: Type.Optional(orNull(Type.Integer())),
  slowMs: Type.Optional(orNull(Type.Integer())),
  newcomersSee: Type.Optional(orNull(Type.Integer())),
  keptHours: Type.Optional(orNull(Type.Integer())),
})
/** See the schema of the same name. */
export type DeedSettings = Static<typeof DeedSettings>

/**
 * What belongs to some kinds: the new `role`; `until` when somebody is muted, in milliseconds of the server's clock; how many members or messages
 * it was about; what was settled; the `name` of whoever knocked, who is no member.
 */
export const DeedDetail = Type.Object({
  role: Type.Optional(
    Type.Union([Type.Literal('moderator'), Type.Literal('member'), Type.Literal('reader')]),
  ),
  until: Type.Optional(Type.Integer()),
  count: Type.Optional(Type.Integer()),
  settings: Type.Optional(DeedSettings),
  name: Type.Optional(Type.String({ maxLength: 4 * NAME_LENGTH_MAX })),
})
/** See the schema of the same name. */
export type DeedDetail = Static<typeof DeedDetail>

/** Somebody in an entry, by the name they have now. */
export const DeedPerson = Type.Object({ memberId: MemberId, name: Type.String() })
/** See the schema of the same name. */
export type DeedPerson = Static<typeof DeedPerson>

/**
 * One entry: `by` whom, null for whoever runs the server; to `whom`, null where it was to nobody, or to many. `deed` is its number in the room. It has
 * nothing of what anybody wrote. A kind that is not known is one of a newer server.
 */
export const Deed = Type.Object({
  deed: Type.Integer(),
  at: Type.Integer(),
  by: Type.Union([DeedPerson, Type.Null()]),
  kind: Type.Unsafe<DeedKind>(Type.String()),
  whom: Type.Union([DeedPerson, Type.Null()]),
  detail: DeedDetail,
})
/** See the schema of the same name. */
export type Deed = Static<typeof Deed>

/** `POST /rooms/deeds`, with the token of somebody who leads the room: the newest entries, or those below `before`. Refused as `not-found` for everybody else. */
export const AskDeeds = Type.Object(
  { roomId: RoomId, before: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })) },
  exactly,
)
/** See the schema of the same name. */
export type AskDeeds = Static<typeof AskDeeds>

/** The answer, the newest first. `next`: what to ask below for more, null when there are none. */
export const DeedsTold = Type.Object({
  deeds: Type.Array(Deed, { maxItems: DEEDS_PAGE_MAX }),
  next: Type.Union([Type.Integer(), Type.Null()]),
})
/** See the schema of the same name. */
export type DeedsTold = Static<typeof DeedsTold>

/** Whether this can be asked. */
export const isAskDeeds = (value: unknown): value is AskDeeds => Check(AskDeeds, value)

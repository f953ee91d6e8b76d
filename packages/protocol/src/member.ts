import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { MemberId } from './ids.ts'

/**
 * What a member may do; `can` says what. The identity that created the room is its owner, until it hands the room over. A `reader` reads and
 * posts nothing. Who was `removed` may do nothing and is told nothing more; their name stays theirs, and joining by the code again makes
 * them a `member` again, at their old place. Who was `banned` does not come back, and neither does their name.
 */
export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('moderator'),
  Type.Literal('member'),
  Type.Literal('reader'),
  Type.Literal('removed'),
  Type.Literal('banned'),
])
/** See the schema of the same name. */
export type Role = Static<typeof Role>

/** An identity in a room. Placed where it joined; its name is unique there. Until `mutedUntil` it writes nothing, whatever its role. What was posted
 * at `seesAbove` or below is not there for it; it never goes back. `putOutAs` is what
 * somebody was whom a clean-up banned, and is again when that is undone. Times are server milliseconds. */
export const MemberRecord = Type.Object({
  kind: Type.Literal('member'),
  memberId: MemberId,
  sequence: Sequence,
  version: Sequence,
  name: Type.String(),
  role: Role,
  joinedAt: Type.Integer(),
  mutedUntil: Type.Optional(Type.Integer()),
  seesAbove: Type.Optional(Sequence),
  putOutAs: Type.Optional(Type.Union([Type.Literal('member'), Type.Literal('reader')])),
})
/** See the schema of the same name. */
export type MemberRecord = Static<typeof MemberRecord>

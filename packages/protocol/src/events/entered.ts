import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { Sequence } from '../cursor.ts'
import { Epoch, MemberId, RoomId } from '../ids.ts'

/**
 * Server → client, the reply to `create-room`, `join-room`, `resume-room` and to each room of a `hello`: the connection is
 * in the room as `memberId`. `head` is how far the room was; with `by` "replay" the spans since the cursor follow (none if
 * nothing was missed), with "reset" a `reset` follows. Then live spans, without a hole (D6). `lastRead` is how far this member has seen
 * the room, on whatever device: the place of their membership until they marked something.
 */
export const Entered = Type.Object({
  type: Type.Literal('entered'),
  ref: Ref,
  roomId: RoomId,
  memberId: MemberId,
  epoch: Epoch,
  head: Sequence,
  lastRead: Sequence,
  by: Type.Union([Type.Literal('replay'), Type.Literal('reset')]),
})
/** See the schema of the same name. */
export type Entered = Static<typeof Entered>

import { type Static, Type } from 'typebox'
import { MemberId, RoomId } from '../ids.ts'

/** Server → client. A member writes, or stopped. Never stored; over after `TYPING_EXPIRES_MS` or with their message. */
export const Typing = Type.Object({
  type: Type.Literal('typing'),
  roomId: RoomId,
  memberId: MemberId,
  name: Type.String(),
  isTyping: Type.Boolean(),
})
/** See the schema of the same name. */
export type Typing = Static<typeof Typing>

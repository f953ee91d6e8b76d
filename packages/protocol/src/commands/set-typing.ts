import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'

/** Client → server. Says that this member writes, or stopped. Not answered; repeated while it lasts, at most every 3 s. */
export const SetTyping = Type.Object(
  { type: Type.Literal('set-typing'), roomId: RoomId, isTyping: Type.Boolean() },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SetTyping = Static<typeof SetTyping>

import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'

/**
 * Client → server. This member has seen the room up to `upTo`. Only they are ever told: in `entered`, in `summaries`, and their other
 * connections by `read`. Not answered. It never goes back, and never beyond the room's head; sent by whoever is no member it does
 * nothing. Send it when something was seen, at most every `READ_REPEAT_MS`.
 */
export const MarkRead = Type.Object(
  { type: Type.Literal('mark-read'), roomId: RoomId, upTo: Sequence },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type MarkRead = Static<typeof MarkRead>

import { type Static, Type } from 'typebox'
import { Cursor } from '../cursor.ts'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Comes back to a room one is a member of, or asks for what a hole hides. With a cursor the answer is
 * `entered` and a replay, or a reset when too much was missed; without one it is a reset. Refused as `not-found`.
 */
export const ResumeRoom = Type.Object(
  {
    type: Type.Literal('resume-room'),
    ref: Ref,
    roomId: RoomId,
    cursor: Type.Union([Cursor, Type.Null()]),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type ResumeRoom = Static<typeof ResumeRoom>

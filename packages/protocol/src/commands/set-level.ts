import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * What in a room is worth calling somebody for: everything, what mentions or answers them, or nothing. Of messages by others, and only
 * while they are not there.
 */
export const AttentionLevel = Type.Union([
  Type.Literal('all'),
  Type.Literal('mentions'),
  Type.Literal('none'),
])
/** See the schema of the same name. */
export type AttentionLevel = Static<typeof AttentionLevel>

/**
 * Client → server. What this identity wants to be called for in one room, on all its devices; `all` until it says otherwise. Answered by
 * `done`, and its other connections hear `attention`; refused as `forbidden`.
 */
export const SetLevel = Type.Object(
  { type: Type.Literal('set-level'), ref: Ref, roomId: RoomId, level: AttentionLevel },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SetLevel = Static<typeof SetLevel>

import { type Static, Type } from 'typebox'
import { Sequence } from '../cursor.ts'
import { RoomId } from '../ids.ts'

/**
 * Server → client. This member has seen the room up to `upTo`, in another tab or on another device. It may get lost; the next `entered`
 * says it again.
 */
export const Read = Type.Object({ type: Type.Literal('read'), roomId: RoomId, upTo: Sequence })
/** See the schema of the same name. */
export type Read = Static<typeof Read>

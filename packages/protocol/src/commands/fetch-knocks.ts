import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/** Client → server. Asks who waits to be let in. Owners and moderators. Answered by `knocks`; refused as `forbidden`, `rate-limited`. */
export const FetchKnocks = Type.Object(
  { type: Type.Literal('fetch-knocks'), ref: Ref, roomId: RoomId },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchKnocks = Static<typeof FetchKnocks>

import { type Static, Type } from 'typebox'
import { RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks who is banned from the room, for those who may take it back. Answered by `records`: at most `BANNED_FETCHED_MAX` members,
 * the last one banned first. Refused as `forbidden`, `rate-limited`.
 */
export const FetchBanned = Type.Object(
  { type: Type.Literal('fetch-banned'), ref: Ref, roomId: RoomId },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchBanned = Static<typeof FetchBanned>

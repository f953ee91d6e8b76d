import { type Static, Type } from 'typebox'
import { RoomCode } from '../room-code.ts'
import { Ref } from './ref.ts'

/** Client → server. Does not ask to be let in any more. Answered by `done`, whether anybody knocked or not; refused as `not-found`, `rate-limited`. */
export const WithdrawKnock = Type.Object(
  { type: Type.Literal('withdraw-knock'), ref: Ref, code: RoomCode },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type WithdrawKnock = Static<typeof WithdrawKnock>

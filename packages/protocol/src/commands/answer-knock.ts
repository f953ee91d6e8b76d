import { type Static, Type } from 'typebox'
import { KnockId, RoomId } from '../ids.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Lets somebody in who asked for it, or not. Owners and moderators. Answered by `done`; refused as `forbidden`, and as
 * `not-found` when they do not ask any more, or were answered already.
 */
export const AnswerKnock = Type.Object(
  {
    type: Type.Literal('answer-knock'),
    ref: Ref,
    roomId: RoomId,
    knockId: KnockId,
    isLetIn: Type.Boolean(),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type AnswerKnock = Static<typeof AnswerKnock>

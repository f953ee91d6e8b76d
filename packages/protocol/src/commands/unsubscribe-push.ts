import { type Static, Type } from 'typebox'
import { PUSH_ENDPOINT_LENGTH_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/** Client → server. Forgets one of this identity's push subscriptions. Answered by `done`, also when there is none. */
export const UnsubscribePush = Type.Object(
  {
    type: Type.Literal('unsubscribe-push'),
    ref: Ref,
    endpoint: Type.String({ minLength: 1, maxLength: PUSH_ENDPOINT_LENGTH_MAX }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type UnsubscribePush = Static<typeof UnsubscribePush>

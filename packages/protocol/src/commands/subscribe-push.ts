import { type Static, Type } from 'typebox'
import { PUSH_ENDPOINT_LENGTH_MAX, PUSH_LANGUAGE_LENGTH_MAX } from '../limits.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Keeps what a browser's push service gave this browser (`PushSubscription.toJSON()`), so that it is called by `PushNote`s
 * while no tab is open. `language` comes back in each note. The same endpoint again takes the place of what was there, so send it at every
 * start. Answered by `done`; refused as `invalid` (no push service known here, or no key), `forbidden` (in no room, or no push here).
 */
export const SubscribePush = Type.Object(
  {
    type: Type.Literal('subscribe-push'),
    ref: Ref,
    endpoint: Type.String({ minLength: 1, maxLength: PUSH_ENDPOINT_LENGTH_MAX }),
    p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}$' }),
    auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
    language: Type.String({ pattern: `^[A-Za-z0-9-]{1,${PUSH_LANGUAGE_LENGTH_MAX}}$` }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SubscribePush = Static<typeof SubscribePush>

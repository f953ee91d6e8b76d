import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'
import { AttentionLevel } from '../commands/set-level.ts'
import { MemberId, RoomId } from '../ids.ts'

/**
 * Server → client. What this identity wants to be called for: the reply to `fetch-attention`, and without a `ref` when another of its
 * connections changed it, which may get lost. `pushKey` is the server's public key for push subscriptions (VAPID, base64url), null where
 * there is no push. Rooms not listed have the level `all`. `ignored` is whom this identity would rather not read, in which rooms; left out where
 * there is nobody. `isSubscribed` says whether any browser of this identity has a subscription.
 */
export const Attention = Type.Object({
  type: Type.Literal('attention'),
  ref: Type.Optional(Ref),
  pushKey: Type.Union([Type.String(), Type.Null()]),
  levels: Type.Array(Type.Object({ roomId: RoomId, level: AttentionLevel })),
  ignored: Type.Optional(Type.Array(Type.Object({ roomId: RoomId, memberIds: Type.Array(MemberId) }))),
  quietUntil: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  isSubscribed: Type.Boolean(),
})
/** See the schema of the same name. */
export type Attention = Static<typeof Attention>

import { type Static, Type } from 'typebox'
import { IdentityToken } from '../ids.ts'

/**
 * Server → client, the answer to `hello`. `token` is set for a stranger only: keep it, it is the identity. `serverTime` is
 * the server's clock in milliseconds, what "today" is measured by. The limits are this node's own; without `fileBytesMax`, the length of the
 * longest file, it takes no files.
 */
export const Welcome = Type.Object({
  type: Type.Literal('welcome'),
  token: Type.Union([IdentityToken, Type.Null()]),
  serverTime: Type.Integer(),
  heartbeatMs: Type.Integer({ minimum: 1_000 }),
  bodyLengthMax: Type.Integer({ minimum: 1 }),
  fileBytesMax: Type.Optional(Type.Integer({ minimum: 1 })),
})
/** See the schema of the same name. */
export type Welcome = Static<typeof Welcome>

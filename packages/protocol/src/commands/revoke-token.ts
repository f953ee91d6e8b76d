import { type Static, Type } from 'typebox'
import { Ref } from './ref.ts'

/**
 * Client → server. Ends the token of this connection's hello for good, in every tab and on every device that has it. Answered by `done`;
 * then every connection with it is closed with 4401.
 */
export const RevokeToken = Type.Object(
  { type: Type.Literal('revoke-token'), ref: Ref },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type RevokeToken = Static<typeof RevokeToken>

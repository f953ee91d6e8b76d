import { type Static, Type } from 'typebox'
import { Ref } from './ref.ts'

/**
 * Client → server. Until this moment, in milliseconds of the server's clock, this identity is not called at all; null ends it. Answered by
 * `done`, and its other connections hear `attention`; refused as `forbidden` for whoever is in no room.
 */
export const SetQuiet = Type.Object(
  {
    type: Type.Literal('set-quiet'),
    ref: Ref,
    until: Type.Union([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), Type.Null()]),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type SetQuiet = Static<typeof SetQuiet>

import { type Static, Type } from 'typebox'
import { Ref } from './ref.ts'

/** Client → server. Asks what this identity wants to be called for, and whether it can be. Answered by `attention`. */
export const FetchAttention = Type.Object(
  { type: Type.Literal('fetch-attention'), ref: Ref },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type FetchAttention = Static<typeof FetchAttention>

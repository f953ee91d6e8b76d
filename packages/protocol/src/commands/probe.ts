import { type Static, Type } from 'typebox'
import { Ref } from './ref.ts'

/** Client → server. Is the line still there? Sent on waking up and on a change of network. Answered by `done`. */
export const Probe = Type.Object({ type: Type.Literal('probe'), ref: Ref }, { additionalProperties: false })
/** See the schema of the same name. */
export type Probe = Static<typeof Probe>

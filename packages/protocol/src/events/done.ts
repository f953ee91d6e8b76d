import { type Static, Type } from 'typebox'
import { Ref } from '../commands/ref.ts'

/** Server → client. The command with this ref is done, and there is nothing more to say about it. */
export const Done = Type.Object({ type: Type.Literal('done'), ref: Ref })
/** See the schema of the same name. */
export type Done = Static<typeof Done>

import { type Static, Type } from 'typebox'

/** Client → server. The answer to a `heartbeat`: the page is alive, not only its socket. */
export const Alive = Type.Object({ type: Type.Literal('alive') }, { additionalProperties: false })
/** See the schema of the same name. */
export type Alive = Static<typeof Alive>

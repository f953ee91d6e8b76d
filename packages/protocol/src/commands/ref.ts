import { type Static, Type } from 'typebox'

/** A client's number for a command it wants answered: one reply or one refusal comes back with it. */
export const Ref = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
/** See the schema of the same name. */
export type Ref = Static<typeof Ref>

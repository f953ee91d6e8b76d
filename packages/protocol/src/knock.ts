import { type Static, Type } from 'typebox'
import { KnockId } from './ids.ts'

/** Somebody who asks to be let into a room, as those who lead it see them: under the name they ask for, which may be taken by the time they
 * come. `askedAt` is in server milliseconds. It is no record: it ends by itself after `KNOCK_LIFE_MS`. */
export const Knock = Type.Object({
  knockId: KnockId,
  name: Type.String(),
  askedAt: Type.Integer(),
})
/** See the schema of the same name. */
export type Knock = Static<typeof Knock>

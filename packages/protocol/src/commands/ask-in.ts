import { type Static, Type } from 'typebox'
import { RoomCode } from '../room-code.ts'
import { Ref } from './ref.ts'

/**
 * Client → server. Asks those who lead a room to be let in under this name, which `join-room` was refused as `knock-needed`. Whoever is let in
 * is told nothing: `join-room` is not refused any more, once. Nobody is told that they were not let in. Asking again changes the name asked
 * for, and nothing after a no. Answered by `done`; refused as `not-found`, `banned`, `name-unusable`, `busy` where too many ask already,
 * `rate-limited`.
 */
export const AskIn = Type.Object(
  {
    type: Type.Literal('ask-in'),
    ref: Ref,
    code: RoomCode,
    name: Type.String({ maxLength: 256 }),
  },
  { additionalProperties: false },
)
/** See the schema of the same name. */
export type AskIn = Static<typeof AskIn>

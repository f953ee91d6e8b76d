import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { CONTRACT_LEADERS_MAX } from './limits.ts'
import { RoomCode } from './room-code.ts'

// What somebody may know of a room before they come in: over HTTP, by its code, so that whoever is in already carries nothing of it.

/** `POST /rooms/contract`. A code that leads nowhere is counted like one that was entered. */
export const AskContract = Type.Object({ code: RoomCode }, { additionalProperties: false })
/** See the schema of the same name. */
export type AskContract = Static<typeof AskContract>

/**
 * On which terms one comes in. `entry`: by the code alone, with a password, let in by somebody, or not at all. `newcomersSee`: how many
 * of the messages that are there already one reads; all when null. `keptHours`: how long what is said is kept; for ever when null. `whoPosts`: who writes. `whoExports`: who may take
 * away what was said. `title` and the names of those who lead the room are told where the code alone
 * lets in, and empty elsewhere: owners first, at most `CONTRACT_LEADERS_MAX`, all of them are `leadersCount`.
 */
export const RoomContract = Type.Object({
  title: Type.String(),
  entry: Type.Union([
    Type.Literal('open'),
    Type.Literal('password'),
    Type.Literal('knock'),
    Type.Literal('closed'),
  ]),
  newcomersSee: Type.Union([Type.Integer(), Type.Null()]),
  keptHours: Type.Union([Type.Integer(), Type.Null()]),
  whoPosts: Type.Union([Type.Literal('everybody'), Type.Literal('moderators')]),
  whoExports: Type.Union([Type.Literal('owner'), Type.Literal('moderators'), Type.Literal('members')]),
  leaders: Type.Array(Type.String(), { maxItems: CONTRACT_LEADERS_MAX }),
  leadersCount: Type.Integer(),
})
/** See the schema of the same name. */
export type RoomContract = Static<typeof RoomContract>

/** The answer: null for a code that leads nowhere, which is no fault of whoever asks. */
export const ContractTold = Type.Object({ contract: Type.Union([RoomContract, Type.Null()]) })
/** See the schema of the same name. */
export type ContractTold = Static<typeof ContractTold>

/** Whether this can be asked. */
export const isAskContract = (value: unknown): value is AskContract => Check(AskContract, value)

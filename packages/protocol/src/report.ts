import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { MemberId, MessageId, RoomId } from './ids.ts'
import { REPORT_NOTE_LENGTH_MAX } from './limits.ts'
import { isCleanText } from './text.ts'

// Telling whoever runs the server of a message or of somebody: over HTTP, so that nobody in the room hears of it.

const exactly = { additionalProperties: false }

/** What is wrong, in kinds that an operator sorts by. */
export const REPORT_REASONS = ['harassment', 'threat', 'sexual', 'spam', 'illegal', 'other'] as const
/** See the constant: what is wrong. */
export type ReportReason = (typeof REPORT_REASONS)[number]

const Reason = Type.Unsafe<ReportReason>(Type.Union(REPORT_REASONS.map((reason) => Type.Literal(reason))))
const Note = Type.Optional(Type.String({ maxLength: REPORT_NOTE_LENGTH_MAX }))

/**
 * `POST /reports`, with the token of a member of the room: of a message, or of somebody there. The same message again by the same member is
 * the same report; so is the same person, until the operator has settled the first. Refused as `not-found` for whatever the token may not see, there or not.
 */
export const MakeReport = Type.Union([
  Type.Object({ roomId: RoomId, messageId: MessageId, reason: Reason, note: Note }, exactly),
  Type.Object({ roomId: RoomId, memberId: MemberId, reason: Reason, note: Note }, exactly),
])
/** See the schema of the same name. */
export type MakeReport = Static<typeof MakeReport>

/** The answer: it is with the operator, from now on or since before. */
export const ReportMade = Type.Object({})
/** See the schema of the same name. */
export type ReportMade = Static<typeof ReportMade>

/** Why there is no report. `limit-reached`: as many as may wait are waiting. The last two may be asked again. */
export const REPORT_REFUSALS = {
  invalid: 400,
  'not-authenticated': 401,
  'not-found': 404,
  'limit-reached': 409,
  'rate-limited': 429,
  unavailable: 503,
} as const satisfies Record<string, number>

/** The name of a refusal of a report. */
export type ReportRefusalCode = keyof typeof REPORT_REFUSALS

/** The body of an answer that refuses. */
export type ReportRefusal = { code: ReportRefusalCode; retryAfterMs?: number }

/** Whether this can be asked: its note is text as it may be stored and shown. */
export const isMakeReport = (value: unknown): value is MakeReport =>
  Check(MakeReport, value) && isCleanText(value.note ?? '')

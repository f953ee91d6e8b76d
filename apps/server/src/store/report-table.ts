import type { MemberId, MessageId, ReportReason, RoomId } from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/** A message as it was when it was reported. `files` are names: the bytes go with the message. */
export type ReportedLine = {
  messageId: MessageId
  sequence: number
  name: string
  memberId: MemberId
  postedAt: number
  editedAt?: number
  body: string
  files: string[]
}

/** What a report keeps: the message with what it said before and what stood around it, or, of somebody, what they wrote last; in the order of the room. */
export type Evidence = {
  message: ReportedLine | null
  edits: { body: string; replacedAt: number }[]
  around: ReportedLine[]
}

/** A report to be kept. `messageId` is null when it is of somebody; `memberId` is whoever it is about, null where nothing of it may be seen. */
export type NewReport = {
  roomId: RoomId
  tokenHash: TokenHash
  messageId: MessageId | null
  memberId: MemberId | null
  reason: ReportReason
  note: string
  evidence: Evidence
  at: number
}

/** How many may be open: of one reporter, about one room, and in all. */
export type ReportBounds = { ofReporter: number; ofRoom: number; all: number }

/**
 * What came of it. `full`: as many are open as may be, of the reporter, about the room or in all. `own`: it is about themselves. `not-found`: whoever asks is no
 * member, or may not see what it is about.
 */
export type ReportOutcome =
  | { outcome: 'kept'; report: number }
  | { outcome: 'repeated' | 'own' | 'not-found' }
  | { outcome: 'full'; of: keyof ReportBounds }

/** What members told whoever runs the server, until that is settled and a while longer. */
export interface ReportTable {
  /** Keeps it, once for each message of a reporter, and once for each person until that is settled. */
  add(report: NewReport, bounds: ReportBounds): Promise<ReportOutcome>

  /** Nothing is to be done about it any more. Answers whether it is so from now on or was so before; null for one there is none of. */
  settle(report: number, settled: { at: number; note: string }): Promise<'settled' | 'before' | null>

  /** Erases what was settled, and what was reported, at these moments or before. */
  purge(upTo: { settled: number; reported: number }): Promise<void>

  /** How many wait to be settled. */
  countOpen(): Promise<number>
}

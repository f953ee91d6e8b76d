import type { Evidence, NewReport, ReportBounds, ReportOutcome } from './report-table.ts'

// Both databases understand these; values are `$1`, `$2`.

/** Who reports, if they are a member now: the room, their identity and their name there. Values: the room's id, the token. */
export const REPORTER = `SELECT m.room, m.identity, m.name FROM members m
  WHERE m.room = (SELECT room FROM rooms WHERE room_id = $1)
    AND m.identity = (SELECT identity FROM tokens WHERE token_hash = $2 AND revoked_at IS NULL)
    AND m.role NOT IN ('removed', 'banned')`

/** Whom it is about, who may have gone since. Values: the room, the member. */
export const REPORTED = 'SELECT identity, name FROM members WHERE room = $1 AND member_id = $2'

/** The same said before. Values: the room, the reporter, the message and the member. */
export const SAID_BEFORE = `SELECT 1 FROM reports WHERE room = $1 AND reporter = $2 AND message_id = $3
  AND (message_id <> '' OR (member_id = $4 AND settled_at IS NULL))`

/** How many are open. Values: the reporter, the room. */
export const OPEN_COUNTS = `SELECT count(*) AS "all", count(CASE WHEN reporter = $1 THEN 1 END) AS "ofReporter",
  count(CASE WHEN room = $2 THEN 1 END) AS "ofRoom" FROM reports WHERE settled_at IS NULL`

export const ADD = `INSERT INTO reports (room, reporter, about, member_id, message_id, reason, note, evidence, reported_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING report`

export const SETTLE =
  'UPDATE reports SET settled_at = $2, settled_note = $3 WHERE report = $1 AND settled_at IS NULL'
export const IS_KNOWN = 'SELECT 1 FROM reports WHERE report = $1'
export const PURGE = 'DELETE FROM reports WHERE settled_at <= $1 OR reported_at <= $2'
export const COUNT_OPEN = 'SELECT count(*) AS "open" FROM reports WHERE settled_at IS NULL'

/** What is kept as JSON: the names of then, too. */
export type KeptEvidence = Evidence & { reporterName: string; aboutName: string }

/** Rows of the statements above. */
export type ReporterRow = { room: number; identity: number; name: string }
export type ReportedRow = { identity: number; name: string }

/** Which bound is reached, if one is. */
export function reached(counts: ReportBounds, bounds: ReportBounds): keyof ReportBounds | null {
  const places = ['ofReporter', 'ofRoom', 'all'] as const
  return places.find((of) => counts[of] >= bounds[of]) ?? null
}

/** The values of `ADD`. */
export function valuesOf(report: NewReport, reporter: ReporterRow, about: ReportedRow): (string | number)[] {
  const { memberId, messageId, reason, note, evidence, at } = report
  const kept: KeptEvidence = { ...evidence, reporterName: reporter.name, aboutName: about.name }
  return [
    reporter.room,
    reporter.identity,
    about.identity,
    memberId ?? '',
    messageId ?? '',
    reason,
    note,
    JSON.stringify(kept),
    at,
  ]
}

export const NOT_FOUND: ReportOutcome = { outcome: 'not-found' }

import { IS_DELETED } from './deleted-rooms.ts'
import type { Look } from './operator-look.ts'
import type { KeptEvidence } from './report-statements.ts'

/** A report in a list. `user` is who it is about in all rooms, `openCount` how many are open about them, by `reporterCount` people. Times in milliseconds. */
export type ReportLine = {
  report: number
  reportedAt: number
  reason: string
  user: number
  name: string
  openCount: number
  reporterCount: number
  code: string
  title: string
  isMessage: boolean
}

/** All of a report. `settledAt` is null while it is open. */
export type ReportDetails = ReportLine & {
  note: string
  memberId: string
  reporter: number
  reporterName: string
  settledAt: number | null
  settledNote: string | null
} & Pick<KeptEvidence, 'message' | 'edits' | 'around'>

const number = (sql: string) => `CAST((${sql}) AS bigint)`
const OPEN_ABOUT = 'FROM reports o WHERE o.about = p.about AND o.settled_at IS NULL'

const REPORT = `SELECT p.report, p.reported_at AS "reportedAt", p.reason, p.about AS "user", p.evidence, r.code, r.title,
  p.message_id AS "messageId", p.member_id AS "memberId", p.note, p.reporter,
  p.settled_at AS "settledAt", p.settled_note AS "settledNote",
  ${number(`SELECT count(*) ${OPEN_ABOUT}`)} AS "openCount",
  ${number(`SELECT count(DISTINCT o.reporter) ${OPEN_ABOUT}`)} AS "reporterCount"
  FROM reports p JOIN rooms r ON r.room = p.room WHERE NOT ${IS_DELETED.replace('room_id', 'r.room_id')}`

type ReportRow = Omit<
  ReportDetails,
  'name' | 'isMessage' | 'reporterName' | 'message' | 'edits' | 'around'
> & {
  messageId: string
  evidence: string
}

function detailsOf({ evidence, messageId, ...row }: ReportRow): ReportDetails {
  const { aboutName: name, ...kept } = JSON.parse(evidence) as KeptEvidence
  return { ...row, ...kept, name, isMessage: messageId !== '' }
}

/** The newest reports that are open, the oldest of them first, and how many there are in all. */
export async function lookAtReports(
  look: Look,
  limit: number,
): Promise<{ all: number; reports: ReportLine[] }> {
  const [open] = await look<{ all: number }>('SELECT count(*) AS "all" FROM reports WHERE settled_at IS NULL')
  const rows = await look<ReportRow>(`${REPORT} AND p.settled_at IS NULL ORDER BY p.report DESC LIMIT $1`, [
    limit,
  ])
  const reports = rows.reverse().map((row) => {
    const { report, reportedAt, reason, user, name, openCount, reporterCount, code, title, isMessage } =
      detailsOf(row)
    return { report, reportedAt, reason, user, name, openCount, reporterCount, code, title, isMessage }
  })
  return { all: Number(open?.all), reports }
}

/** One report, open or settled; null if there is none. */
export async function lookAtReport(look: Look, report: number): Promise<ReportDetails | null> {
  const [row] = await look<ReportRow>(`${REPORT} AND p.report = $1`, [report])
  return row ? detailsOf(row) : null
}

import type { DatabaseSync } from 'node:sqlite'
import {
  ADD,
  COUNT_OPEN,
  IS_KNOWN,
  NOT_FOUND,
  OPEN_COUNTS,
  PURGE,
  REPORTED,
  REPORTER,
  type ReportedRow,
  type ReporterRow,
  reached,
  SAID_BEFORE,
  SETTLE,
  valuesOf,
} from '../report-statements.ts'
import type { ReportBounds, ReportTable } from '../report-table.ts'

/** The same table as seen from the thread that writes, inside a transaction of the caller. */
type ReportTableHere = {
  [Call in keyof ReportTable]: (
    ...args: Parameters<ReportTable[Call]>
  ) => Awaited<ReturnType<ReportTable[Call]>>
}

/** Prepares what is done with reports; `deleted` is told when some were erased. */
export function prepareReportWriter(database: DatabaseSync, deleted: () => void): ReportTableHere {
  const prepare = (sql: string) => database.prepare(sql.replaceAll(/\$(\d)/g, '?$1'))
  const reporterOf = prepare(REPORTER)
  const reported = prepare(REPORTED)
  const saidBefore = prepare(SAID_BEFORE)
  const openCounts = prepare(OPEN_COUNTS)
  const put = prepare(ADD)
  const settle = prepare(SETTLE)
  const isKnown = prepare(IS_KNOWN)
  const purge = prepare(PURGE)
  const countOpen = prepare(COUNT_OPEN)

  return {
    add(report, bounds) {
      const { roomId, tokenHash, memberId, messageId } = report
      const reporter = reporterOf.get(roomId, tokenHash) as ReporterRow | undefined
      if (!reporter) return NOT_FOUND
      const { room, identity } = reporter
      if (saidBefore.get(room, identity, messageId ?? '', memberId ?? '')) return { outcome: 'repeated' }
      const about = memberId && (reported.get(room, memberId) as ReportedRow | undefined)
      if (!about) return NOT_FOUND
      if (about.identity === identity) return { outcome: 'own' }
      const of = reached(openCounts.get(identity, room) as ReportBounds, bounds)
      if (of) return { outcome: 'full', of }
      const row = put.get(...valuesOf(report, reporter, about)) as { report: number }
      return { outcome: 'kept', report: row.report }
    },
    settle(report, { at, note }) {
      if (settle.run(report, at, note).changes > 0) return 'settled'
      return isKnown.get(report) ? 'before' : null
    },
    purge(upTo) {
      if (purge.run(upTo.settled, upTo.reported).changes > 0) deleted()
    },
    countOpen: () => (countOpen.get() as { open: number }).open,
  }
}

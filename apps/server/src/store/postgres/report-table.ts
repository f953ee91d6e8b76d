import type pg from 'pg'
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
import type { ReportBounds, ReportOutcome, ReportTable } from '../report-table.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

/** One report after the other, on all nodes: else two could both find the last place free, or both be the first to say the same. */
const LOCK = 'SELECT pg_advisory_xact_lock(7266325)'

/** What PostgreSQL knows of reports. They are few: nothing is prepared for them. */
export function createReportTable(read: Ask, noting: pg.Pool): ReportTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))

  return {
    add: (report, bounds) =>
      write(async (ask): Promise<ReportOutcome> => {
        const { roomId, tokenHash, memberId, messageId } = report
        await ask(LOCK)
        const [reporter] = await ask<ReporterRow>(REPORTER, [roomId, tokenHash])
        if (!reporter) return NOT_FOUND
        const { room, identity } = reporter
        const before = await ask(SAID_BEFORE, [room, identity, messageId ?? '', memberId ?? ''])
        if (before.length > 0) return { outcome: 'repeated' }
        const [about] = memberId ? await ask<ReportedRow>(REPORTED, [room, memberId]) : []
        if (!about) return NOT_FOUND
        if (about.identity === identity) return { outcome: 'own' }
        const [counts] = await ask<ReportBounds>(OPEN_COUNTS, [identity, room])
        const of = counts ? reached(counts, bounds) : null
        if (of) return { outcome: 'full', of }
        const [row] = await ask<{ report: number }>(ADD, valuesOf(report, reporter, about))
        return { outcome: 'kept', report: row?.report ?? 0 }
      }),
    settle: (report, { at, note }) =>
      write(async (ask) => {
        if ((await ask(`${SETTLE} RETURNING report`, [report, at, note])).length > 0) return 'settled'
        return (await ask(IS_KNOWN, [report])).length > 0 ? 'before' : null
      }),
    purge: ({ settled, reported }) =>
      write(async (ask) => {
        await ask(PURGE, [settled, reported])
      }),
    async countOpen() {
      const [row] = await read<{ open: number }>(COUNT_OPEN)
      return row?.open ?? 0
    },
  }
}

import { reached } from '@confab/server/src/store/report-statements.ts'
import type { NewReport, ReportOutcome, ReportTable } from '@confab/server/src/store/report-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import { type Disk, memberBy, memberOf, type ReportState, type RoomState } from './memory-disk.ts'
import { tokensOf } from './memory-identities.ts'

/** What the simulated store knows of reports. `soon` does something when the disk gets to it. */
export function createMemoryReports(disk: Disk, soon: <T>(work: () => T) => Promise<T>): ReportTable {
  const identityOf = (tokenHash: TokenHash) => [...tokensOf(disk, tokenHash)].sort()[0]
  const isOpen = ({ settledAt }: ReportState) => settledAt === null
  const isOwn = (room: RoomState, { tokenHash, memberId }: NewReport) =>
    room.owners.get(tokenHash) === memberId

  function add(report: NewReport, bounds: Parameters<ReportTable['add']>[1]): ReportOutcome {
    const { roomId, tokenHash, memberId, messageId } = report
    const room = disk.rooms.get(roomId)
    if (!room || !memberBy(disk, room, tokenHash)) return { outcome: 'not-found' }
    const reporter = identityOf(tokenHash)
    const isBefore = disk.reports.some(
      (one) =>
        one.roomId === roomId &&
        one.reporter === reporter &&
        one.messageId === messageId &&
        (messageId !== null || (one.memberId === memberId && isOpen(one))),
    )
    if (isBefore) return { outcome: 'repeated' }
    if (!memberId || !memberOf(room, memberId)) return { outcome: 'not-found' }
    if (isOwn(room, report)) return { outcome: 'own' }
    const open = disk.reports.filter(isOpen)
    const ofReporter = open.filter((one) => one.reporter === reporter).length
    const ofRoom = open.filter((one) => one.roomId === roomId).length
    const of = reached({ ofReporter, ofRoom, all: open.length }, bounds)
    if (of) return { outcome: 'full', of }
    const number = (disk.reports.at(-1)?.report ?? 0) + 1
    disk.reports.push({ ...report, report: number, reporter, settledAt: null })
    return { outcome: 'kept', report: number }
  }

  return {
    add: (report, bounds) => soon(() => add(report, bounds)),
    settle: (report, { at }) =>
      soon(() => {
        const found = disk.reports.find((one) => one.report === report)
        if (!found) return null
        if (!isOpen(found)) return 'before'
        found.settledAt = at
        return 'settled'
      }),
    purge: ({ settled, reported }) =>
      soon(() => {
        disk.reports = disk.reports.filter(
          ({ settledAt, at }) => (settledAt ?? Number.POSITIVE_INFINITY) > settled && at > reported,
        )
      }),
    countOpen: () => soon(() => disk.reports.filter(isOpen).length),
  }
}

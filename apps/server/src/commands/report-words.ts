import type { lookAtReports, ReportDetails } from '../store/operator-reports.ts'
import type { Evidence, ReportedLine } from '../store/report-table.ts'
import { codeWords, plain, table, timeWords } from './terminal.ts'
import { count } from './words.ts'

/** `confab reports` */
export function reportsWords({ all, reports }: Awaited<ReturnType<typeof lookAtReports>>): string {
  if (reports.length === 0) return 'Nothing waits to be settled.\n'
  const lines = reports.map((report) => [
    String(report.report),
    timeWords(report.reportedAt),
    plain(report.reason),
    report.isMessage ? 'message' : 'person',
    String(report.user),
    `${report.openCount} by ${report.reporterCount}`,
    codeWords(report.code),
    plain(report.name),
  ])
  const rest =
    all > reports.length ? `and ${count(all - reports.length, 'older report')}: --limit ${all}\n` : ''
  const heading = ['REPORT', 'MADE (UTC)', 'REASON', 'OF A', 'USER', 'OPEN', 'CODE', 'NAME']
  return `${table(heading, lines)}${rest}`
}

/** `confab reports show` */
export function reportWords(report: ReportDetails | null): string {
  if (!report) return NO_REPORT
  const { user, name, reporter, reporterName, openCount, reporterCount, settledAt, settledNote } = report
  const facts = [
    `report ${report.report} of ${timeWords(report.reportedAt)} (UTC): ${plain(report.reason)}`,
    `about   ${plain(name)}, user ${user}, member ${plain(report.memberId)}`,
    `by      ${plain(reporterName)}, user ${reporter}`,
    `room    ${codeWords(report.code)}  ${plain(report.title)}`.trimEnd(),
    `open    ${count(openCount, 'report')} about this user, by ${count(reporterCount, 'person', 'people')}`,
    ...(settledAt === null
      ? []
      : [`settled ${timeWords(settledAt)} (UTC)  ${plain(settledNote ?? '')}`.trimEnd()]),
  ]
  const note = report.note === '' ? [] : ['', 'What the reporter says:', quoted(report.note)]
  return `${[...facts, ...note, '', ...evidenceWords(report)].join('\n')}\n`
}

function evidenceWords({ message, edits, around }: Evidence): string[] {
  if (!message)
    return around.length > 0
      ? ['What they wrote last:', ...around.map((line) => lineWords(line))]
      : ['They had written nothing lately.']
  const lines = [...around, message].sort((a, b) => a.sequence - b.sequence)
  const before = edits.map(({ body, replacedAt }) => `until ${timeWords(replacedAt)}\n${quoted(body)}`)
  return [
    'The message, marked, and what stood around it:',
    ...lines.map((line) => lineWords(line, line === message)),
    ...(before.length > 0 ? ['', 'What the message said before:', ...before] : []),
  ]
}

function lineWords({ postedAt, editedAt, name, body, files }: ReportedLine, isReported = false): string {
  const edited = editedAt === undefined ? '' : `, edited ${timeWords(editedAt)}`
  const sent = files.map((file) => `\n  | [file] ${plain(file)}`).join('')
  return `${isReported ? '>' : ' '} ${timeWords(postedAt)}${edited}  ${plain(name)}\n${quoted(body)}${sent}`
}

/** Line by line behind a mark, so that nothing people wrote looks like a line of ours. */
const quoted = (text: string): string =>
  text
    .split(/[\n\r\u0085\u2028\u2029]/)
    .map((line) => `  | ${plain(line)}`)
    .join('\n')

export const NO_REPORT = 'There is no report with this number; it may have been erased by now.\n'

import type { MemberId, MessageId } from '@confab/protocol'
import { expect, test } from 'vitest'
import type { ReportDetails } from '../store/operator-reports.ts'
import type { ReportedLine } from '../store/report-table.ts'
import { reportsWords, reportWords } from './report-words.ts'
import { jsonWords } from './terminal.ts'

/** Clears the screen, colours it, goes back in the line, turns the writing around, and ends a line where none ends. */
const HOSTILE = '\u001b[2J\u009b31m\r\u0008\u202e\u2066\u{e0041}\u0007\u0085'
const AT = Date.UTC(2026, 4, 1, 12)

const aLine = (fields: Partial<ReportedLine> = {}): ReportedLine => ({
  messageId: 'm'.repeat(22) as MessageId,
  sequence: 5,
  name: 'Bo',
  memberId: 'b'.repeat(22) as MemberId,
  postedAt: AT,
  body: 'you are a frog',
  files: [],
  ...fields,
})

const aReport = (fields: Partial<ReportDetails> = {}): ReportDetails => ({
  report: 7,
  reportedAt: AT,
  reason: 'harassment',
  user: 3,
  name: 'Bo',
  openCount: 2,
  reporterCount: 1,
  code: 'k7m4qp2x9d',
  title: 'The kitchen',
  isMessage: true,
  note: 'every day\nall day',
  memberId: 'b'.repeat(22),
  reporter: 1,
  reporterName: 'Ana',
  settledAt: null,
  settledNote: null,
  message: aLine(),
  edits: [{ body: 'you are a toad', replacedAt: AT }],
  around: [
    aLine({ sequence: 4, name: 'Ana', body: 'good morning' }),
    aLine({ sequence: 6, files: ['plan.txt'] }),
  ],
  ...fields,
})

test('the list is a table with who is reported how often, and says how many there are besides', () => {
  expect(reportsWords({ all: 3, reports: [aReport()] })).toBe(
    [
      'REPORT  MADE (UTC)        REASON      OF A     USER  OPEN    CODE          NAME',
      '7       2026-05-01 12:00  harassment  message  3     2 by 1  k7m-4qp2-x9d  Bo',
      'and 2 older reports: --limit 3',
      '',
    ].join('\n'),
  )
  expect(reportsWords({ all: 0, reports: [] })).toBe('Nothing waits to be settled.\n')
})

test('a report is shown with the message in its place', () => {
  expect(reportWords(aReport())).toBe(`report 7 of 2026-05-01 12:00 (UTC): harassment
about   Bo, user 3, member ${'b'.repeat(22)}
by      Ana, user 1
room    k7m-4qp2-x9d  The kitchen
open    2 reports about this user, by 1 person

What the reporter says:
  | every day
  | all day

The message, marked, and what stood around it:
  2026-05-01 12:00  Ana
  | good morning
> 2026-05-01 12:00  Bo
  | you are a frog
  2026-05-01 12:00  Bo
  | you are a frog
  | [file] plan.txt

What the message said before:
until 2026-05-01 12:00
  | you are a toad
`)
  const settled = aReport({
    settledAt: AT,
    settledNote: 'spoke to Bo',
    isMessage: false,
    message: null,
    edits: [],
    around: [],
  })
  expect(reportWords(settled)).toContain('settled 2026-05-01 12:00 (UTC)  spoke to Bo\n')
  expect(reportWords(settled)).toContain('They had written nothing lately.')
  expect(reportWords(null)).toContain('no report with this number')
})

test('[A95] nothing in a report acts on the terminal, ends a line of ours, or looks like one', () => {
  const hostile = aLine({
    name: HOSTILE,
    body: `a${HOSTILE}b\nby      Chidi, user 9`,
    files: [HOSTILE],
    editedAt: AT,
  })
  const report = aReport({
    ...{ name: HOSTILE, title: HOSTILE, reporterName: HOSTILE, reason: HOSTILE, memberId: HOSTILE },
    ...{ note: HOSTILE, settledAt: AT, settledNote: HOSTILE },
    ...{ message: hostile, around: [hostile], edits: [{ body: HOSTILE, replacedAt: AT }] },
  })
  const texts = [reportWords(report), reportsWords({ all: 1, reports: [report] }), jsonWords(report)]
  for (const text of texts) expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
  expect(texts[0]?.match(/^by /gm)).toHaveLength(1)
  // A program reads what was there.
  expect(JSON.parse(texts[2] ?? '')).toEqual(report)
})

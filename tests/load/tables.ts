import { type Report, type Standing, type Verdict, written } from './report.ts'
import type { Scenario } from './scenario.ts'

/** Cells of a table, the first row its head; the first `texts` columns are words, the others figures. */
export type Table = { rows: readonly (readonly string[])[]; texts: number }

/** Rows of Markdown, padded so that a terminal shows a table too. */
export function markdownOf({ rows, texts }: Table): string {
  const [head = []] = rows
  const widths = head.map((_, i) => Math.max(3, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const padded = (row: readonly string[]) =>
    line(
      widths.map((width, i) => (i < texts ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width))),
    )
  const rule = line(widths.map((width, i) => (i < texts ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)))
  return [padded(head), rule, ...rows.slice(1).map(padded)].join('\n')
}

/** What was measured in a scenario; cases that were not are left out. Null when nothing was. */
export function scenarioTable(scenario: Scenario, report: Report): Table | null {
  const cases = scenario.cases.flatMap((one) => {
    const measured = report.cases.find(({ id }) => id === one.id)
    return measured ? [{ one, measured }] : []
  })
  if (cases.length === 0) return null
  const hasPeers = cases.some(({ measured }) => measured.standings.length > 1)
  const head = [
    '',
    ...(hasPeers ? [''] : []),
    ...scenario.columns.map(({ label }) => label),
    ...(hasPeers ? ['Confab, times this'] : []),
    'goal',
  ]
  const rows = cases.flatMap(({ one, measured: { standings, verdicts } }) =>
    standings.map((standing, i) => [
      i === 0 ? one.title : '',
      ...(hasPeers ? [standing.peer] : []),
      ...scenario.columns.map(({ figure, unit }) => written(standing.figures[figure], unit)),
      ...(hasPeers ? [timesOf(scenario, standings[0], standing)] : []),
      i === 0 ? verdicts.map(verdictText).join('; ') : '',
    ]),
  )
  return { rows: [head, ...rows], texts: hasPeers ? 2 : 1 }
}

/** What has to be known about the figures of a scenario, each thing once. */
export function scenarioNotes(scenario: Scenario, report: Report): string[] {
  const notes = scenario.cases.flatMap(({ id, title }) =>
    (report.cases.find((measured) => measured.id === id)?.standings ?? []).flatMap(({ peer, notes: said }) =>
      said.map((note) => `${title}, ${peer}: ${note}.`),
    ),
  )
  return [...new Set(notes)]
}

function timesOf(scenario: Scenario, own: Standing | undefined, standing: Standing): string {
  const [ours, theirs] = [own?.figures[scenario.headline], standing.figures[scenario.headline]]
  return own === standing || !ours || !theirs ? '' : written(ours / theirs, 'times')
}

function verdictText({ goal, reached, isMet }: Verdict): string {
  return `${goal}: ${isMet ? 'met' : `not met (${reached})`}`
}

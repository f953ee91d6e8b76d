import { columnOf, type Report, type Standing, type Verdict, written } from './report.ts'
import type { Case, Scenario } from './scenario.ts'

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
      i === 0 ? verdictsText(scenario, verdicts) : '',
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

/** One line for each case: its most telling figure for everybody, and the goals. */
export function overviewTable(scenarios: readonly Scenario[], report: Report): Table {
  const peers = [
    ...new Set(report.cases.flatMap(({ standings }) => standings.map((standing) => standing.peer))),
  ]
  const told = scenarios.filter(({ isInOverview = true }) => isInOverview)
  const rows = told.flatMap((scenario) =>
    scenario.cases.flatMap((one) => {
      const measured = report.cases.find(({ id }) => id === one.id)
      if (!measured) return []
      const { label, unit } = columnOf(scenario, scenario.headline)
      const figureOf = (peer: string) =>
        measured.standings.find((standing) => standing.peer === peer)?.figures[scenario.headline]
      return [
        [
          rowTitle(scenario, one),
          label,
          ...peers.map((peer) => written(figureOf(peer), unit)),
          verdictsText(scenario, measured.verdicts),
        ],
      ]
    }),
  )
  return { rows: [['', '', ...peers, 'goal'], ...rows], texts: 2 }
}

/** A case as one reads it outside its scenario. */
function rowTitle(scenario: Scenario, one: Case): string {
  return scenario.cases.length > 1 ? `${scenario.title}: ${one.title}` : one.title
}

function timesOf(scenario: Scenario, own: Standing | undefined, standing: Standing): string {
  const [ours, theirs] = [own?.figures[scenario.headline], standing.figures[scenario.headline]]
  return own === standing || !ours || !theirs ? '' : written(ours / theirs, 'times')
}

/** The goals of a case; that of its headline needs no name. */
function verdictsText({ headline }: Scenario, verdicts: readonly Verdict[]): string {
  return verdicts
    .map(({ figure, label, goal, reached, isMet }) => {
      const named = figure === headline ? goal : `${label} ${goal}`
      return `${named}: ${isMet ? 'met' : `not met (${reached})`}`
    })
    .join('; ')
}

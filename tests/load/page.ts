import type { Peer } from './peer.ts'
import type { Report } from './report.ts'
import type { Scenario } from './scenario.ts'
import { markdownOf, overviewTable, scenarioNotes, scenarioTable } from './tables.ts'

/** Between these lines of the README stands the overview; what is there is replaced. */
const OVERVIEW_BEGINS = '<!-- bench: begin -->'
const OVERVIEW_ENDS = '<!-- bench: end -->'

/** The page of the benchmark. `pictureOf` answers the path of a scenario's chart, from the page; null for none. */
export function pageOf(
  scenarios: readonly Scenario[],
  report: Report,
  pictureOf: (scenario: Scenario) => string | null,
): string {
  const { model, cores, memoryGiB, system, node } = report.machine
  const peers = [
    ...new Set(scenarios.flatMap(({ cases }) => cases.flatMap((one) => [...one.peers]))),
  ] satisfies Peer[]
  const days = [...new Set(report.cases.map(({ measuredAt }) => measuredAt.slice(0, 10)))].sort()
  return `${[
    '# The benchmark',
    '<!-- Written by `pnpm bench`; what is changed here is lost with the next run. -->',
    `Confab beside what one might take instead, on one machine, in one run:\n\n\`\`\`sh\nnpx -y pnpm bench\n\`\`\``,
    `\`npx -y pnpm bench --quick\` takes a few minutes instead of twenty; names choose scenarios: \`npx -y pnpm bench ${scenarios[1]?.name ?? ''} memory\`. \`--page\` writes this page from the figures there are.`,
    isQuick(report)
      ? '**These figures are from a quick run: one short round each. They show the shape, not the size.**'
      : '',
    `Measured ${days.join(' and ')} on ${model}, ${cores} cores, ${memoryGiB} GiB; ${system}, Node ${node}.`,
    '## What is compared',
    peers.map(({ name, keeps }) => `- **${name}**: ${keeps}`).join('\n'),
    'All of them run on the same Node with the same settings, without compression, and messages of all are about 230 bytes long. The server has one core to itself, all its threads together, and the load generator has the others; where it was at its limit, that is said. The generator counts every message on every connection; what has not come six seconds after the last post is lost. Each figure is the median of its rounds, in which the servers take turns. CPU seconds are those of the server process. A goal was set before, and stands beside what was reached.',
    '## In short',
    markdownOf(overviewTable(scenarios, report)),
    'Where a goal is not met, decisions [11](decisions/0011-what-a-post-costs.md) and [12](decisions/0012-what-a-connection-costs.md) tell what was tried and what stands in the way.',
    ...scenarios.flatMap((scenario) => sectionOf(scenario, report, pictureOf(scenario))),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`
}

function sectionOf(scenario: Scenario, report: Report, picture: string | null): string[] {
  const table = scenarioTable(scenario, report)
  if (!table) return []
  const notes = scenarioNotes(scenario, report)
  return [
    `## ${scenario.title}`,
    scenario.about,
    picture ? `![${scenario.title}](${picture})` : '',
    markdownOf(table),
    notes.map((note) => `- ${note}`).join('\n'),
  ]
}

/** The README with the overview in its place. */
export function withOverview(readme: string, scenarios: readonly Scenario[], report: Report): string {
  const [begin, end] = [readme.indexOf(OVERVIEW_BEGINS), readme.indexOf(OVERVIEW_ENDS)]
  if (begin < 0 || end < begin)
    throw new Error(
      `The README has no place for the overview, between ${OVERVIEW_BEGINS} and ${OVERVIEW_ENDS}.`,
    )
  const table = markdownOf(overviewTable(scenarios, report))
  return `${readme.slice(0, begin + OVERVIEW_BEGINS.length)}\n${table}\n${readme.slice(end)}`
}

/** Whether any of it is from a quick run. */
export function isQuick({ cases }: Report): boolean {
  return cases.some((one) => one.isQuick)
}

// Measures Confab beside what people would take instead, on this machine, in one run: `pnpm bench`, or `pnpm bench --quick`.
// Names choose scenarios (`pnpm bench ramp memory`); `--page` writes docs/benchmark.md from the figures of the last runs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { drawChart } from './chart.ts'
import { readOptions } from './options.ts'
import { isQuick, pageOf, withOverview } from './page.ts'
import { panelsOf } from './panels.ts'
import type { Peer } from './peer.ts'
import { isPinned, leaveServerCore } from './process-figures.ts'
import { judge, type Machine, type Report, type Standing, withCase } from './report.ts'
import type { Case, Measured, Run, Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios/all.ts'
import { medians } from './statistics.ts'
import { markdownOf, scenarioNotes, scenarioTable } from './tables.ts'

const FOLDER = join(import.meta.dirname, '../test-results')
const DOCS = join(import.meta.dirname, '../../docs')
const README = join(import.meta.dirname, '../../README.md')
const JSON_FILE = join(FOLDER, 'bench.json')

const asked = readOptions(
  process.argv.slice(2),
  SCENARIOS.map(({ name }) => name),
)
if (!asked.ok) {
  console.error(asked.reason)
  process.exit(1)
}
const { options } = asked
const run: Run = { isQuick: options.isQuick, say: (text) => process.stderr.write(`${text}\n`) }

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

if (!options.onlyPage) {
  leaveServerCore()
  if (!isPinned) run.say('Servers are not pinned to a core here: figures will vary more.')
  for (const scenario of SCENARIOS) if (options.scenarios.includes(scenario.name)) await measure(scenario)
}
if (options.writesPage) writePage(readReport())
process.exit(0)

async function measure(scenario: Scenario): Promise<void> {
  const began = performance.now()
  for (const one of scenario.cases) {
    const standings = await measureCase(scenario, one)
    keep(one, scenario, standings)
  }
  const report = readReport()
  const table = scenarioTable(scenario, report)
  console.log(`\n${scenario.title}\n`)
  if (table) console.log(markdownOf(table))
  for (const note of scenarioNotes(scenario, report)) console.log(`- ${note}`)
  run.say(`\n${scenario.name}: ${Math.round((performance.now() - began) / 1_000)} s`)
}

/** Interleaved, so that whatever else the machine does falls on all of them. */
async function measureCase({ rounds }: Scenario, one: Case): Promise<Standing[]> {
  const count = run.isQuick ? rounds.quick : rounds.full
  const measured = new Map<Peer, Measured[]>(one.peers.map((peer) => [peer, []]))
  for (let round = 1; round <= count; round++)
    for (const [peer, list] of measured) {
      run.say(`${one.title}: ${peer.name}, round ${round} of ${count}`)
      list.push(await one.measure(peer, run))
    }
  return [...measured].map(([peer, list]) => ({
    peer: peer.name,
    rounds: list.map(({ figures }) => figures),
    figures: medians(list.map(({ figures }) => figures)),
    notes: [...new Set(list.flatMap(({ notes }) => notes))],
  }))
}

/** Figures are kept case by case, so that a run that ends early has not been for nothing. */
function keep(one: Case, scenario: Scenario, standings: readonly Standing[]): void {
  const verdicts = judge(one, scenario.columns, standings)
  const report = withCase(
    { ...readReport(), machine: thisMachine() },
    { id: one.id, isQuick: run.isQuick, measuredAt: new Date().toISOString(), standings, verdicts },
  )
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(JSON_FILE, `${JSON.stringify(report, null, 2)}\n`)
}

/** The page with its charts, and the overview in the README once there are figures worth it. */
function writePage(report: Report): void {
  mkdirSync(join(DOCS, 'benchmark'), { recursive: true })
  const page = pageOf(SCENARIOS, report, (scenario) => {
    const panels = panelsOf(scenario, report)
    if (panels.length === 0) return null
    const picture = `benchmark/${scenario.name}.svg`
    writeFileSync(join(DOCS, picture), drawChart(scenario.title, panels))
    return picture
  })
  writeFileSync(join(DOCS, 'benchmark.md'), page)
  if (isQuick(report)) run.say('The README keeps its figures: these are of a quick run.')
  else writeFileSync(README, withOverview(readFileSync(README, 'utf8'), SCENARIOS, report))
}

function readReport(): Report {
  if (!existsSync(JSON_FILE)) return { machine: thisMachine(), cases: [] }
  return JSON.parse(readFileSync(JSON_FILE, 'utf8')) as Report
}

function thisMachine(): Machine {
  return {
    model: cpus()[0]?.model.trim() ?? '',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    node: process.version,
  }
}

import type { Panel } from './chart.ts'
import { type CaseReport, columnOf, type Report, type Standing, written } from './report.ts'
import type { Case, Scenario } from './scenario.ts'

type MeasuredCase = { one: Case; measured: CaseReport }

/**
 * What is drawn of a scenario. Where there are peers, each case has its panel with a bar for everybody; where there are none,
 * the cases are bars beside each other.
 */
export function panelsOf(scenario: Scenario, report: Report): Panel[] {
  const cases = scenario.cases.flatMap((one) => {
    const measured = report.cases.find(({ id }) => id === one.id)
    return measured ? [{ one, measured }] : []
  })
  if (cases.length === 0) return []
  const isAlone = cases.every(({ measured }) => measured.standings.length === 1)
  return scenario.drawn.flatMap((figure) => {
    const { label } = columnOf(scenario, figure)
    const good = goodSide(scenario, figure)
    if (isAlone) {
      const bars = cases.flatMap((each) => barOf(scenario, each, 0, figure, each.one.title))
      return [{ title: label, good, bars }]
    }
    return cases.map((each) => ({
      title: `${each.one.title}: ${label}`,
      good,
      bars: each.measured.standings.flatMap(({ peer }, i) => barOf(scenario, each, i, figure, peer)),
    }))
  })
}

/** More is better, unless a goal says otherwise. */
function goodSide({ cases }: Scenario, figure: string): Panel['good'] {
  const goals = cases.flatMap((one) => one.goals).filter((goal) => goal.figure === figure)
  return goals.some((goal) => 'atMost' in goal) ? 'at most' : 'at least'
}

function barOf(
  scenario: Scenario,
  { one, measured }: MeasuredCase,
  index: number,
  figure: string,
  label: string,
) {
  const value = measured.standings[index]?.figures[figure]
  if (value === undefined || Number.isNaN(value)) return []
  const isOwn = index === 0
  const { unit } = columnOf(scenario, figure)
  return [
    {
      label,
      value,
      text: written(value, unit),
      isOwn,
      goal: isOwn ? goalOf(one, measured.standings, figure) : null,
    },
  ]
}

/** Where a goal lies on the scale of its figure. */
function goalOf({ goals }: Case, standings: readonly Standing[], figure: string): number | null {
  const goal = goals.find((each) => each.figure === figure)
  if (!goal) return null
  if ('atMost' in goal) return goal.atMost
  if (!('timesPeer' in goal)) return goal.atLeast
  const theirs = standings.find(({ peer }) => peer === goal.timesPeer)?.figures[figure]
  return theirs === undefined ? null : theirs * goal.atLeast
}

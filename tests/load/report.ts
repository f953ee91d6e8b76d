import type { Case, Column, Figures, Goal, Scenario, Unit } from './scenario.ts'

/** What one server came to in a case: every round, and the medians of its figures. */
export type Standing = {
  peer: string
  rounds: readonly Figures[]
  figures: Figures
  notes: readonly string[]
}

/** Whether a goal was met, and how far away it was. */
export type Verdict = { figure: string; label: string; goal: string; reached: string; isMet: boolean }

/** What came of a case. */
export type CaseReport = {
  id: string
  isQuick: boolean
  measuredAt: string
  standings: readonly Standing[]
  verdicts: readonly Verdict[]
}

/** Where it was measured. */
export type Machine = { model: string; cores: number; memoryGiB: number; system: string; node: string }

/** Everything that was measured, as it is kept. */
export type Report = { machine: Machine; cases: readonly CaseReport[] }

/** A report with a case measured anew. */
export function withCase(report: Report, fresh: CaseReport): Report {
  return { ...report, cases: [...report.cases.filter(({ id }) => id !== fresh.id), fresh] }
}

/** A figure with its unit, as people read it: three digits say all that a measurement can. */
export function written(value: number | undefined, unit: Unit): string {
  if (value === undefined || Number.isNaN(value)) return ''
  switch (unit) {
    case 'count':
      return writtenCount(value)
    case 'ms':
      return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`
    case 'seconds':
      return `${value.toFixed(value < 10 ? 2 : 1)} s`
    case 'kib':
      return `${value.toFixed(1)} KiB`
    case 'part':
      return value === 0 ? '0' : `${(value * 100).toPrecision(2)} %`
    case 'times':
      return `${value.toFixed(2)} ×`
  }
}

function writtenCount(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toPrecision(3)} M`
  if (value >= 10_000) return `${Math.round(value / 1_000).toLocaleString('en')} k`
  return Math.round(value).toLocaleString('en')
}

/** A goal is a round number, and stays one. */
function writtenGoal(value: number, unit: Unit): string {
  switch (unit) {
    case 'count':
      return value >= 1_000_000
        ? `${value / 1_000_000} M`
        : value >= 10_000
          ? `${value / 1_000} k`
          : `${value}`
    case 'ms':
      return `${value} ms`
    case 'seconds':
      return `${value} s`
    case 'kib':
      return `${value} KiB`
    case 'part':
      return `${value * 100} %`
    case 'times':
      return `${value} ×`
  }
}

/** What Confab was to reach in a case, and what it did. Only what was measured is judged. */
export function judge(
  { goals }: Case,
  columns: readonly Column[],
  standings: readonly Standing[],
): Verdict[] {
  const [own] = standings
  return goals.flatMap((goal) => {
    const value = own?.figures[goal.figure]
    const column = columns.find(({ figure }) => figure === goal.figure)
    const verdict = column && value !== undefined ? verdictOf(goal, column, value, standings) : null
    return verdict ? [verdict] : []
  })
}

function verdictOf(
  goal: Goal,
  { label, unit }: Column,
  value: number,
  standings: readonly Standing[],
): Verdict | null {
  const { figure } = goal
  if ('timesPeer' in goal) {
    const theirs = standings.find(({ peer }) => peer === goal.timesPeer)?.figures[figure]
    if (!theirs) return null
    const times = value / theirs
    return {
      figure,
      label,
      goal: `≥ ${goal.atLeast} × ${goal.timesPeer}`,
      reached: written(times, 'times'),
      isMet: times >= goal.atLeast,
    }
  }
  const reached = written(value, unit)
  return 'atMost' in goal
    ? { figure, label, goal: `≤ ${writtenGoal(goal.atMost, unit)}`, reached, isMet: value <= goal.atMost }
    : { figure, label, goal: `≥ ${writtenGoal(goal.atLeast, unit)}`, reached, isMet: value >= goal.atLeast }
}

/** The column of a figure. */
export function columnOf({ columns }: Scenario, figure: string): Column {
  return columns.find((column) => column.figure === figure) ?? { figure, label: figure, unit: 'count' }
}

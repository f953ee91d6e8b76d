/** What one check or test run came to. `skipped` is what did not run although it was written. */
export type Tally = { passed: number; failed: number; skipped: number }

/** What a Vitest JSON report says of a run, as far as we read it. */
type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** What a Playwright JSON report says of a run, as far as we read it. */
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** Adds up a Vitest report. A file that could not even be loaded holds no failed test, and is one. */
export function tallyVitest(report: VitestReport): Tally {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** Adds up a Playwright report. A test that passed only at the second try has failed once. */
export function tallyPlaywright({ stats, errors }: PlaywrightReport): Tally {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }
}

/** The verdict on a suite: a run that ended badly without a failed test, or that ran no test at all, is a failure. */
export function judgeSuite(tally: Tally, exitCode: number, isInCi: boolean): Tally {
  const failed = tally.failed + (isInCi ? tally.skipped : 0)
  const isHollow = failed === 0 && (exitCode !== 0 || tally.passed === 0)
  return { ...tally, failed: isHollow ? 1 : failed }
}

/** The last line of a test run. */
export function summaryLine(tallies: readonly Tally[]): string {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0)
  return `${sum((tally) => tally.passed)} passed, ${sum((tally) => tally.failed)} failed`
}

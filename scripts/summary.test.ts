import { describe, expect, test } from 'vitest'
import { judgeSuite, summaryLine, tallyPlaywright, tallyVitest } from './summary.ts'

const vitestReport = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'failed', assertionResults: [{}] }],
}

describe('a Vitest report', () => {
  test('adds up passed, failed and skipped', () => {
    expect(tallyVitest(vitestReport)).toEqual({ passed: 3, failed: 1, skipped: 2 })
  })

  test('counts a file that could not be loaded as a failure', () => {
    const testResults = [...vitestReport.testResults, { status: 'failed', assertionResults: [] }]
    expect(tallyVitest({ ...vitestReport, testResults }).failed).toBe(2)
  })
})

test('a Playwright report counts a flaky test as failed', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  expect(tallyPlaywright({ stats, errors: ['no browser'] })).toEqual({ passed: 4, failed: 3, skipped: 2 })
})

describe('the verdict on a suite', () => {
  const good = { passed: 3, failed: 0, skipped: 0 }

  test('leaves a good run alone', () => {
    expect(judgeSuite(good, 0, true)).toEqual(good)
  })

  test.each([
    ['a run that ended badly without a failed test', good, 1],
    ['a run of no tests', { passed: 0, failed: 0, skipped: 0 }, 0],
  ])('fails %s', (_, tally, exitCode) => {
    expect(judgeSuite(tally, exitCode, false).failed).toBe(1)
  })

  test('forgives a skipped test at home, and not in CI', () => {
    const tally = { passed: 3, failed: 0, skipped: 2 }
    expect(judgeSuite(tally, 0, false).failed).toBe(0)
    expect(judgeSuite(tally, 0, true).failed).toBe(2)
  })
})

test('the last line adds up everything', () => {
  const tallies = [
    { passed: 3, failed: 0, skipped: 0 },
    { passed: 1, failed: 2, skipped: 5 },
  ]
  expect(summaryLine(tallies)).toBe('4 passed, 2 failed')
})

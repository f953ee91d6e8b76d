import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** A test that failed, and what it says itself of why. */
export type Failure = { test: string; why: string }

/** What a Vitest JSON report says of what failed, as far as we read it. */
type VitestReport = {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[]
  }[]
}

type PlaywrightError = { message?: string }
type PlaywrightSuite = {
  specs: {
    title: string
    file: string
    ok: boolean
    tests: { results: { errors: PlaywrightError[] }[] }[]
  }[]
  suites?: PlaywrightSuite[]
}

/** What a Playwright JSON report says of what failed, as far as we read it. */
type PlaywrightReport = { suites: PlaywrightSuite[]; errors: PlaywrightError[] }

/** How much is told of one failure: the rest stands where it happened. */
const LINES = 20

/** What failed in a run of Vitest; `root` is where the files are told from. */
export function vitestFailures({ testResults }: VitestReport, root: string): Failure[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    if (status === 'failed' && assertionResults.length === 0) return [{ test: file, why: opening(message) }]
    return assertionResults
      .filter((one) => one.status === 'failed')
      .map((one) => ({
        test: `${file} › ${one.fullName}`,
        why: opening(one.failureMessages?.join('\n')),
      }))
  })
}

/** What failed in a run of Playwright, or only passed at the second try. */
export function playwrightFailures({ suites, errors }: PlaywrightReport): Failure[] {
  const inSuite = (suite: PlaywrightSuite): Failure[] => [
    ...suite.specs.flatMap(({ title, file, ok, tests }) => {
      const said = tests.flatMap(({ results }) => results.flatMap((result) => result.errors))
      return ok && said.length === 0 ? [] : [{ test: `${file} › ${title}`, why: opening(said[0]?.message) }]
    }),
    ...(suite.suites ?? []).flatMap(inSuite),
  ]
  return [
    ...suites.flatMap(inSuite),
    ...errors.map(({ message }) => ({ test: 'the run itself', why: opening(message) })),
  ]
}

const opening = (message = ''): string =>
  stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES)
    .join('\n')

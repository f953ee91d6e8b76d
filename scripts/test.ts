// Everything that must hold before a change is good: `npx -y pnpm test`, and with `checks` only what runs no tests.
// It goes on after a failure, so that one run tells all, and ends with one line: `N passed, N failed`.

import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Failure, playwrightFailures, vitestFailures } from './failures.ts'
import { ensureBrowser, ensureRedis } from './programs.ts'
import { ROOT, run } from './run.ts'
import { judgeSuite, summaryLine, type Tally, tallyPlaywright, tallyVitest } from './summary.ts'

type Result = { name: string; tally: Tally }

const isInCi = Boolean(process.env.CI)
const results: Result[] = []
const failures: Failure[] = []

/** How the report of a tool is read. */
type Reader = { tally: (report: never) => Tally; failures: (report: never) => Failure[] }

const VITEST: Reader = { tally: tallyVitest, failures: (report) => vitestFailures(report, ROOT) }
const PLAYWRIGHT: Reader = { tally: tallyPlaywright, failures: playwrightFailures }

const heading = (name: string) => console.log(`\n── ${name}`)

/** A check without tests of its own counts as one. */
async function check(name: string, ...commands: [string, ...string[]][]): Promise<void> {
  heading(name)
  let isGood = true
  for (const [command, ...args] of commands) isGood = (await run(command, args)) === 0 && isGood
  results.push({ name, tally: { passed: Number(isGood), failed: Number(!isGood), skipped: 0 } })
}

/** The report of a suite, read as its tool writes it; a run without a readable one has failed. */
function suite(name: string, report: string, exitCode: number, reader: Reader): void {
  const none = { passed: 0, failed: 0, skipped: 0 }
  let tally: Tally = none
  if (existsSync(report)) {
    try {
      const said = JSON.parse(readFileSync(report, 'utf8')) as never
      tally = reader.tally(said)
      failures.push(...reader.failures(said))
    } catch {
      console.log(`${relative(ROOT, report)} cannot be read.`)
    }
  } else console.log(`${relative(ROOT, report)} was not written.`)
  results.push({ name, tally: judgeSuite(tally, exitCode, isInCi) })
}

/** The packages with unit tests, by folder. */
function testedPackages(): string[] {
  return globSync('{apps/*,packages/*,tests}/package.json', { cwd: ROOT })
    .filter((path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')).scripts?.test)
    .map((path) => dirname(path))
    .sort()
}

async function runChecks(): Promise<void> {
  // Its colours are hard to read where they are not shown.
  await check('format and lint', ['biome', 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.'])
  await check('borders', [
    'depcruise',
    '--config',
    '.dependency-cruiser.mjs',
    'apps',
    'packages',
    'tests',
    'scripts',
  ])
  await check('nothing unused', ['knip'])
  await check(
    'types',
    ['tsc', '-p', 'scripts'],
    ['turbo', 'run', 'check', '--continue', '--output-logs=errors-only'],
  )
}

async function runTests(): Promise<void> {
  await check('build', ['turbo', 'run', 'build', '--output-logs=errors-only'])

  heading('browser and Redis')
  const browser = await ensureBrowser()
  const redis = await ensureRedis()
  const missing = Number(!browser) + Number(!redis)
  results.push({ name: 'browser and Redis', tally: { passed: 2 - missing, failed: missing, skipped: 0 } })
  const env: Record<string, string> = {
    ...(browser && { CHROMIUM: browser }),
    ...(redis && { REDIS_SERVER: redis }),
  }

  heading('unit tests')
  const packages = testedPackages()
  for (const folder of [...packages, '.'])
    rmSync(join(ROOT, folder, 'test-results'), { recursive: true, force: true })
  const ownCode = await run('vitest', ['run', '--config', 'scripts/vitest.config.ts'])
  // One package after the other: their tests use both cores of a small machine themselves.
  const packagesCode = await run(
    'turbo',
    ['run', 'test', '--continue', '--concurrency=1', '--output-logs=full'],
    { env },
  )
  suite('scripts', join(ROOT, 'test-results/unit.json'), ownCode, VITEST)
  for (const folder of packages) {
    // Turbo has one exit code for all of them; whose tests failed, their reports say.
    suite(folder, join(ROOT, folder, 'test-results/unit.json'), 0, VITEST)
  }
  const isUntold = packagesCode !== 0 && results.every(({ tally }) => tally.failed === 0)
  if (isUntold) results.push({ name: 'unit tests', tally: { passed: 0, failed: 1, skipped: 0 } })

  await runPictures(env)
  for (const [name, kind] of [
    ['end to end', 'e2e'],
    ['on three nodes', 'e2e-cluster'],
  ] as const) {
    heading(`two people in two browsers, ${name}`)
    const code = await run(join(ROOT, 'tests/node_modules/.bin/playwright'), ['test'], {
      cwd: join(ROOT, 'tests'),
      env: kind === 'e2e' ? env : { ...env, CONFAB_E2E: 'cluster' },
    })
    suite(name, join(ROOT, `tests/test-results/${kind}.json`), code, PLAYWRIGHT)
  }
}

async function runPictures(env: Record<string, string>): Promise<void> {
  heading('pictures of the gallery')
  const args = ['test', '--config', 'pictures.config.ts']
  const code = await run(join(ROOT, 'tests/node_modules/.bin/playwright'), args, {
    cwd: join(ROOT, 'tests'),
    env,
  })
  suite('pictures', join(ROOT, 'tests/test-results/pictures.json'), code, PLAYWRIGHT)
}

await runChecks()
if (process.argv[2] !== 'checks') await runTests()

heading('summary')
for (const { name, tally } of results) {
  const notes = [`${tally.passed} passed`]
  if (tally.failed) notes.push(`${tally.failed} FAILED`)
  if (tally.skipped) notes.push(`${tally.skipped} skipped`)
  console.log(`${name.padEnd(20)} ${notes.join(', ')}`)
}
for (const { test, why } of failures) console.log(`\nFAILED ${test}\n${why.replace(/^/gm, '  ')}`)
process.exitCode = results.some(({ tally }) => tally.failed > 0) ? 1 : 0
console.log(`\n${summaryLine(results.map(({ tally }) => tally))}`)

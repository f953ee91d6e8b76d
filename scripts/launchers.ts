import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const WATCH_EVERY_MS = 500

/** A process that stands between the person who started us and us. */
export type Ancestor = { pid: number; command: string }

function readAncestor(pid: number): Ancestor & { parent: number } {
  if (existsSync(`/proc/${pid}/status`)) {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    return { pid, parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }
  }
  const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  const [parent = '0', ...command] = line.split(/\s+/)
  return { pid, parent: Number(parent), command: command.join(' ') }
}

function readAncestors(): Ancestor[] {
  const ancestors: Ancestor[] = []
  try {
    for (let pid = process.ppid; pid > 1; ) {
      const { parent, command } = readAncestor(pid)
      ancestors.push({ pid, command })
      pid = parent
    }
  } catch {
    // A platform without either way of asking: there is nobody to watch.
  }
  return ancestors
}

/** The package managers above us and what they put in between: all ancestors, nearest first, up to the last npm, npx or pnpm. */
export function launchersOf(ancestors: readonly Ancestor[]): Ancestor[] {
  const last = ancestors.findLastIndex(({ command }) => /(^|[\s/])(npm|npx|pnpm|pnpx)([\s.]|$)/.test(command))
  return ancestors.slice(0, last + 1)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Ends this process as SIGTERM does once a package manager that started it is gone. npx does not pass a SIGTERM on, and
 * would leave a server behind that nobody sees and that holds the port.
 */
export function endWithLaunchers(): void {
  const launchers = launchersOf(readAncestors())
  if (launchers.length === 0) return
  const watch = setInterval(() => {
    if (launchers.every(({ pid }) => isAlive(pid))) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, WATCH_EVERY_MS)
  watch.unref()
  // Somebody did pass a signal on. A second one would cut the drain short.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => clearInterval(watch))
}

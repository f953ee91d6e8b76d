import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Clock ticks of /proc in a second; fixed by Linux for what it shows to programs. */
const TICKS_PER_SECOND = 100

/** Where Debian has what sets the cores and the limits of a process. */
const TASKSET = '/usr/bin/taskset'
const PRLIMIT = '/usr/bin/prlimit'

/** CPU seconds a process has used so far, all its threads together. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold anything, spaces too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** CPU seconds of a process and of all it started, those that have ended too as far as it waited for them. */
export function cpuSecondsOfTree(pid: number): number {
  return treeOf(pid).reduce((sum, each) => {
    try {
      const stat = readFileSync(`/proc/${each}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) / TICKS_PER_SECOND
    } catch {
      // It ended just now; whoever started it has its time.
      return sum
    }
  }, 0)
}

/** A process and its children, and theirs. */
function treeOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => treeOf(Number(child))))]
  } catch {
    return []
  }
}

/** Memory of a process that is in RAM, in KiB, as the system counts it: no collection forced, nothing left out. */
export function residentKiBOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}

/** The server has the first core to itself, the load generator has the others. Without `taskset`, or on one core, nothing is pinned. */
export const isPinned = existsSync(TASKSET) && availableParallelism() > 1

/** A command that runs on the server's core. */
export function onServerCore(command: string, args: readonly string[]): [string, string[]] {
  return isPinned ? [TASKSET, ['-c', '0', command, ...args]] : [command, [...args]]
}

/** Puts a process that runs, and all it started, on the server's core; what they start from then on is there as well. */
export function moveToServerCore(pid: number): void {
  if (isPinned) for (const each of treeOf(pid)) spawnSync(TASKSET, ['-a', '-c', '-p', '0', String(each)])
}

/** Puts this process, all its threads, on the other cores. */
export function leaveServerCore(): void {
  if (isPinned) spawnSync(TASKSET, ['-a', '-c', '-p', `1-${availableParallelism() - 1}`, String(process.pid)])
}

/**
 * Makes room for this many descriptors here and in processes started from here, as far as the host lets us; answers how many
 * there are.
 */
export function ensureDescriptors(needed: number): number {
  const atHand = descriptorsAtHand()
  if (atHand >= needed || !existsSync(PRLIMIT)) return atHand
  spawnSync(PRLIMIT, ['--pid', String(process.pid), `--nofile=${needed}:${needed}`])
  return descriptorsAtHand()
}

/** Node raises the soft limit to the hard one by itself, so the hard one counts. */
function descriptorsAtHand(): number {
  const line = /^Max open files\s+(\d+)\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))
  return Number(line?.[2] ?? Number.POSITIVE_INFINITY)
}

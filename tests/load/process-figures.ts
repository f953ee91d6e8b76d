import { readFileSync } from 'node:fs'

/** Clock ticks of /proc in a second; fixed by Linux for what it shows to programs. */
const TICKS_PER_SECOND = 100

/** CPU seconds a process has used so far, all its threads together. */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold anything, spaces too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** The middle one; of an even number the lower middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which this part of all values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

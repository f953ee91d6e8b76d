import { number } from './formats.ts'

/** A time somebody chose, in its own unit: `30 seconds`, `1 minute`. */
export function timeBetween(ms: number): string {
  const [value, unit] = ms % 60_000 ? [ms / 1_000, 'second'] : [ms / 60_000, 'minute']
  return number(value, { style: 'unit', unit, unitDisplay: 'long' })
}

import { date } from './formats.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** When something will be: `14:10` within a day, `Tue 14:10` within a week, else with its date. */
export function moment(at: number, now: number): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const
  const awayMs = at - now
  if (awayMs < DAY_MS) return date(at, time)
  if (awayMs < 6 * DAY_MS) return date(at, { weekday: 'short', ...time })
  return date(at, { dateStyle: 'medium', timeStyle: 'short' })
}

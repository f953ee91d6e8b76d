import { type Day, dayOf } from './day.ts'

/** When a day begins, where the viewer is, in milliseconds. */
export function startOfDay(day: Day): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}

/** The day before, by the calendar: days have 23 and 25 hours, too. */
export function dayBefore(day: Day, timeZone: string): Day {
  return dayOf(startOfDay(day) - 1, timeZone)
}

/** What stands in a date field, if it is a day at all. */
export function dayTyped(value: string): Day | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? (value as Day) : null
}

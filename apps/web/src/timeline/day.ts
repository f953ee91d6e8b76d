import { date, relativeDay } from '../words/formats.ts'
import { locale } from '../words/locale.svelte.ts'
import { words } from '../words/words.svelte.ts'

/** A calendar day in the viewer's zone, as `2026-11-22`: compares and sorts as text. */
export type Day = string & { readonly brand: 'Day' }

const DAY_MS = 24 * 60 * 60 * 1000

// Making a formatter costs a hundred times what using it does.
const dayFormats = new Map<string, Intl.DateTimeFormat>()

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  dayFormats.set(timeZone, made)
  return made
}

/** The day a moment falls on, where the viewer is. */
export function dayOf(at: number, timeZone: string): Day {
  return dayFormat(timeZone).format(at) as Day
}

/** How a day separator names its day, seen from today. */
export function dayLabel(day: Day, today: Day): string {
  const daysAgo = daysBetween(day, today)
  if (daysAgo === 0 || daysAgo === 1) return capitalised(relativeDay(-daysAgo))
  return dateOf(day, daysAgo)
}

/** The same inside a sentence: `written yesterday`, `written on 3 March 2026`. */
export function dayInSentence(day: Day, today: Day): string {
  const daysAgo = daysBetween(day, today)
  if (daysAgo === 0 || daysAgo === 1) return relativeDay(-daysAgo)
  return words().timeline.onDay(dateOf(day, daysAgo))
}

function daysBetween(day: Day, today: Day): number {
  return Math.round((noonOf(today) - noonOf(day)) / DAY_MS)
}

function dateOf(day: Day, daysAgo: number): string {
  const isThisWeek = daysAgo > 1 && daysAgo <= 6
  return date(noonOf(day), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(isThisWeek ? { weekday: 'long' } : { year: 'numeric' }),
  })
}

function capitalised(text: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(locale()) + rest.join('')
}

/** Milliseconds until the viewer's day changes, at least one. Days of 23 and 25 hours come out right because the day itself is asked. */
export function untilMidnightMs(now: number, timeZone: string): number {
  const today = dayOf(now, timeZone)
  let before = 0
  let after = 26 * 60 * 60 * 1000
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayOf(now + middle, timeZone) === today) before = middle
    else after = middle
  }
  return after
}

function noonOf(day: Day): number {
  return Date.parse(`${day}T12:00:00Z`)
}

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
export function dayLabel(day: Day, today: Day, locale: string | undefined): string {
  const daysAgo = Math.round((noonOf(today) - noonOf(day)) / DAY_MS)
  if (daysAgo === 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  const isThisWeek = daysAgo > 1 && daysAgo <= 6
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(isThisWeek ? { weekday: 'long' } : { year: 'numeric' }),
  }).format(noonOf(day))
}

/** The same inside a sentence: `written yesterday`, `written on 3 March 2026`. */
export function dayInSentence(day: Day, today: Day, locale: string | undefined): string {
  const label = dayLabel(day, today, locale)
  return label === 'Today' || label === 'Yesterday' ? label.toLowerCase() : `on ${label}`
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

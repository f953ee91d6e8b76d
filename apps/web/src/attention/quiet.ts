/** How long somebody may want to be left alone. */
export type QuietFor = 'hour' | 'morning' | 'ever'

/** When most people want to hear of the day again. */
const MORNING_HOUR = 8

/** So far away that it means: until they end it. */
const EVER_MS = 100 * 365 * 24 * 60 * 60_000

/** Until when, in milliseconds; the morning is that of this device: today's when it is night, else tomorrow's. */
export function quietUntil(quietFor: QuietFor, now: number): number {
  if (quietFor === 'hour') return now + 60 * 60_000
  if (quietFor === 'ever') return now + EVER_MS
  const morning = new Date(now)
  morning.setHours(MORNING_HOUR, 0, 0, 0)
  if (morning.getTime() <= now) morning.setDate(morning.getDate() + 1)
  return morning.getTime()
}

/** Whether that is so far away that nobody needs the date. */
export const isForEver = (until: number, now: number): boolean => until - now > EVER_MS / 2

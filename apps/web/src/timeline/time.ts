import { date } from '../words/formats.ts'

/** `14:02`, or as the viewer writes it. */
export function shortTime(at: number): string {
  return date(at, { hour: 'numeric', minute: '2-digit' })
}

/** Day and time in full, for whoever asks. */
export function fullTime(at: number): string {
  return date(at, { dateStyle: 'full', timeStyle: 'short' })
}

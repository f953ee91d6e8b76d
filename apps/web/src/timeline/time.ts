const short = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })

/** `14:02`, or as the viewer writes it. */
export function shortTime(at: number): string {
  return short.format(at)
}

/** Day and time in full, for whoever asks. */
export function fullTime(at: number): string {
  return full.format(at)
}

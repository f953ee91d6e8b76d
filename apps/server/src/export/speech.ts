import { EXPORT_WORDS, type ExportWords } from './words.ts'

/** How an export speaks: the words of a language, and times and numbers as they are written there. */
export type Speech = {
  words: ExportWords
  language: string
  direction: 'ltr' | 'rtl'
  zone: string
  /** `2026-11-24`: the same for all moments of a day, where whoever reads is. */
  dayOf(at: number): string
  /** `Tuesday, 24 November 2026`. */
  longDay(at: number): string
  /** `14:05`. */
  time(at: number): string
  number(value: number): string
  /** `640 byte`, `1.2 MB`. */
  size(bytes: number): string
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte']

/** What is asked for may be anything: what is no language or no zone becomes English, and UTC. */
export function speechOf(wanted: { locale: string; zone: string }): Speech {
  const locale = localeOf(wanted.locale)
  const language = new Intl.Locale(locale).language
  const zone = isZone(wanted.zone) ? wanted.zone : 'UTC'
  const days = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const longDays = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'full' })
  const times = new Intl.DateTimeFormat(locale, { timeZone: zone, timeStyle: 'short' })
  const numbers = new Intl.NumberFormat(locale)
  return {
    words: EXPORT_WORDS[language] ?? EXPORT_WORDS.en,
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    zone,
    dayOf: (at) => days.format(at),
    longDay: (at) => longDays.format(at),
    time: (at) => times.format(at),
    number: (value) => numbers.format(value),
    size(bytes) {
      const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
      const value = bytes / 1_000 ** step
      const unitDisplay = step === 0 ? 'long' : 'short'
      const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0
      const style = {
        style: 'unit',
        unit: UNITS[step] ?? 'byte',
        unitDisplay,
        maximumFractionDigits,
      } as const
      return new Intl.NumberFormat(locale, style).format(value)
    },
  }
}

function localeOf(wanted: string): string {
  try {
    const [locale = ''] = Intl.getCanonicalLocales(wanted.slice(0, 35))
    return Object.hasOwn(EXPORT_WORDS, new Intl.Locale(locale).language) ? locale : 'en-GB'
  } catch {
    return 'en-GB'
  }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone.slice(0, 64) })
    return zone !== ''
  } catch {
    return false
  }
}

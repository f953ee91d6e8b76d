import { locale } from './locale.svelte.ts'

// Making a formatter costs a hundred times what using it does.
const made = new Map<string, unknown>()

function kept<Format>(key: string, make: () => Format): Format {
  const known = made.get(key)
  if (known) return known as Format
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

/** A number as it is written here: `1,234`, `1.234`, `١٬٢٣٤`. */
export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `number ${locale()} ${JSON.stringify(options)}`
  return kept(key, () => new Intl.NumberFormat(locale(), options)).format(value)
}

/** A count in a badge: above 99 the exact number says nothing more. */
export function badgeNumber(count: number): string {
  return count > 99 ? `${number(99)}+` : number(count)
}

/** How long in words: `20 seconds`, above a minute and a half in minutes. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  const [value, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return number(value, { style: 'unit', unit, unitDisplay: 'long' })
}

/** A moment as it is written here; `options` say which parts of it. */
export function date(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = `date ${locale()} ${JSON.stringify(options)}`
  return kept(key, () => new Intl.DateTimeFormat(locale(), options)).format(at)
}

/** A day seen from today, in words where there are any: `today`, `yesterday`, `3 days ago`. */
export function relativeDay(days: number): string {
  const format = kept(
    `relative ${locale()}`,
    () => new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }),
  )
  return format.format(days, 'day')
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return kept(`list ${locale()}`, () => new Intl.ListFormat(locale(), { type: 'conjunction' })).format(items)
}

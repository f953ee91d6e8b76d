/** The first that stands in a user agent is meant: nearly all of them say that they are some of the later ones, too. */
const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|Opera|OPiOS)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
] as const

const SYSTEMS = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b/],
] as const

/** User agents longer than this are nothing a browser says. */
const LENGTH_MAX = 512

/**
 * What a device is called in the list of one's own, by what its browser says it is: `Firefox · Android`. Names of products, so in no language.
 * Empty where neither is known; nothing of what was sent is in it.
 */
export function deviceLabel(userAgent: string | undefined): string {
  if (userAgent === undefined || userAgent.length > LENGTH_MAX) return ''
  return [BROWSERS, SYSTEMS]
    .flatMap((known) => known.find(([, sign]) => sign.test(userAgent))?.[0] ?? [])
    .join(' · ')
}

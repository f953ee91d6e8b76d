import { withoutTurns } from './bidi.ts'

const HARMLESS = new Set(['http:', 'https:', 'mailto:'])

/**
 * The address a link leads to, as the browser itself reads it: what was judged is what is followed. Null for anything but a
 * whole address of the web or of a mailbox.
 */
export function harmlessHref(address: string): string | null {
  const url = URL.parse(address)
  if (!url || !HARMLESS.has(url.protocol)) return null
  return url.href
}

/**
 * Whether somebody who reads `label` knows where `href` leads. An address in letters other than ASCII can look like another one,
 * and whoever has a name in front of an `@` may be mistaken for the place, so those never do.
 */
export function isHonest(label: string, href: string): boolean {
  if (withoutTurns(label) !== label) return false
  const target = new URL(href)
  if (target.protocol !== 'mailto:' && (target.username !== '' || target.password !== '')) return false
  if (target.hostname.includes('xn--') && !label.toLowerCase().includes('xn--')) return false
  const text = label.trim()
  const prefix = target.protocol === 'mailto:' ? 'mailto:' : 'https://'
  const said = harmlessHref(text) ?? harmlessHref(prefix + text)
  return said !== null && bare(said) === bare(href)
}

/** Without what nobody looks at: whether it is encrypted, and a slash at the end. */
function bare(href: string): string {
  return href.replace(/^(?:https?:\/\/|mailto:)/, '').replace(/\/$/, '')
}

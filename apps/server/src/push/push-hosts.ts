/**
 * The push services of the browsers there are. An endpoint is a URL that a stranger gives, and the server goes there: so these are all
 * the places it goes to, with what `CONFAB_PUSH_HOSTS` adds. `*.` stands for one or more names in front.
 */
export const KNOWN_PUSH_HOSTS = [
  // Chrome and what is made of it.
  'fcm.googleapis.com',
  'jmt17.google.com',
  // Firefox.
  '*.push.services.mozilla.com',
  // Safari.
  '*.push.apple.com',
  // Edge.
  '*.notify.windows.com',
] as const

/** What an endpoint is written with. The parser of URLs lets go what is outside, and what it read would not be what was given. */
const WRITTEN = /^[\u0021-\u007e]+$/

/** Whether an endpoint lies at one of these hosts, each of which may name a port: https, and nobody's name or password in it. */
export function isPushEndpoint(endpoint: string, hosts: readonly string[]): boolean {
  if (!WRITTEN.test(endpoint) || !URL.canParse(endpoint)) return false
  const { protocol, username, password, host } = new URL(endpoint)
  if (protocol !== 'https:' || username !== '' || password !== '') return false
  return hosts.some((known) => (known.startsWith('*.') ? isBelow(host, known.slice(1)) : host === known))
}

/** `suffix` begins with its dot. */
const isBelow = (host: string, suffix: string): boolean =>
  host.endsWith(suffix) && host.length > suffix.length && !host.startsWith('.')

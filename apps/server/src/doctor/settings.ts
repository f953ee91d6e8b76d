import type { Config } from '../config.ts'
import { type Finding, look, well, wrong } from './finding.ts'

/** Networks in which everybody is. */
const EVERYBODY = /\/0+$/

const LOCAL_LISTENER = /^(127\.|::1$|localhost$)/
const LOCAL_ORIGIN = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/

/** Looks at settings that can be read, and are most likely not meant so. */
export function examineSettings({
  trustedProxies,
  host,
  allowedOrigins,
  about,
}: Pick<Config, 'trustedProxies' | 'host' | 'allowedOrigins' | 'about'>): Finding[] {
  const findings: Finding[] = []
  if (trustedProxies?.some((proxy) => EVERYBODY.test(proxy)))
    findings.push(
      wrong(
        'CONFAB_TRUST_PROXY names everybody: whoever claims another address is believed, and no limit by address holds.',
        'Name your proxies alone: loopback, an address, or a network that strangers are not in.',
      ),
    )
  if (trustedProxies === null && LOCAL_LISTENER.test(host))
    findings.push(
      look(
        'Only this machine reaches the server, and CONFAB_TRUST_PROXY names no proxy: behind one, all people would count as one address.',
        'Where a proxy on this machine is in front, set CONFAB_TRUST_PROXY=loopback.',
      ),
    )
  for (const origin of allowedOrigins)
    if (origin.startsWith('http:') && !LOCAL_ORIGIN.test(origin))
      findings.push(
        look(
          `The app at ${origin} comes by http: whoever is on the way can change it, and read with it what people say.`,
          'Serve it by https, and name that in CONFAB_ALLOWED_ORIGINS.',
        ),
      )
  const keys = about.creationKeys.length
  findings.push(
    well(
      keys === 0
        ? 'Everybody who gets to the server may make rooms.'
        : `Rooms are made with a key, of which there ${keys === 1 ? 'is one' : `are ${keys}`}.`,
    ),
  )
  return findings
}

import type { Arrival } from '../http/arrival-route.ts'
import { type Finding, look, well, wrong } from './finding.ts'

/** An address nobody has: whoever is taken for this one claimed to be. */
export const CLAIMED = '192.0.2.77'

/** Addresses of machines and networks of one's own, which the settings may well name as proxies. */
const OWN = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|::ffff:|f[cd]|fe80:)/i

/** What came of asking twice: as one who says nothing of where they come from, and as one who claims another address. */
export type Arrivals = { plain: Arrival; claiming: Arrival }

/** Looks at what the server makes of what the proxy says. `isSecure`: people come by https, so that there is a proxy; `isLocal`: asked on the server's own machine. */
export function examineArrival(
  { plain, claiming }: Arrivals,
  { isSecure, isLocal }: { isSecure: boolean; isLocal: boolean },
): Finding[] {
  if (plain.forwarded === 'not-believed')
    return [
      wrong(
        'The proxy says where people come from, and is not believed: all of them share its limits, and count as one address.',
        'Name the proxy in CONFAB_TRUST_PROXY: loopback when it is on the same machine, otherwise its address or network.',
      ),
    ]
  if (plain.forwarded === 'none') {
    // Without TLS, and asked from here, there may well be no proxy.
    if (!isSecure && (isLocal || !plain.isFromHere)) return []
    return [
      wrong(
        'The proxy does not say where people come from: all of them share its limits, and count as one address.',
        'Let it send X-Forwarded-For and X-Forwarded-Proto: docs/self-hosting.md has the lines for nginx.',
      ),
    ]
  }
  const findings: Finding[] = []
  if (isSecure && plain.protocol !== 'https')
    findings.push(
      wrong(
        'The server does not know that people come by https: it leaves out headers that only count there.',
        'Let the proxy send X-Forwarded-Proto: https.',
      ),
    )
  if (claiming.address === CLAIMED) findings.push(claimedBelieved(plain.address ?? ''))
  return findings.length > 0
    ? findings
    : [well('The server knows where people come from, and believes the proxy alone.')]
}

function claimedBelieved(from: string): Finding {
  const words = 'Whoever claims another address is believed: no limit and no ban by address holds.'
  const advice =
    'Let the proxy write X-Forwarded-For anew, or add to it, and name no more in CONFAB_TRUST_PROXY than your proxies.'
  return OWN.test(from)
    ? look(
        words,
        `${advice} Where the doctor itself asks from such a machine, that may be why: ask from elsewhere.`,
      )
    : wrong(words, advice)
}

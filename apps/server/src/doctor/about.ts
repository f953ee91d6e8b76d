import type { ServerAbout } from '@confab/protocol'
import { type Finding, faultWords, look, well, wrong } from './finding.ts'

/** Asks for something; as much of the answer as it takes. */
export type Get = (url: URL, headers?: Record<string, string>) => Promise<Response>

/** Looks at what the server says of itself, and whether the app's pages may read it and its links lead anywhere. */
export async function examineAbout(server: URL, appOrigin: string, get: Get): Promise<Finding[]> {
  const answer = await get(new URL('/about', server), { origin: appOrigin }).catch(faultWords)
  const said =
    typeof answer === 'string' ? null : ((await answer.json().catch(() => null)) as ServerAbout | null)
  if (typeof answer === 'string' || answer.status !== 200 || said === null)
    return [
      look(
        `The server does not say whose it is (${typeof answer === 'string' ? answer : answer.status}).`,
        'Let the proxy pass all addresses to the server; an older server has none of this.',
      ),
    ]
  const findings = [
    well(
      said.creation === 'key'
        ? 'Rooms are made by those who have a key.'
        : 'Everybody who gets here may make rooms.',
    ),
  ]
  const allowed = answer.headers.get('access-control-allow-origin')
  if (appOrigin !== server.origin && allowed !== appOrigin)
    findings.push(
      wrong(
        `Pages from ${appOrigin} may not read what the server answers: Access-Control-Allow-Origin is ${allowed ?? 'not there'}.`,
        'Name the origin in CONFAB_ALLOWED_ORIGINS, and let the proxy neither take that header away nor add one.',
      ),
    )
  for (const [what, link] of [
    ['terms', said.termsUrl],
    ['contact', said.contact],
  ] as const)
    if (link?.startsWith('http')) findings.push(await examineLink(what, new URL(link), get))
  return findings
}

async function examineLink(what: string, link: URL, get: Get): Promise<Finding> {
  const answer = await get(link).catch(faultWords)
  if (typeof answer !== 'string') await answer.body?.cancel()
  const words = typeof answer === 'string' ? answer : `the answer is ${answer.status}`
  return typeof answer === 'string' || answer.status >= 400
    ? look(`The link to your ${what} leads nowhere: ${words}.`, `It is ${link.href}, by the settings.`)
    : well(`The link to your ${what} leads somewhere.`)
}

/** Looks at what answers by http where people come by https; null when nothing does. */
export function examinePlain(answer: { status: number; location: string | null } | null): Finding[] {
  if (answer === null) return []
  const { status, location } = answer
  const leadsToTls = status >= 300 && status < 400 && /^https:/i.test(location ?? '')
  return leadsToTls || status >= 400
    ? [well('Whoever comes by http is sent on to https, or gets nothing.')]
    : [
        wrong(
          `What comes by http is answered there too (${status}): everybody on the way can read along.`,
          'Let the proxy send all that comes by http on to https.',
        ),
      ]
}

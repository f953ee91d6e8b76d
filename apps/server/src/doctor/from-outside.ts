import { connect } from 'node:tls'
import type { Arrival } from '../http/arrival-route.ts'
import { examineAbout, examinePlain } from './about.ts'
import { CLAIMED, examineArrival } from './arrival.ts'
import { type Finding, faultWords, look, well, wrong } from './finding.ts'
import { examineAsset, examineHeaders } from './headers.ts'
import { holdLine, PATIENCE_MS, tryUpgrade } from './line.ts'

/** What is looked at: where the server is, where the app is when a CDN has it, and whether to wait for what cuts silent lines. */
export type Outside = { server: URL; app: URL | null; isLong: boolean }

/** Longer than the minute after which most proxies cut what is silent, in milliseconds. */
const LONG_MS = 75_000

const DAY_MS = 24 * 60 * 60 * 1_000
const CERTIFICATE_DAYS = 14
const CLOCK_MS = 60_000

/** Hosts to which browsers grant everything without TLS. */
const LOCAL_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** A page nobody has. Who lets it connect lets everybody. */
const STRANGER = 'https://stranger.invalid'

const get = (url: URL, headers: Record<string, string> = {}) =>
  fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })

/** Looks at a server as people reach it: through the proxy, the network and the CDN. Tells what it finds as it goes. */
export async function* examineFromOutside({ server, app, isLong }: Outside): AsyncGenerator<Finding> {
  const health = await examineHealth(server)
  yield* health.findings
  if (!health.isConfab) return
  yield* await examineTls(server)
  yield* await examineWay(server)
  yield* await examinePage(app ?? server, server)
  yield* await examineLine(server, (app ?? server).origin, isLong)
  yield await examinePiece(server)
  yield* await examineAbout(server, (app ?? server).origin, get)
}

async function examineHealth(server: URL): Promise<{ isConfab: boolean; findings: Finding[] }> {
  const nobody = (words: string, advice: string) => ({ isConfab: false, findings: [wrong(words, advice)] })
  try {
    const health = await get(new URL('/healthz', server))
    const body: unknown = await health.json().catch(() => null)
    if (health.status >= 300 && health.status < 400)
      return nobody(
        `${server.origin} sends people on to ${health.headers.get('location')}.`,
        'Ask the doctor about the address people end up at.',
      )
    if (health.status !== 200 || !(body && typeof body === 'object' && 'ok' in body))
      return nobody(
        `Something answers at ${server.origin}, and it is not Confab (${health.status}).`,
        'Look where the proxy sends people, and whether the server runs.',
      )
    const findings = [well(`Confab answers at ${server.origin}.`)]
    const ready = await get(new URL('/readyz', server))
    if (ready.status !== 200)
      findings.push(
        wrong(
          `It wants nobody new: ${await ready.text()}`,
          '“When something is wrong” in docs/self-hosting.md tells more.',
        ),
      )
    const skewMs = Date.now() - Date.parse(health.headers.get('date') ?? '')
    if (Math.abs(skewMs) > CLOCK_MS)
      findings.push(
        look(
          `Its clock and this machine’s are ${Math.round(Math.abs(skewMs) / 1_000)} s apart.`,
          'Messages bear the server’s time: let both follow a time server.',
        ),
      )
    return { isConfab: true, findings }
  } catch (error) {
    return nobody(
      `Nothing answers at ${server.origin}: ${faultWords(error)}.`,
      'Look whether the server and the proxy run, and whether the name leads to this machine.',
    )
  }
}

/** What the server makes of how people come: whose word it takes for it, and whether there is a way without TLS beside. */
async function examineWay(server: URL): Promise<Finding[]> {
  const isSecure = server.protocol === 'https:'
  const ask = async (headers: Record<string, string> = {}) => {
    const answer = await get(new URL('/arrival', server), headers).catch(() => null)
    // An older server has no such address.
    return answer?.status === 200 ? ((await answer.json().catch(() => null)) as Arrival | null) : null
  }
  const plain = await ask()
  const claiming = await ask({ 'x-forwarded-for': CLAIMED })
  const isLocal = LOCAL_HOST.test(server.hostname)
  const findings = plain && claiming ? examineArrival({ plain, claiming }, { isSecure, isLocal }) : []
  // Behind another port nobody knows where http would be.
  return isSecure && server.port === '' ? [...findings, ...examinePlain(await askPlain(server))] : findings
}

async function askPlain(server: URL): Promise<{ status: number; location: string | null } | null> {
  const address = new URL('/', server)
  address.protocol = 'http:'
  const answer = await get(address).catch(() => null)
  await answer?.body?.cancel()
  return answer && { status: answer.status, location: answer.headers.get('location') }
}

async function examineTls(server: URL): Promise<Finding[]> {
  if (server.protocol === 'http:') {
    if (LOCAL_HOST.test(server.hostname)) return []
    return [
      wrong(
        'People come by http: everybody on the way can read along, and browsers keep notifications and more from such pages.',
        'Put a proxy with TLS in front: “A proxy in front” in docs/self-hosting.md.',
      ),
    ]
  }
  const days = Math.floor((await certificateEnds(server)) / DAY_MS)
  return [
    days < CERTIFICATE_DAYS
      ? look(`The certificate ends in ${days} days.`, 'Look whether the proxy renews it by itself.')
      : well(`The certificate is good for ${days} days.`),
  ]
}

/** In how many milliseconds the certificate ends. That it is trusted is known: something was fetched. */
async function certificateEnds(server: URL): Promise<number> {
  const socket = connect({
    host: server.hostname,
    port: Number(server.port || 443),
    servername: server.hostname,
  })
  try {
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
    return Date.parse(socket.getPeerCertificate().valid_to) - Date.now()
  } finally {
    socket.destroy()
  }
}

async function examinePage(place: URL, server: URL): Promise<Finding[]> {
  const page = new URL('/', place)
  const answer = await get(page).catch(faultWords)
  if (typeof answer === 'string')
    return [wrong(`The app does not answer at ${page.origin}: ${answer}.`, 'Look whether its host is there.')]
  const html = await answer.text()
  const script = /<script[^>]*\bsrc="([^"]*\/assets\/[^"]+\.js)"/.exec(html)?.[1]
  if (answer.status !== 200 || script === undefined)
    return [
      wrong(
        `There is no app at ${page.origin} (${answer.status}).`,
        'Build it with `npx -y pnpm build`. Where a CDN has it, name that: confab doctor <server> --app <address>.',
      ),
    ]
  const findings = [...examineHeaders(answer.headers, { page, server }), ...examineMeta(html, page, server)]
  const asset = await get(new URL(script, page), { 'accept-encoding': 'br, gzip' })
  await asset.body?.cancel()
  return [...findings, ...examineAsset(asset.headers)]
}

/** Which server the page itself says it belongs to. */
function examineMeta(html: string, page: URL, server: URL): Finding[] {
  const said = /<meta name="confab-server" content="([^"]*)"/.exec(html)?.[1] || page.origin
  if (said === server.origin) return []
  return [
    wrong(
      `The app at ${page.origin} talks to ${said}, not to ${server.origin}.`,
      'Build it for this server, or point it there: “CONFAB_SERVER_URL” in the README.',
    ),
  ]
}

async function examineLine(server: URL, origin: string, isLong: boolean): Promise<Finding[]> {
  const opened = await tryUpgrade(server, origin).catch(faultWords)
  if (opened !== 'opened') return [lineRefused(opened, origin)]
  const findings: Finding[] = []
  const stranger = await tryUpgrade(server, STRANGER).catch(faultWords)
  if (stranger === 'opened')
    findings.push(
      wrong(
        'A page of any other site may connect.',
        'The proxy changes the Origin of a request, or the Host: let both through as they came.',
      ),
    )
  const line = await holdLine(server, origin, isLong ? LONG_MS : 0)
  if (!line.welcomed)
    findings.push(
      wrong(
        `A line opens, but nobody is welcomed (${line.closedWith ?? 'silence'}).`,
        'The proxy holds back what the server says: let it pass WebSockets untouched, without buffers.',
      ),
    )
  else if (line.closedWith !== null)
    findings.push(
      wrong(
        `A silent line was cut after ${Math.round(line.stoodMs / 1_000)} s (${line.closedWith}).`,
        'The server says something every 25 s; let the proxy wait 60 s at least before it cuts.',
      ),
    )
  else
    findings.push(
      well(
        isLong
          ? `A line stands, ${line.heartbeats} heartbeats came in ${LONG_MS / 1_000} s.`
          : 'A line opens and is welcomed.',
      ),
    )
  return findings
}

function lineRefused(answer: number | string, origin: string): Finding {
  if (answer === 403)
    return wrong(
      `Pages from ${origin} may not connect.`,
      'Name that origin in CONFAB_ALLOWED_ORIGINS; where the app comes from the server itself, let the proxy keep the Host.',
    )
  if (answer === 503)
    return look(
      'The server takes no more lines just now.',
      'Ask again in a while; docs/limits.md tells the bounds.',
    )
  return wrong(
    `No line opens at /ws: ${typeof answer === 'number' ? `the answer is ${answer}` : answer}.`,
    'Let the proxy pass WebSockets at /ws (Upgrade and Connection): docs/self-hosting.md has the lines for Caddy and nginx.',
  )
}

/** Pieces of files are a MiB. Who sends one unasked is turned away by the server, not by what stands in front. */
async function examinePiece(server: URL): Promise<Finding> {
  const answer = await fetch(new URL('/uploads/doctor', server), {
    method: 'PATCH',
    headers: { 'content-type': 'application/octet-stream', 'upload-offset': '0' },
    body: new Uint8Array(1024 * 1024),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(faultWords)
  if (typeof answer !== 'string') await answer.body?.cancel()
  if (typeof answer !== 'string' && answer.status !== 413) return well('Files get through.')
  return look(
    `What stands in front lets no file through: ${typeof answer === 'string' ? answer : 'the answer is 413'}.`,
    'Let bodies of 1 MiB pass: nginx does unless client_max_body_size is below 1m.',
  )
}

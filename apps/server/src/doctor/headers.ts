import { type Finding, look, well, wrong } from './finding.ts'

/** Where a page of the app was asked for, and which server it is to talk to (its own origin, or another). */
export type PagePlace = { page: URL; server: URL }

/** What a header must be, and what it costs when it is not. */
type Wanted = { name: string; isRight(value: string): boolean; otherwise: string }

const WANTED: readonly Wanted[] = [
  {
    name: 'x-content-type-options',
    isRight: (value) => value === 'nosniff',
    otherwise: 'a browser may take a file for something it is not',
  },
  {
    name: 'referrer-policy',
    isRight: (value) => value === 'no-referrer',
    otherwise: 'links people follow tell other sites the code of the room',
  },
  {
    name: 'permissions-policy',
    isRight: (value) => value.includes('camera=()'),
    otherwise: 'the page may ask for a camera it never needs',
  },
]

/** These only count over TLS, and on a host of one's own machine. */
const WANTED_OVER_TLS: readonly Wanted[] = [
  {
    name: 'strict-transport-security',
    isRight: (value) => Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0) >= 15_552_000,
    otherwise: 'a first visit by http can be listened to',
  },
  {
    name: 'cross-origin-opener-policy',
    isRight: (value) => value === 'same-origin',
    otherwise: 'a page that opened the app keeps hold of its window',
  },
]

/** What the policy must forbid. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
]

const ADVICE =
  'Send the headers as the build wrote them: the server does by itself, for a CDN they are in dist/_headers. A proxy must not add its own.'

/** Looks through the headers of the app's page. */
export function examineHeaders(headers: Headers, { page, server }: PagePlace): Finding[] {
  const wanted = page.protocol === 'https:' ? [...WANTED, ...WANTED_OVER_TLS] : WANTED
  const findings = wanted.flatMap(({ name, isRight, otherwise }) => {
    const value = headers.get(name)
    if (value === null) return [wrong(`The page has no ${name}: ${otherwise}.`, ADVICE)]
    // Two of one name come as one, with a comma between.
    return isRight(value) ? [] : [wrong(`The page has ${name}: ${value}. So ${otherwise}.`, ADVICE)]
  })
  findings.push(...examinePolicy(headers.get('content-security-policy'), { page, server }))
  return findings.length > 0 ? findings : [well('The page comes with all headers that keep it safe.')]
}

function examinePolicy(policy: string | null, { page, server }: PagePlace): Finding[] {
  if (policy === null)
    return [
      wrong('The page has no content-security-policy: a flaw in it could run a stranger’s script.', ADVICE),
    ]
  const directives = policy.split(/[;,]/).map((directive) => directive.trim())
  const missing = DIRECTIVES.filter((directive) => !directives.includes(directive))
  const findings = missing.map((directive) =>
    wrong(`The content-security-policy lacks ${directive}.`, ADVICE),
  )
  if (page.origin === server.origin) return findings
  const socket = server.origin.replace(/^http/, 'ws')
  const connects = directives.find((directive) => directive.startsWith('connect-src ')) ?? ''
  if (![server.origin, socket].every((origin) => connects.split(' ').includes(origin)))
    findings.push(
      wrong(
        `The page may not connect to ${server.origin}: its policy says “${connects || 'nothing of connect-src'}”.`,
        'Build the app for this server: CONFAB_SERVER_URL in the README.',
      ),
    )
  return findings
}

/** Looks at how a hashed file of the app came. */
export function examineAsset(headers: Headers): Finding[] {
  const findings: Finding[] = []
  if (!headers.get('content-encoding'))
    findings.push(
      look(
        'The app’s script comes unpacked, three times as long as it need be.',
        'Let Accept-Encoding through, and do not unpack on the way: the server has everything packed already.',
      ),
    )
  if (!/immutable|max-age=\d{7,}/.test(headers.get('cache-control') ?? ''))
    findings.push(
      look(
        'Browsers are told to ask for the app’s script again at every visit.',
        'Leave the Cache-Control of /assets as it is: those files never change under their name.',
      ),
    )
  return findings.length > 0 ? findings : [well('The app comes packed, and browsers may keep it.')]
}

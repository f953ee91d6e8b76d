import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../observability/log.ts'

/** Headers of the app's pages, as the app's build wrote them down: the same that a CDN is told to send. */
type SecurityHeaders = Record<string, string>

/** Files whose name holds a hash of their content never change. */
const FOREVER = 'public, max-age=31536000, immutable'

/** Only a page over TLS may say this: on a plain address browsers ignore it, and complain of the second on the console. */
const NEEDS_TLS = ['Strict-Transport-Security', 'Cross-Origin-Opener-Policy']

/** Hosts whose pages browsers trust without TLS, so their openers are kept out as well. */
const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])$/

/**
 * The browser app: its built files, precompressed, and its page for every address it routes by itself. An app that is not
 * there, or only half built, is left out with a word in the log; the server serves without it.
 */
export async function addWebApp(app: FastifyInstance, directory: string, log: Log): Promise<void> {
  const headers = readSecurityHeaders(directory)
  if (!headers || !existsSync(join(directory, 'index.html'))) {
    log.warn('web-app-absent')
    return
  }
  app.addHook('onSend', async (request, reply) => {
    // A file people sent says itself what a browser may do with it.
    for (const [name, value] of Object.entries(headersFor(request, headers)))
      if (!reply.hasHeader(name)) reply.header(name, value)
  })
  const assets = join(directory, 'assets', sep)
  await app.register(fastifyStatic, {
    root: directory,
    preCompressed: true,
    index: false,
    wildcard: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('cache-control', path.startsWith(assets) ? FOREVER : 'no-cache')
    },
  })
  app.get('/', (_request, reply) => reply.sendFile('index.html'))
  app.get('/r/:code', (_request, reply) => reply.sendFile('index.html'))
  // A link to a message of the room.
  app.get('/r/:code/:sequence(^\\d{1,15}$)', (_request, reply) => reply.sendFile('index.html'))
}

function headersFor({ protocol, hostname }: FastifyRequest, headers: SecurityHeaders): SecurityHeaders {
  if (protocol === 'https') return headers
  const isLocal = LOCAL_HOST.test(hostname)
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !NEEDS_TLS.includes(name) || (isLocal && name === 'Cross-Origin-Opener-Policy'),
    ),
  )
}

/** Null when the build has not written them, or not to the end. */
function readSecurityHeaders(directory: string): SecurityHeaders | null {
  try {
    return JSON.parse(readFileSync(join(directory, 'security-headers.json'), 'utf8')) as SecurityHeaders
  } catch {
    return null
  }
}

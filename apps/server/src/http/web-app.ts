import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Headers of the app's pages, as the app's build wrote them down: the same that a CDN is told to send. */
type SecurityHeaders = Record<string, string>

/** Files whose name holds a hash of their content never change. */
const FOREVER = 'public, max-age=31536000, immutable'

/** The browser app: its built files, precompressed, and its page for every address it routes by itself. */
export async function addWebApp(app: FastifyInstance, directory: string): Promise<void> {
  const headers = readSecurityHeaders(directory)
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(headers)
  })
  await app.register(fastifyStatic, {
    root: directory,
    preCompressed: true,
    index: false,
    wildcard: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('cache-control', path.includes('/assets/') ? FOREVER : 'no-cache')
    },
  })
  app.get('/', (_request, reply) => reply.sendFile('index.html'))
  app.get('/r/:code', (_request, reply) => reply.sendFile('index.html'))
}

function readSecurityHeaders(directory: string): SecurityHeaders {
  return JSON.parse(readFileSync(join(directory, 'security-headers.json'), 'utf8')) as SecurityHeaders
}

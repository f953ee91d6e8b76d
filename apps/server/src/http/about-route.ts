import type { ServerAbout } from '@confab/protocol'
import type { FastifyInstance } from 'fastify'
import type { AboutConfig } from '../about-config.ts'
import { allowOrigins } from './cross-origin.ts'

/** Who makes rooms, as anybody may know it. */
export const creationOf = ({ creationKeys }: AboutConfig): ServerAbout['creation'] =>
  creationKeys.length > 0 ? 'key' : 'open'

/** `GET /about`: what whoever runs the server says of it. It is settings alone, so it is answered whatever else fails. */
export async function addAboutRoute(
  app: FastifyInstance,
  { about, allowedOrigins }: { about: AboutConfig; allowedOrigins: readonly string[] },
): Promise<void> {
  const { termsUrl, contact } = about
  const answer: ServerAbout = { creation: creationOf(about), termsUrl, contact }
  await app.register(async (routes) => {
    routes.addHook('onRequest', allowOrigins(allowedOrigins, { methods: 'GET', headers: '' }))
    routes.get('/about', async (_request, reply) => reply.header('cache-control', 'no-cache').send(answer))
  })
}

import type { FastifyReply, FastifyRequest } from 'fastify'

/** How long a browser may remember that it may ask, in seconds. */
const REMEMBERED_SECONDS = 600

/**
 * Lets pages of the allowed origins read the answer: those the app is served from when a CDN serves it. No cookie has any meaning here, so
 * there is nothing a page of another origin could ride on; it only cannot read the answer.
 */
export function allowOrigins(
  allowedOrigins: readonly string[],
  allow: { methods: string; headers: string; shows?: readonly string[] },
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.header('vary', 'origin')
    const { origin } = request.headers
    if (origin === undefined || !allowedOrigins.includes(origin)) return
    reply.header('access-control-allow-origin', origin)
    const shown = ['retry-after', 'content-range', ...(allow.shows ?? [])]
    reply.header('access-control-expose-headers', shown.join(', '))
    if (request.method !== 'OPTIONS') return
    reply.header('access-control-allow-methods', allow.methods)
    reply.header('access-control-allow-headers', allow.headers)
    reply.header('access-control-max-age', String(REMEMBERED_SECONDS))
  }
}

import type { FastifyInstance } from 'fastify'

/** Why a node should be sent nobody: it goes down, its store takes nothing new, or cannot be trusted any more. */
export type NotReady = 'draining' | 'store-unavailable' | 'store-damaged'

/**
 * `/healthz`: the process answers. `/readyz`: it takes people and what they say; load balancers ask it before sending any.
 * `whyNotReady` is null when it does.
 */
export function addHealthRoutes(app: FastifyInstance, whyNotReady: () => NotReady | null): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const reason = whyNotReady()
    return reply
      .code(reason === null ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(reason === null ? { ready: true } : { ready: false, reason })
  })
}

import type { FastifyInstance } from 'fastify'

/** `/healthz`: the process answers. `/readyz`: it takes people; load balancers ask it before sending any. */
export function addHealthRoutes(app: FastifyInstance, isReady: () => boolean): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const ready = isReady()
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready })
  })
}

import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * How a request came here, told to whoever sent it. `none`: nobody in between said where it comes from; `not-believed`: somebody did whom
 * `CONFAB_TRUST_PROXY` does not name. `address` is what is taken for the asker's own, and null where it could be a proxy's.
 */
export type Arrival = {
  forwarded: 'none' | 'not-believed' | 'believed'
  address: string | null
  protocol: string
  /** Who handed it over is on this machine. */
  isFromHere: boolean
}

const HERE = /^(127\.|::1$|::ffff:127\.)/

/** `GET /arrival`: for `confab doctor`, which asks through the proxy and cannot see otherwise what the server makes of its word. */
export function addArrivalRoute(app: FastifyInstance): void {
  app.get('/arrival', async (request, reply) =>
    reply.header('cache-control', 'no-store').send(arrivalOf(request)),
  )
}

function arrivalOf(request: FastifyRequest): Arrival {
  const forwarded = howForwarded(request)
  return {
    forwarded,
    address: forwarded === 'believed' ? request.ip : null,
    protocol: request.protocol,
    isFromHere: HERE.test(request.socket.remoteAddress ?? ''),
  }
}

/** The first of `ips` is who handed it over; whoever is believed adds further ones. */
function howForwarded({ headers, ips = [] }: FastifyRequest): Arrival['forwarded'] {
  if (headers['x-forwarded-for'] === undefined) return 'none'
  return ips.length > 1 ? 'believed' : 'not-believed'
}

import type { FastifyRequest } from 'fastify'

/** Where a request comes from. Who has hung up meanwhile has no address any more, whatever the types say, and all such share one. */
export function addressOf(request: FastifyRequest): string {
  const address: string | undefined = request.ip
  return address ?? ''
}

import type { FastifyRequest } from 'fastify'

/** A page of this server itself, or one on the list. Programs that are not pages send no origin and carry nobody's token. */
export function isOriginAllowed({ headers }: FastifyRequest, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === host || allowedOrigins.includes(origin)
}

import { isIdentityToken } from '@confab/protocol'
import type { FastifyRequest } from 'fastify'
import { hashToken } from '../identities/tokens.ts'
import type { TokenHash } from '../store/store.ts'

/** Whose token a request shows; null for none that could be one. */
export function bearerOf({ headers }: FastifyRequest): TokenHash | null {
  const token = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(headers.authorization ?? '')?.[1]
  return isIdentityToken(token) ? hashToken(token) : null
}

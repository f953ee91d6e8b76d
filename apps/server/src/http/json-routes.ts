import { ACCOUNT_REFUSALS, type AccountRefusal, type ReportRefusal } from '@confab/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { UPLOAD_RETRY_MS } from '../limits.ts'
import { StoreUnavailable } from '../store/store.ts'
import { allowOrigins } from './cross-origin.ts'

/** What routes about identities stand on. */
export type JsonRoutesOptions = { allowedOrigins: readonly string[]; isReady(): boolean }

/** What came of a question: the answer, or why there is none. */
export type JsonAnswer =
  | { ok: true; answer: unknown }
  | { ok: false; refusal: AccountRefusal | ReportRefusal }

/** One `POST`: what is asked, as JSON, and what comes of it. */
export type JsonRoute = (request: FastifyRequest) => Promise<JsonAnswer>

/** What somebody asks who shows no token, or nothing that can be asked. */
export const NOT_AUTHENTICATED: JsonAnswer = { ok: false, refusal: { code: 'not-authenticated' } }
export const INVALID: JsonAnswer = { ok: false, refusal: { code: 'invalid' } }

const AWAY: AccountRefusal = { code: 'unavailable', retryAfterMs: UPLOAD_RETRY_MS }

/** Adds routes that take and give JSON, from pages of the allowed origins too: refused alike, kept by no cache. */
export async function addJsonRoutes(
  app: FastifyInstance,
  { allowedOrigins, isReady }: JsonRoutesOptions,
  paths: Readonly<Record<string, JsonRoute>>,
): Promise<void> {
  await app.register(async (routes) => {
    const methods = { methods: 'POST', headers: 'authorization, content-type' }
    routes.addHook('onRequest', allowOrigins(allowedOrigins, methods))
    routes.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (request.method !== 'OPTIONS' && !isReady()) return refuse(reply, AWAY)
    })
    routes.setErrorHandler(async (error, _request, reply) => {
      if (error instanceof StoreUnavailable) return refuse(reply, AWAY)
      const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
      if (status >= 400 && status < 500) return refuse(reply, { code: 'invalid' })
      throw error
    })
    for (const [path, route] of Object.entries(paths)) {
      routes.options(path, (_request, reply) => reply.code(204).send())
      routes.post(path, async (request, reply) => {
        const came = await route(request)
        return came.ok ? reply.send(came.answer) : refuse(reply, came.refusal)
      })
    }
  })
}

function refuse(reply: FastifyReply, refusal: AccountRefusal) {
  const { code, retryAfterMs } = refusal
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
  if (code === 'not-authenticated') reply.header('www-authenticate', 'Bearer')
  return reply.code(ACCOUNT_REFUSALS[code]).send(refusal)
}

import { HANDOFF_REFUSALS, type HandoffRefusal, isTakeHandoff } from '@confab/protocol'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { HandoffAnswer, Handoffs } from '../identities/handoffs.ts'
import { UPLOAD_RETRY_MS } from '../limits.ts'
import { StoreUnavailable } from '../store/store.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { allowOrigins } from './cross-origin.ts'

/** What the routes stand on. */
export type HandoffRoutesOptions = {
  handoffs: Handoffs
  allowedOrigins: readonly string[]
  isReady(): boolean
}

/** `POST /handoffs` and `POST /handoffs/take`: one identity on another device. */
export async function addHandoffRoutes(app: FastifyInstance, options: HandoffRoutesOptions): Promise<void> {
  const { handoffs, allowedOrigins, isReady } = options
  const away: HandoffRefusal = { code: 'unavailable', retryAfterMs: UPLOAD_RETRY_MS }

  function refuse(reply: FastifyReply, refusal: HandoffRefusal) {
    const { code, retryAfterMs } = refusal
    if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
    if (code === 'not-authenticated') reply.header('www-authenticate', 'Bearer')
    return reply.code(HANDOFF_REFUSALS[code]).send(refusal)
  }

  const answer = (reply: FastifyReply, came: HandoffAnswer<unknown>) =>
    came.ok ? reply.send(came.answer) : refuse(reply, came.refusal)

  await app.register(async (routes) => {
    const methods = { methods: 'POST', headers: 'authorization, content-type' }
    routes.addHook('onRequest', allowOrigins(allowedOrigins, methods))
    routes.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (request.method !== 'OPTIONS' && !isReady()) return refuse(reply, away)
    })
    routes.setErrorHandler(async (error, _request, reply) => {
      if (error instanceof StoreUnavailable) return refuse(reply, away)
      const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
      if (status >= 400 && status < 500) return refuse(reply, { code: 'invalid' })
      throw error
    })
    for (const path of ['/handoffs', '/handoffs/take'])
      routes.options(path, (_request, reply) => reply.code(204).send())

    routes.post('/handoffs', async (request, reply) => {
      const tokenHash = bearerOf(request)
      if (!tokenHash) return refuse(reply, { code: 'not-authenticated' })
      return answer(reply, await handoffs.make(addressOf(request), tokenHash))
    })
    routes.post('/handoffs/take', async (request, reply) =>
      isTakeHandoff(request.body)
        ? answer(reply, await handoffs.take(addressOf(request), request.body))
        : refuse(reply, { code: 'invalid' }),
    )
  })
}

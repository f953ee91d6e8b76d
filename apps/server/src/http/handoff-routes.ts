import { isLookHandoff, isTakeHandoff } from '@confab/protocol'
import type { FastifyInstance } from 'fastify'
import { deviceLabel } from '../identities/device-label.ts'
import type { Handoffs } from '../identities/handoffs.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { addJsonRoutes, INVALID, type JsonRoutesOptions, NOT_AUTHENTICATED } from './json-routes.ts'

/** What the routes stand on. */
export type HandoffRoutesOptions = JsonRoutesOptions & { handoffs: Handoffs }

/** `POST /handoffs`, `POST /handoffs/look` and `POST /handoffs/take`: one identity on another device. */
export async function addHandoffRoutes(app: FastifyInstance, options: HandoffRoutesOptions): Promise<void> {
  const { handoffs } = options
  await addJsonRoutes(app, options, {
    '/handoffs': async (request) => {
      const tokenHash = bearerOf(request)
      return tokenHash ? handoffs.make(addressOf(request), tokenHash) : NOT_AUTHENTICATED
    },
    '/handoffs/look': async (request) =>
      isLookHandoff(request.body) ? handoffs.look(addressOf(request), request.body) : INVALID,
    '/handoffs/take': async (request) => {
      const label = deviceLabel(request.headers['user-agent'])
      return isTakeHandoff(request.body) ? handoffs.take(addressOf(request), request.body, label) : INVALID
    },
  })
}

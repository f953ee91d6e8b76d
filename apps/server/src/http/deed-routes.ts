import { isAskDeeds } from '@confab/protocol'
import type { FastifyInstance } from 'fastify'
import type { Deeds } from '../deeds/deeds.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { addJsonRoutes, INVALID, type JsonRoutesOptions, NOT_AUTHENTICATED } from './json-routes.ts'

/** What the route stands on. */
export type DeedRoutesOptions = JsonRoutesOptions & { deeds: Deeds }

/** `POST /rooms/deeds`: what leaders did in a room, for those who lead it. */
export async function addDeedRoutes(app: FastifyInstance, options: DeedRoutesOptions): Promise<void> {
  await addJsonRoutes(app, options, {
    '/rooms/deeds': async (request) => {
      const tokenHash = bearerOf(request)
      if (!tokenHash) return NOT_AUTHENTICATED
      const { body } = request
      return isAskDeeds(body) ? options.deeds.read(addressOf(request), tokenHash, body) : INVALID
    },
  })
}

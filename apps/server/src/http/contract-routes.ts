import { isAskContract, type RoomCode } from '@confab/protocol'
import type { FastifyInstance } from 'fastify'
import { addressOf } from './address-of.ts'
import { addJsonRoutes, INVALID, type JsonAnswer, type JsonRoutesOptions } from './json-routes.ts'

/** What the route stands on. */
export type ContractRoutesOptions = JsonRoutesOptions & {
  contract(address: string, code: RoomCode): Promise<JsonAnswer>
}

/** `POST /rooms/contract`: on which terms one enters a room, before entering it. */
export async function addContractRoutes(app: FastifyInstance, options: ContractRoutesOptions): Promise<void> {
  await addJsonRoutes(app, options, {
    '/rooms/contract': async (request) =>
      isAskContract(request.body) ? options.contract(addressOf(request), request.body.code) : INVALID,
  })
}

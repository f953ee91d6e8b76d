import { isMakeReport } from '@confab/protocol'
import type { FastifyInstance } from 'fastify'
import type { Reports } from '../reports/reports.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { addJsonRoutes, INVALID, type JsonRoutesOptions, NOT_AUTHENTICATED } from './json-routes.ts'

/** What the route stands on. */
export type ReportRoutesOptions = JsonRoutesOptions & { reports: Reports }

/** `POST /reports`: a message, or somebody, is told to whoever runs the server. */
export async function addReportRoutes(app: FastifyInstance, options: ReportRoutesOptions): Promise<void> {
  await addJsonRoutes(app, options, {
    '/reports': async (request) => {
      const tokenHash = bearerOf(request)
      if (!tokenHash) return NOT_AUTHENTICATED
      const { body } = request
      return isMakeReport(body) ? options.reports.make(addressOf(request), tokenHash, body) : INVALID
    },
  })
}

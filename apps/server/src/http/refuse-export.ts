import { EXPORT_REFUSALS, type ExportRefusal } from '@confab/protocol'
import type { FastifyReply } from 'fastify'
import { UPLOAD_RETRY_MS } from '../limits.ts'

/** The store, the storage or the node has gone for a while. */
export const EXPORT_AWAY: ExportRefusal = { code: 'unavailable', retryAfterMs: UPLOAD_RETRY_MS }

/** Answers why nothing is taken away. */
export function refuseExport(reply: FastifyReply, refusal: ExportRefusal) {
  const { code, retryAfterMs } = refusal
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
  if (code === 'not-authenticated') reply.header('www-authenticate', 'Bearer')
  return reply.code(EXPORT_REFUSALS[code]).send(refusal)
}

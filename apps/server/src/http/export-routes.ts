import { Readable } from 'node:stream'
import {
  EXPORT_FORMATS,
  EXPORT_NEXT,
  EXPORT_REACHED,
  EXPORT_REFUSALS,
  type ExportFormat,
  type ExportRefusal,
  isRoomId,
} from '@confab/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formatCursor, parseCursor } from '../export/export-cursor.ts'
import type { Exports } from '../export/exports.ts'
import { EXPORT_PART_MS_MAX, EXPORT_STUCK_MS, UPLOAD_RETRY_MS } from '../limits.ts'
import { StoreUnavailable } from '../store/store.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { allowOrigins } from './cross-origin.ts'

/** What the route stands on. */
export type ExportRoutesOptions = {
  exports: Exports
  allowedOrigins: readonly string[]
  isReady(): boolean
}

type Asked = { Params: { roomId: string; format: string }; Querystring: Record<string, unknown> }

const AWAY: ExportRefusal = { code: 'unavailable', retryAfterMs: UPLOAD_RETRY_MS }

/** `GET /exports/:roomId/:format`: a room's history as a file, in parts, for those who may take it away. */
export async function addExportRoutes(app: FastifyInstance, options: ExportRoutesOptions): Promise<void> {
  const { exports, allowedOrigins, isReady } = options
  const open = new Set<FastifyReply['raw']>()

  async function send(request: FastifyRequest<Asked>, reply: FastifyReply) {
    if (!isReady()) return refuse(reply, AWAY)
    const tokenHash = bearerOf(request)
    if (!tokenHash) return refuse(reply, { code: 'not-authenticated' })
    const { roomId, format } = request.params
    const { from = '', language, zone } = request.query
    const cursor = from === '' ? null : parseCursor(String(from))
    if (!isRoomId(roomId) || !isFormat(format) || (from !== '' && !cursor))
      return refuse(reply, { code: 'invalid' })
    const address = addressOf(request)
    const wanted = { locale: String(language ?? ''), zone: String(zone ?? '') }
    const came = await exports.part({ roomId, format, tokenHash, from: cursor, address, ...wanted })
    if (!came.ok) return refuse(reply, came.refusal)
    const { part, mediaType, pieces, done } = came.answer
    const { raw } = reply
    // Whoever takes nothing, or next to nothing, gives the place to others, and can go on later.
    raw.setTimeout(EXPORT_STUCK_MS, () => raw.destroy())
    const tooLong = setTimeout(() => raw.destroy(), EXPORT_PART_MS_MAX)
    open.add(raw)
    raw.once('close', () => {
      clearTimeout(tooLong)
      open.delete(raw)
      done()
    })
    // The other end may be gone by now: then there is no closing to wait for.
    if (raw.destroyed) {
      clearTimeout(tooLong)
      done()
    }
    const { upTo } = part.from
    if (part.next) reply.header(EXPORT_NEXT, formatCursor(part.next))
    return reply
      .header(EXPORT_REACHED, `${part.next?.place ?? upTo}/${upTo}`)
      .header('content-type', mediaType)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('content-disposition', 'attachment')
      .send(Readable.from(pieces))
  }

  await app.register(async (routes) => {
    routes.addHook(
      'onRequest',
      allowOrigins(allowedOrigins, {
        methods: 'GET',
        headers: 'authorization',
        shows: [EXPORT_NEXT, EXPORT_REACHED],
      }),
    )
    routes.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
    routes.setErrorHandler(async (error, _request, reply) => {
      if (error instanceof StoreUnavailable) return refuse(reply, AWAY)
      throw error
    })
    // A node that goes down waits for nobody's download: another one goes on with it.
    routes.addHook('preClose', async () => {
      for (const raw of open) raw.destroy()
    })
    routes.options('/exports/:roomId/:format', (_request, reply) => reply.code(204).send())
    routes.get<Asked>('/exports/:roomId/:format', send)
  })
}

const isFormat = (format: string): format is ExportFormat => EXPORT_FORMATS.includes(format as ExportFormat)

function refuse(reply: FastifyReply, refusal: ExportRefusal) {
  const { code, retryAfterMs } = refusal
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
  if (code === 'not-authenticated') reply.header('www-authenticate', 'Bearer')
  return reply.code(EXPORT_REFUSALS[code]).send(refusal)
}

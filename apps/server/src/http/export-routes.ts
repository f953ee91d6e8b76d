import { Readable } from 'node:stream'
import { EXPORT_FORMATS, EXPORT_NEXT, EXPORT_REACHED, type ExportFormat, isRoomId } from '@confab/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formatCursor, parseCursor } from '../export/export-cursor.ts'
import type { Exports } from '../export/exports.ts'
import { StoreUnavailable } from '../store/store.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { allowOrigins } from './cross-origin.ts'
import { ExportLines } from './export-lines.ts'
import { EXPORT_AWAY, refuseExport } from './refuse-export.ts'

/** What the route stands on. */
export type ExportRoutesOptions = {
  exports: Exports
  allowedOrigins: readonly string[]
  isReady(): boolean
}

type Asked = { Params: { roomId: string; format: string }; Querystring: Record<string, unknown> }

/** `GET /exports/:roomId/:format`: a room's history as a file, in parts, for those who may take it away. */
export async function addExportRoutes(app: FastifyInstance, options: ExportRoutesOptions): Promise<void> {
  const { exports, allowedOrigins, isReady } = options
  const lines = new ExportLines()

  async function send(request: FastifyRequest<Asked>, reply: FastifyReply) {
    if (!isReady()) return refuseExport(reply, EXPORT_AWAY)
    const tokenHash = bearerOf(request)
    if (!tokenHash) return refuseExport(reply, { code: 'not-authenticated' })
    const { roomId, format } = request.params
    const { from = '', language, zone } = request.query
    const cursor = from === '' ? null : parseCursor(String(from))
    if (!isRoomId(roomId) || !isFormat(format) || (from !== '' && !cursor))
      return refuseExport(reply, { code: 'invalid' })
    const address = addressOf(request)
    const wanted = { locale: String(language ?? ''), zone: String(zone ?? '') }
    const came = await exports.part({ roomId, format, tokenHash, from: cursor, address, ...wanted })
    if (!came.ok) return refuseExport(reply, came.refusal)
    const { part, mediaType, pieces, done } = came.answer
    lines.hold(reply.raw, done)
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
      if (error instanceof StoreUnavailable) return refuseExport(reply, EXPORT_AWAY)
      throw error
    })
    routes.addHook('preClose', async () => lines.cut())
    routes.options('/exports/:roomId/:format', (_request, reply) => reply.code(204).send())
    routes.get<Asked>('/exports/:roomId/:format', send)
  })
}

const isFormat = (format: string): format is ExportFormat => EXPORT_FORMATS.includes(format as ExportFormat)

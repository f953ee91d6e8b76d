import { Readable } from 'node:stream'
import {
  EXPORT_NEXT,
  EXPORT_REACHED,
  isFileId,
  OWN_EXPORT_FORMATS,
  type OwnExportFormat,
} from '@confab/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formatOwnCursor, parseOwnCursor } from '../export/own/own-cursor.ts'
import type { OwnExports } from '../export/own/own-exports.ts'
import { type FileStorage, StorageUnavailable } from '../files/file-storage.ts'
import { StoreUnavailable } from '../store/store.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { readRange } from './byte-range.ts'
import { allowOrigins } from './cross-origin.ts'
import { ExportLines } from './export-lines.ts'
import { EXPORT_AWAY, refuseExport } from './refuse-export.ts'

/** What the routes stand on. */
export type OwnExportRoutesOptions = {
  exports: OwnExports
  storage: FileStorage | null
  allowedOrigins: readonly string[]
  isReady(): boolean
}

type AskedPart = { Params: { format: string }; Querystring: Record<string, unknown> }
type AskedFile = { Params: { fileId: string } }

/** Opened as an address of this server it is a download, and could run nothing. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'content-disposition': 'attachment',
}

/** `GET /account/export…`: everything of whomever the token proves, in parts, and the files they sent, by ranges. */
export async function addOwnExportRoutes(
  app: FastifyInstance,
  options: OwnExportRoutesOptions,
): Promise<void> {
  const { exports, storage, allowedOrigins, isReady } = options
  const lines = new ExportLines()

  async function sendPart(request: FastifyRequest<AskedPart>, reply: FastifyReply) {
    const tokenHash = bearerOf(request)
    if (!isReady()) return refuseExport(reply, EXPORT_AWAY)
    if (!tokenHash) return refuseExport(reply, { code: 'not-authenticated' })
    const { format } = request.params
    const { from = '', language, zone } = request.query
    const cursor = from === '' ? null : parseOwnCursor(String(from))
    if (!isFormat(format) || (from !== '' && !cursor)) return refuseExport(reply, { code: 'invalid' })
    const wanted = { locale: String(language ?? ''), zone: String(zone ?? ''), address: addressOf(request) }
    const came = await exports.part({ format, tokenHash, from: cursor, ...wanted })
    if (!came.ok) return refuseExport(reply, came.refusal)
    const { part, mediaType, pieces, done } = came.answer
    lines.hold(reply.raw, done)
    const { total, done: reached } = part.to
    if (!part.isLast) reply.header(EXPORT_NEXT, formatOwnCursor(part.to))
    return reply
      .headers({
        ...HARMLESS,
        [EXPORT_REACHED]: `${part.isLast ? total : Math.min(reached, total)}/${total}`,
      })
      .header('content-type', mediaType)
      .send(Readable.from(pieces))
  }

  async function sendFile(request: FastifyRequest<AskedFile>, reply: FastifyReply) {
    const tokenHash = bearerOf(request)
    if (!isReady()) return refuseExport(reply, EXPORT_AWAY)
    if (!tokenHash) return refuseExport(reply, { code: 'not-authenticated' })
    const { fileId } = request.params
    if (!isFileId(fileId)) return refuseExport(reply, { code: 'invalid' })
    const came = await exports.file(tokenHash, fileId, addressOf(request))
    if (!came.ok) return refuseExport(reply, came.refusal)
    const { file, done } = came.answer
    lines.hold(reply.raw, done)
    const bytes = file.record?.bytes ?? 0
    const range = readRange(request.headers.range, bytes)
    if (range === 'nothing') return reply.code(416).header('content-range', `bytes */${bytes}`).send()
    const opened = storage && (await storage.open(file.storageKey, range === 'all' ? undefined : range))
    if (!opened) return refuseExport(reply, { code: 'gone' })
    const { start, end } = range === 'all' ? { start: 0, end: bytes - 1 } : range
    if (range !== 'all') reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`)
    return reply
      .headers({ ...HARMLESS, [EXPORT_REACHED]: `${end + 1}/${bytes}`, 'accept-ranges': 'bytes' })
      .header('content-type', 'application/octet-stream')
      .header('content-length', opened.bytes)
      .send(opened.stream)
  }

  await app.register(async (routes) => {
    routes.addHook(
      'onRequest',
      allowOrigins(allowedOrigins, {
        methods: 'GET',
        headers: 'authorization, range',
        shows: [EXPORT_NEXT, EXPORT_REACHED],
      }),
    )
    routes.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
    routes.setErrorHandler(async (error, _request, reply) => {
      if (error instanceof StoreUnavailable || error instanceof StorageUnavailable)
        return refuseExport(reply, EXPORT_AWAY)
      throw error
    })
    routes.addHook('preClose', async () => lines.cut())
    for (const path of ['/account/export/:format', '/account/export/files/:fileId'])
      routes.options(path, (_request, reply) => reply.code(204).send())
    routes.get<AskedPart>('/account/export/:format', sendPart)
    routes.get<AskedFile>('/account/export/files/:fileId', sendFile)
  })
}

const isFormat = (format: string): format is OwnExportFormat =>
  OWN_EXPORT_FORMATS.includes(format as OwnExportFormat)

import type { FileId, FileRecord } from '@confab/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FileLinks } from '../files/file-links.ts'
import { type FileStorage, StorageUnavailable, thumbnailKey } from '../files/file-storage.ts'
import { isShown } from '../files/media-types.ts'
import type { Counters } from '../observability/counters.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { readRange } from './byte-range.ts'
import { allowOrigins } from './cross-origin.ts'
import { disposition } from './disposition.ts'

/** What the route stands on. */
export type FileRoutesOptions = {
  store: Store
  storage: FileStorage
  links: FileLinks
  counters: Counters
  allowedOrigins: readonly string[]
}

type Asked = { Params: { fileId: FileId; part: string }; Querystring: Record<string, unknown> }

/** What is sent with every file, so that nothing in it is ever run: neither guessed to be a page, nor as one of this server if opened as one. */
const HARMLESS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
}

/** `GET /files/:fileId/:part`: the bytes of a file, for whoever has a link to them. Everything that is not there looks the same. */
export async function addFileRoutes(app: FastifyInstance, options: FileRoutesOptions): Promise<void> {
  const { store, storage, links, counters, allowedOrigins } = options

  const notThere = (reply: FastifyReply) => {
    counters.downloads.absent += 1
    return reply.code(404).header('cache-control', 'no-store').send({ error: 'Not found.' })
  }

  async function send(request: FastifyRequest<Asked>, reply: FastifyReply) {
    const { fileId, part } = request.params
    const { until, seal } = request.query
    if (part !== 'whole' && part !== 'thumbnail') return notThere(reply)
    const goodForMs = links.goodForMs(fileId, part, Number(until), String(seal))
    const file = goodForMs > 0 ? await store.files.findPosted(fileId) : null
    if (!file?.record || (part === 'thumbnail' && !file.record.hasThumbnail)) return notThere(reply)
    const tag = `"${fileId}-${part}"`
    reply.headers({
      ...HARMLESS,
      // Only in the browser of who asked, and no longer than the link.
      'cache-control': `private, max-age=${Math.floor(goodForMs / 1_000)}, immutable`,
      etag: tag,
    })
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    if (part === 'thumbnail') return sendThumbnail(reply, file.storageKey, file.record)
    return sendWhole(request, reply, file.storageKey, file.record, tag)
  }

  async function sendThumbnail(reply: FastifyReply, storageKey: string, { name }: FileRecord) {
    const opened = await storage.open(thumbnailKey(storageKey))
    if (!opened) return notThere(reply)
    counters.downloads.thumbnail += 1
    counters.downloadedBytes += opened.bytes
    return reply
      .header('content-type', 'image/webp')
      .header('content-length', opened.bytes)
      .header('content-disposition', disposition('inline', `${name}.webp`))
      .send(opened.stream)
  }

  async function sendWhole(
    { headers, query }: FastifyRequest<Asked>,
    reply: FastifyReply,
    storageKey: string,
    { name, mediaType, bytes }: FileRecord,
    tag: string,
  ) {
    const isRangeMeant = headers['if-range'] === undefined || headers['if-range'] === tag
    const range = isRangeMeant ? readRange(headers.range, bytes) : 'all'
    reply.header('accept-ranges', 'bytes')
    if (range === 'nothing') return reply.code(416).header('content-range', `bytes */${bytes}`).send()
    const opened = await storage.open(storageKey, range === 'all' ? undefined : range)
    if (!opened) return notThere(reply)
    if (range !== 'all') reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
    counters.downloads.whole += 1
    counters.downloadedBytes += opened.bytes
    const isHarmless = isShown(mediaType)
    // An app on another origin cannot ask its browser to save what a server offers to be seen.
    const isSaved = !isHarmless || query.save !== undefined
    return reply
      .header('content-type', isHarmless ? mediaType : 'application/octet-stream')
      .header('content-length', opened.bytes)
      .header('content-disposition', disposition(isSaved ? 'attachment' : 'inline', name))
      .send(opened.stream)
  }

  await app.register(async (routes) => {
    routes.addHook('onRequest', allowOrigins(allowedOrigins, { methods: 'GET', headers: 'range' }))
    routes.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof StoreUnavailable || error instanceof StorageUnavailable)) throw error
      return reply
        .code(503)
        .header('retry-after', '2')
        .header('cache-control', 'no-store')
        .send({ error: 'Unavailable.' })
    })
    routes.options('/files/:fileId/:part', (_request, reply) => reply.code(204).send())
    routes.get<Asked>('/files/:fileId/:part', send)
  })
}

import {
  type FileId,
  isFileId,
  isUploadRequest,
  UPLOAD_PIECE_BYTES_MAX,
  UPLOAD_REFUSALS,
  type UploadRefusal,
  type UploadRequest,
} from '@confab/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { StorageUnavailable } from '../files/file-storage.ts'
import { InspectorClosed, InspectorUnavailable } from '../files/inspector.ts'
import type { UploadLimits } from '../files/upload-limits.ts'
import type { UploadAnswer, Uploads } from '../files/uploads.ts'
import { UPLOAD_PIECES_MAX, UPLOAD_RETRY_MS } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { type Store, StoreUnavailable, type TokenHash } from '../store/store.ts'
import { addressOf } from './address-of.ts'
import { bearerOf } from './bearer.ts'
import { allowOrigins } from './cross-origin.ts'

/** What the routes stand on. `uploads` is null on a server that takes no files. */
export type UploadRoutesOptions = {
  uploads: Uploads | null
  limits: UploadLimits
  store: Store
  counters: Counters
  allowedOrigins: readonly string[]
  isReady(): boolean
}

const PIECE = 'application/octet-stream'

/** `/uploads/:fileId`: announcing, sending, asking after and taking back a file. */
export async function addUploadRoutes(app: FastifyInstance, options: UploadRoutesOptions): Promise<void> {
  const { uploads, limits, store, counters, allowedOrigins, isReady } = options
  let pieces = 0

  function refuse(reply: FastifyReply, refusal: UploadRefusal) {
    counters.uploadsRefused[refusal.code] += 1
    const { retryAfterMs } = refusal
    if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)))
    if (refusal.code === 'not-authenticated') reply.header('www-authenticate', 'Bearer')
    return reply.code(UPLOAD_REFUSALS[refusal.code].status).send(refusal)
  }

  function answer(reply: FastifyReply, answered: UploadAnswer) {
    return answered.ok ? reply.send(answered.state) : refuse(reply, answered.refusal)
  }

  const later = { retryAfterMs: UPLOAD_RETRY_MS }

  await app.register(async (routes) => {
    routes.addHook(
      'onRequest',
      allowOrigins(allowedOrigins, {
        methods: 'GET, PUT, PATCH, DELETE',
        headers: 'authorization, content-type, upload-offset',
      }),
    )
    routes.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (request.method === 'OPTIONS') return
      // Everything that can be said without reading the body is said before.
      if (!uploads) return refuse(reply, { code: 'uploads-off' })
      if (!isReady() && request.method !== 'GET') return refuse(reply, { code: 'draining', ...later })
      const tokenHash = bearerOf(request)
      if (!tokenHash) return refuse(reply, { code: 'not-authenticated' })
      if (!isFileId(fileIdOf(request))) return refuse(reply, { code: 'not-found' })
      if (request.method !== 'PATCH') return
      if (pieces >= UPLOAD_PIECES_MAX) return refuse(reply, { code: 'busy', ...later })
      pieces += 1
      reply.raw.once('close', () => {
        pieces -= 1
      })
      // A stranger's bytes are not even read.
      const found = await uploads.find(fileIdOf(request), tokenHash)
      if (!found.ok) return refuse(reply, found.refusal)
    })
    // A piece is at most a MiB, so it is read whole: what arrives half leaves nothing to tidy up.
    routes.addContentTypeParser(
      PIECE,
      { parseAs: 'buffer', bodyLimit: UPLOAD_PIECE_BYTES_MAX },
      (_, body, done) => done(null, body),
    )
    routes.setErrorHandler(async (error, _request, reply) => {
      const isAway = [StoreUnavailable, StorageUnavailable, InspectorUnavailable].some(
        (known) => error instanceof known,
      )
      if (isAway) return refuse(reply, { code: 'unavailable', ...later })
      if (error instanceof InspectorClosed) return refuse(reply, { code: 'draining', ...later })
      const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
      if (status === 413) return refuse(reply, { code: 'too-large' })
      if (status === 415) return refuse(reply, { code: 'type-refused' })
      if (status >= 400 && status < 500) return refuse(reply, { code: 'invalid' })
      throw error
    })

    routes.options('/uploads/:fileId', (_request, reply) => reply.code(204).send())

    routes.put('/uploads/:fileId', async (request, reply) => {
      const { body } = request
      if (!uploads || !isUploadRequest(body) || !isWellFormed(body)) return refuse(reply, { code: 'invalid' })
      const retryAfterMs = limits.take(addressOf(request))
      if (retryAfterMs > 0) return refuse(reply, { code: 'rate-limited', retryAfterMs })
      const tokenHash = whoOf(request)
      const announced = await uploads.announce(fileIdOf(request), tokenHash, body)
      // Who may not is told whether that is for good.
      const isRevoked =
        !announced.ok &&
        announced.refusal.code === 'forbidden' &&
        (await store.readStanding(tokenHash, body.roomId)) === 'revoked'
      return isRevoked ? refuse(reply, { code: 'not-authenticated' }) : answer(reply, announced)
    })

    routes.get('/uploads/:fileId', async (request, reply) =>
      uploads
        ? answer(reply, await uploads.find(fileIdOf(request), whoOf(request)))
        : refuse(reply, { code: 'uploads-off' }),
    )

    routes.patch('/uploads/:fileId', async (request, reply) => {
      const { body, headers } = request
      const offset = Number(headers['upload-offset'])
      const piece = body ?? Buffer.alloc(0)
      if (!uploads || !Buffer.isBuffer(piece) || !/^\d{1,15}$/.test(String(headers['upload-offset'])))
        return refuse(reply, { code: 'invalid' })
      return answer(reply, await uploads.append(fileIdOf(request), whoOf(request), offset, piece))
    })

    routes.delete('/uploads/:fileId', async (request, reply) => {
      await uploads?.cancel(fileIdOf(request), whoOf(request))
      return reply.code(204).send()
    })
  })
}

const fileIdOf = ({ params }: FastifyRequest) => (params as { fileId: FileId }).fileId

/** The name is cleaned; everything else in it has a shape. Half characters and NUL are what no store keeps. */
const isWellFormed = ({ mediaType }: UploadRequest): boolean =>
  mediaType.isWellFormed() && !mediaType.includes('\u0000')

/** Who asks; every request was looked at for that before. */
function whoOf(request: FastifyRequest): TokenHash {
  const tokenHash = bearerOf(request)
  if (!tokenHash) throw new Error('a request without a token came through')
  return tokenHash
}

import type { FileId, FileRecord, RoomId, UploadRefusalCode, UploadRequest } from '@confab/protocol'
import { UPLOAD_REFUSALS } from '@confab/protocol'

/** A file on its way to the tiny server, or there. */
export type TinyUpload = UploadRequest & {
  fileId: FileId
  offset: number
  /** What came, piece by piece. */
  pieces: Blob[]
  state: 'coming' | 'ready' | 'posted' | 'gone'
}

/** What a tiny server says to a request before its own answer: a refusal, `lost` when it does what is asked and nobody hears of it, `down` when there is no line. */
export type UploadWeather = (
  method: string,
  fileId: FileId,
  upload: TinyUpload | undefined,
) => UploadRefusalCode | 'lost' | 'down' | null

/** The files of a tiny server. */
export interface TinyUploads {
  /** Speaks to them as a client does. */
  readonly fetch: typeof globalThis.fetch
  readonly files: ReadonlyMap<FileId, TinyUpload>
  weather: UploadWeather | null
  /** Answers nothing before it is null again, or what it is set to is called. */
  slowness: Promise<void> | null
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number
  /** The records of files to be posted; null when one of them is not ready. */
  post(roomId: RoomId, fileIds: readonly FileId[]): FileRecord[] | null
  /** The hour of everything that was not posted is over. */
  expire(): void
}

/** Makes the uploads of a tiny server: whole pieces, no limits, nothing is looked into. */
export function createTinyUploads(): TinyUploads {
  const files = new Map<FileId, TinyUpload>()
  let underway = 0

  const say = (status: number, body: unknown) =>
    ({ ok: status < 400, status, json: async () => body }) as unknown as Response
  const refuse = (code: UploadRefusalCode, more = {}) => say(UPLOAD_REFUSALS[code].status, { code, ...more })

  const recordOf = ({ fileId, name, mediaType, bytes }: TinyUpload): FileRecord => ({
    fileId,
    name,
    mediaType,
    bytes,
  })

  function stateOf(upload: TinyUpload): Response {
    if (upload.state === 'gone') return refuse('gone')
    const { offset } = upload
    return say(200, upload.state === 'coming' ? { offset } : { offset, file: recordOf(upload) })
  }

  function answer(method: string, fileId: FileId, body: unknown, headers: Headers): Response {
    const known = files.get(fileId)
    if (method === 'PUT') {
      const request = JSON.parse(body as string) as UploadRequest
      if (known && known.bytes !== request.bytes) return refuse('id-conflict')
      const upload = known ?? { ...request, fileId, offset: 0, pieces: [], state: 'coming' }
      files.set(fileId, upload)
      return stateOf(upload)
    }
    if (!known) return refuse('not-found')
    if (method === 'DELETE' && known.state !== 'posted') known.state = 'gone'
    if (method === 'PATCH' && known.state === 'coming') {
      if (Number(headers.get('upload-offset')) !== known.offset)
        return refuse('wrong-offset', { offset: known.offset })
      const piece = body as Blob
      known.pieces.push(piece)
      known.offset += piece.size
      if (known.offset === known.bytes) known.state = 'ready'
    }
    return stateOf(known)
  }

  const uploads: TinyUploads & { mostAtOnce: number } = {
    files,
    weather: null,
    slowness: null,
    mostAtOnce: 0,
    async fetch(address, { method = 'GET', body, headers, signal } = {}) {
      const fileId = String(address).split('/').at(-1) as FileId
      underway += 1
      uploads.mostAtOnce = Math.max(uploads.mostAtOnce, underway)
      try {
        await uploads.slowness
        signal?.throwIfAborted()
        const weather = uploads.weather?.(method, fileId, files.get(fileId)) ?? null
        if (weather === 'down') throw new TypeError('no line')
        if (weather !== null && weather !== 'lost') return refuse(weather)
        const said = answer(method, fileId, body, new Headers(headers))
        if (weather === 'lost') throw new TypeError('the line went')
        return said
      } finally {
        underway -= 1
      }
    },
    post(roomId, fileIds) {
      const posted = fileIds.map((fileId) => files.get(fileId))
      const ready = posted.filter((upload) => upload?.state === 'ready' && upload.roomId === roomId)
      if (ready.length < fileIds.length) return null
      return ready.flatMap((upload) => {
        if (!upload) return []
        upload.state = 'posted'
        return [recordOf(upload)]
      })
    },
    expire() {
      for (const upload of files.values()) if (upload.state !== 'posted') upload.state = 'gone'
    },
  }
  return uploads
}

import {
  type FileId,
  type FileRecord,
  type IdentityToken,
  type RoomId,
  UPLOAD_PIECE_BYTES_MAX,
  UPLOAD_REFUSALS,
  type UploadRefusal,
  type UploadRefusalCode,
  type UploadState,
} from '@confab/protocol'
import { backoffMs, platformRandom, type Random } from './backoff.ts'
import { type Clock, systemClock } from './clock.ts'

// Apart from the client, so that an app loads it with the first file somebody sends.

/** A file on its way. The id is made and written down with it before the network is touched, so that sending it again is harmless (D3). */
export type FileToSend = {
  fileId: FileId
  roomId: RoomId
  name: string
  /** What the platform calls it. What it is the server finds out. */
  mediaType: string
  bytes: number
  /** Of audio and video, as far as they are known: so that room can be kept for them. */
  width?: number
  height?: number
  durationMs?: number
  /** Its bytes from `start` up to, and without, `end`: a `Blob`'s `slice`. Rejects when they cannot be read any more. */
  read(start: number, end: number): Blob | Promise<Blob>
}

/** How a file is sent. All but the first two have the platform's default. */
export type SendFileOptions = {
  /** As the client's own: `ws(s)://host/ws`. */
  url: string
  /** The identity's token at the moment: `client.token`. While there is none the file waits. */
  token: () => IdentityToken | null
  /** Ends it; what is there of it goes with `takeBackFile`, or by itself within the hour. */
  signal?: AbortSignal
  /** Called with how many bytes the server has. */
  onProgress?: (sentBytes: number) => void
  /** Called when it waits before trying again, with what ends the waiting: the line may be back. */
  onPause?: (goOn: () => void) => void
  fetch?: typeof globalThis.fetch
  clock?: Clock
  random?: Random
}

/** What came of it: the record a post goes with, or why there will be none. `cancelled` by its signal, `unreadable-here` by `read`. */
export type SentFile =
  | { ok: true; file: FileRecord }
  | { ok: false; code: UploadRefusalCode | 'cancelled' | 'unreadable-here' }

/** Bytes of the first piece, and of the shortest: what a line of 4 kB/s brings over in time. */
const PIECE_BYTES_FIRST = 256 * 1024
const PIECE_BYTES_MIN = 32 * 1024

/** A piece that took less is followed by a longer one, one that took more by a shorter, in milliseconds: the server waits ten seconds. */
const PIECE_MS_SHORT = 1_500
const PIECE_MS_LONG = 4_000

/** How long an answer may take, in milliseconds: the last one comes when the file was looked through, after those before it. */
const ANSWER_MS_MAX = 120_000

/** What came of one request: where the upload stands, a refusal, or nothing at all. */
type Said = { state: UploadState } | { refusal: UploadRefusal } | null

/** The address of a path the server gave. */
export function urlOf(url: string, path: string): string {
  return new URL(path, url.replace(/^ws/, 'http')).href
}

/**
 * Sends a file until it is ready to be posted, over whatever line there is: it waits, tries again and goes on where it was, and ends only when
 * the server refuses the file for good, or by its signal.
 */
export async function sendFile(file: FileToSend, options: SendFileOptions): Promise<SentFile> {
  const { signal, onProgress, onPause, clock = systemClock, random = platformRandom } = options
  let offset: number | null = null
  let isAnnounced = false
  let pieceBytes = PIECE_BYTES_FIRST
  let failures = 0

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve)
      const goOn = () => {
        cancel()
        resolve()
      }
      signal?.addEventListener('abort', goOn, { once: true })
      onPause?.(goOn)
    })

  for (;;) {
    if (signal?.aborted) return { ok: false, code: 'cancelled' }
    let said: Said
    const startedAt = clock.monotonic()
    if (offset === null)
      said = await (isAnnounced ? ask(file.fileId, 'GET', options) : announce(file, options))
    else {
      let piece: Blob
      try {
        piece = await file.read(offset, Math.min(offset + pieceBytes, file.bytes))
      } catch {
        return { ok: false, code: 'unreadable-here' }
      }
      const headers = { 'content-type': 'application/octet-stream', 'upload-offset': String(offset) }
      said = await ask(file.fileId, 'PATCH', options, piece, headers)
      pieceBytes = nextPieceBytes(pieceBytes, said === null ? null : clock.monotonic() - startedAt)
    }
    if (said && 'state' in said) {
      failures = 0
      isAnnounced = true
      offset = said.state.offset
      onProgress?.(offset)
      if (said.state.file) return { ok: true, file: said.state.file }
      continue
    }
    const refusal = said?.refusal
    if (refusal?.code === 'wrong-offset' && refusal.offset !== undefined && refusal.offset !== offset) {
      offset = refusal.offset
      continue
    }
    // Announced to a server that forgot it, or to none: once more, from the beginning.
    if (refusal?.code === 'not-found' && isAnnounced) isAnnounced = false
    else if (refusal && kindOf(refusal.code) === 'final') return { ok: false, code: refusal.code }
    offset = null
    await pause(refusal?.retryAfterMs ?? backoffMs(failures, random()))
    failures += 1
  }
}

/** Takes back a file that was not posted. Whether that was heard does not matter: within the hour it goes by itself. */
export async function takeBackFile(fileId: FileId, options: SendFileOptions): Promise<void> {
  await ask(fileId, 'DELETE', options)
}

function nextPieceBytes(pieceBytes: number, tookMs: number | null): number {
  if (tookMs === null || tookMs > PIECE_MS_LONG) return Math.max(PIECE_BYTES_MIN, Math.floor(pieceBytes / 2))
  return tookMs < PIECE_MS_SHORT ? Math.min(UPLOAD_PIECE_BYTES_MAX, pieceBytes * 2) : pieceBytes
}

/** Codes of a newer server are final. */
const kindOf = (code: UploadRefusalCode): 'final' | 'retry' => UPLOAD_REFUSALS[code]?.kind ?? 'final'

function announce({ fileId, read: _, ...announced }: FileToSend, options: SendFileOptions): Promise<Said> {
  return ask(fileId, 'PUT', options, JSON.stringify(announced), { 'content-type': 'application/json' })
}

async function ask(
  fileId: FileId,
  method: string,
  { url, token, signal, fetch = globalThis.fetch }: SendFileOptions,
  body?: string | Blob,
  headers: Record<string, string> = {},
): Promise<Said> {
  const proof = token()
  if (proof === null) return null
  const end = AbortSignal.timeout(ANSWER_MS_MAX)
  try {
    const answer = await fetch(urlOf(url, `/uploads/${fileId}`), {
      method,
      headers: { ...headers, authorization: `Bearer ${proof}` },
      signal: signal && method !== 'DELETE' ? AbortSignal.any([signal, end]) : end,
      ...(body !== undefined && { body }),
    })
    const said = (await answer.json()) as unknown
    if (answer.ok) return { state: said as UploadState }
    // A proxy that answers for a server has words of its own: they say nothing about the file.
    return isRefusal(said) ? { refusal: said } : null
  } catch {
    return null
  }
}

const isRefusal = (said: unknown): said is UploadRefusal =>
  typeof said === 'object' && said !== null && 'code' in said && typeof said.code === 'string'

import {
  EXPORT_NEXT,
  EXPORT_REACHED,
  EXPORT_REFUSALS,
  type ExportFormat,
  type ExportRefusal,
  type ExportRefusalCode,
  type IdentityToken,
  type RoomId,
} from '@confab/protocol'
import { backoffMs, platformRandom, type Random } from './backoff.ts'
import { type Clock, createAlarm, systemClock } from './clock.ts'
import { urlOf } from './sending-files.ts'

/** How far a download is: `reached` of `upTo` places of the room, and the bytes that are here. */
export type ExportProgress = { reached: number; upTo: number; bytes: number }

/** What is fetched and how. All but the first five have the platform's default. */
export type ExportOptions = {
  /** As the client's own: `ws(s)://host/ws`. */
  url: string
  /** The identity's token at the moment: `client.token`. While there is none the download waits. */
  token: () => IdentityToken | null
  roomId: RoomId
  format: ExportFormat
  /** How dates are written: `de-AT`, `Europe/Vienna`. */
  speech: { language: string; zone: string }
  /** Ends it; nothing is kept. */
  signal?: AbortSignal
  onProgress?: (progress: ExportProgress) => void
  /** Called when it waits before it goes on, with what ends the waiting: the line may be back. */
  onPause?: (goOn: () => void) => void
  fetch?: typeof globalThis.fetch
  clock?: Clock
  random?: Random
}

/** What came of it: the file, or why there will be none. `cancelled` by its signal. */
export type ExportedRoom = { ok: true; file: Blob } | { ok: false; code: ExportRefusalCode | 'cancelled' }

/** How long nothing may come before the line is taken for cut, in milliseconds. */
const SILENCE_MS_MAX = 30_000

/** Refusals after which the same is asked again. Those of a newer server are final. */
const FOR_NOW: ReadonlySet<string> = new Set<ExportRefusalCode>(['rate-limited', 'busy', 'unavailable'])

/** A part, a refusal, or nothing at all: a cut line, or a proxy's own words. */
type Came = { bytes: Uint8Array<ArrayBuffer>[]; next: string | null } | { refusal: ExportRefusal } | null

/**
 * Fetches all that was said in a room as a file, part by part, over whatever line there is: it waits, and goes on with the part that was cut. It
 * ends when the file is whole, when the server refuses for good, or by its signal.
 */
export async function exportRoom(options: ExportOptions): Promise<ExportedRoom> {
  const { signal, onPause, clock = systemClock, random = platformRandom } = options
  // Blobs, which browsers lay on disk, rather than one buffer that grows.
  const parts: Blob[] = []
  const progress: ExportProgress = { reached: 0, upTo: 0, bytes: 0 }
  let from = ''
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
    const before = progress.bytes
    const came = await fetchPart(from, options, progress)
    if (came && 'bytes' in came) {
      failures = 0
      const part = new Blob(came.bytes)
      parts.push(part)
      if (came.next === null) return { ok: true, file: new Blob(parts) }
      from = came.next
      continue
    }
    progress.bytes = before
    const refusal = came?.refusal
    if (refusal && !FOR_NOW.has(refusal.code)) return { ok: false, code: refusal.code }
    await pause(refusal?.retryAfterMs ?? backoffMs(failures, random()))
    failures += 1
  }
}

async function fetchPart(from: string, options: ExportOptions, progress: ExportProgress): Promise<Came> {
  const { url, token, roomId, format, speech, signal, onProgress } = options
  const { fetch = globalThis.fetch, clock = systemClock } = options
  const proof = token()
  if (proof === null) return null
  const silence = new AbortController()
  const alarm = createAlarm(clock)
  const heard = () => alarm.set(SILENCE_MS_MAX, () => silence.abort())
  heard()
  try {
    const query = new URLSearchParams({ ...speech, ...(from !== '' && { from }) })
    const answer = await fetch(urlOf(url, `/exports/${roomId}/${format}?${query}`), {
      headers: { authorization: `Bearer ${proof}` },
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    })
    if (!answer.ok) return refusalOf(await answer.json())
    // Somebody else's page, such as a café's: no part of ours comes without saying how far it reaches.
    const reached = /^(\d+)\/(\d+)$/.exec(answer.headers.get(EXPORT_REACHED) ?? '')
    if (!reached || !answer.body) return null
    progress.upTo = Number(reached[2])
    const bytes: Uint8Array<ArrayBuffer>[] = []
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read()
      if (done) break
      heard()
      bytes.push(value)
      progress.bytes += value.length
      onProgress?.({ ...progress })
    }
    progress.reached = Number(reached[1])
    onProgress?.({ ...progress })
    return { bytes, next: answer.headers.get(EXPORT_NEXT) }
  } catch {
    return null
  } finally {
    alarm.clear()
  }
}

function refusalOf(said: unknown): { refusal: ExportRefusal } | null {
  const isOne =
    typeof said === 'object' &&
    said !== null &&
    'code' in said &&
    Object.hasOwn(EXPORT_REFUSALS, String(said.code))
  return isOne ? { refusal: said as ExportRefusal } : null
}

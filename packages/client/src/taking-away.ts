import {
  EXPORT_NEXT,
  EXPORT_REACHED,
  EXPORT_REFUSALS,
  type ExportRefusal,
  type ExportRefusalCode,
  type IdentityToken,
} from '@confab/protocol'
import { backoffMs, platformRandom, type Random } from './backoff.ts'
import { type Clock, createAlarm, systemClock } from './clock.ts'
import { urlOf } from './sending-files.ts'

/** How something is fetched over whatever line there is. All but the first two have the platform's default. */
export type TakingOptions = {
  /** As the client's own: `ws(s)://host/ws`. */
  url: string
  /** The identity's token at the moment: `client.token`. While there is none the download waits. */
  token: () => IdentityToken | null
  /** Ends it; nothing is kept. */
  signal?: AbortSignal
  /** Called when it waits before it goes on, with what ends the waiting: the line may be back. */
  onPause?: (goOn: () => void) => void
  fetch?: typeof globalThis.fetch
  clock?: Clock
  random?: Random
}

/** Why there will be nothing. `cancelled` by its signal. */
export type NotTaken = { ok: false; code: ExportRefusalCode | 'cancelled' }

/** What was asked for, a refusal, or nothing at all: a cut line, or a proxy's own words. */
type Came<Value> = { value: Value } | { refusal: ExportRefusal } | null

/** How long nothing may come before the line is taken for cut, in milliseconds. */
const SILENCE_MS_MAX = 30_000

/** Refusals after which the same is asked again. Those of a newer server are final. */
const FOR_NOW: ReadonlySet<string> = new Set<ExportRefusalCode>(['rate-limited', 'busy', 'unavailable'])

/** Asks until it comes: it waits in between, and ends when the server refuses for good, or by the signal. */
export async function untilTaken<Value>(
  ask: () => Promise<Came<Value>>,
  { signal, onPause, clock = systemClock, random = platformRandom }: TakingOptions,
): Promise<{ ok: true; value: Value } | NotTaken> {
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

  for (let failures = 0; ; failures++) {
    if (signal?.aborted) return { ok: false, code: 'cancelled' }
    const came = await ask()
    if (came && 'value' in came) return { ok: true, value: came.value }
    const refusal = came?.refusal
    if (refusal && !FOR_NOW.has(refusal.code)) return { ok: false, code: refusal.code }
    await pause(refusal?.retryAfterMs ?? backoffMs(failures, random()))
  }
}

/** An answer on its way: how far it reaches of what there is, whether it begins where it was asked to, and its bytes as they come. */
export type Taking = {
  isRange: boolean
  reached: number
  upTo: number
  next: string | null
  chunks(): AsyncGenerator<Bytes>
}

/** Bytes as they come. */
export type Bytes = Uint8Array<ArrayBuffer>

/** Asks once. What `read` throws is a line that was cut. */
export async function askOnce<Value>(
  path: string,
  options: TakingOptions,
  read: (taking: Taking) => Promise<Value>,
  headers: Record<string, string> = {},
): Promise<Came<Value>> {
  const { url, token, signal, fetch = globalThis.fetch, clock = systemClock } = options
  const proof = token()
  if (proof === null) return null
  const silence = new AbortController()
  const alarm = createAlarm(clock)
  const heard = () => alarm.set(SILENCE_MS_MAX, () => silence.abort())
  heard()
  try {
    const answer = await fetch(urlOf(url, path), {
      headers: { authorization: `Bearer ${proof}`, ...headers },
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    })
    if (!answer.ok) return refusalOf(await answer.json())
    // Somebody else's page, such as a café's: nothing of ours comes without saying how far it reaches.
    const reached = /^(\d+)\/(\d+)$/.exec(answer.headers.get(EXPORT_REACHED) ?? '')
    const { body } = answer
    if (!reached || !body) return null
    const value = await read({
      reached: Number(reached[1]),
      upTo: Number(reached[2]),
      next: answer.headers.get(EXPORT_NEXT),
      isRange: answer.status === 206,
      async *chunks() {
        for (const reader = body.getReader(); ; ) {
          const { done, value: bytes } = await reader.read()
          if (done) return
          heard()
          yield bytes
        }
      },
    })
    return { value }
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

/** How far a download is: `reached` of `upTo` places, and the bytes that are here. */
export type ExportProgress = { reached: number; upTo: number; bytes: number }

/** Fetches what comes in parts, one after the other. A part that was cut is asked for again, and nothing of it is there twice. */
export async function takeParts(
  path: string,
  query: Record<string, string>,
  options: TakingOptions & { onProgress?: (progress: ExportProgress) => void },
  onPart: (part: Blob) => void | Promise<void> = () => {},
): Promise<{ ok: true; file: Blob } | NotTaken> {
  const { onProgress } = options
  // Blobs, which browsers lay on disk, rather than one buffer that grows.
  const parts: Blob[] = []
  const progress: ExportProgress = { reached: 0, upTo: 0, bytes: 0 }
  for (let from = ''; ; ) {
    const before = progress.bytes
    const asked = new URLSearchParams({ ...query, ...(from !== '' && { from }) })
    const came = await untilTaken(() => {
      progress.bytes = before
      return askOnce(`${path}?${asked}`, options, async ({ reached, upTo, next, chunks }) => {
        progress.upTo = upTo
        const bytes: Bytes[] = []
        for await (const chunk of chunks()) {
          bytes.push(chunk)
          progress.bytes += chunk.length
          onProgress?.({ ...progress })
        }
        progress.reached = reached
        onProgress?.({ ...progress })
        return { part: new Blob(bytes), next }
      })
    }, options)
    if (!came.ok) return came
    parts.push(came.value.part)
    await onPart(came.value.part)
    if (came.value.next === null) return { ok: true, file: new Blob(parts) }
    from = came.value.next
  }
}

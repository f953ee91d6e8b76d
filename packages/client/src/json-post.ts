import type { IdentityToken } from '@confab/protocol'
import { urlOf } from './sending-files.ts'

/** How long the server may take to answer, in milliseconds. */
const ANSWER_MS_MAX = 15_000

/** Whom to ask: `url` is the client's. */
export type Asking = { url: string; fetch?: typeof globalThis.fetch }

/** What came of a question over HTTP. `no-answer`: nothing was heard, and the same may be asked again. */
export type Asked<Value, Code extends string> =
  | { ok: true; value: Value }
  | { ok: false; code: Code | 'no-answer' }

/** Asks as one who shows a token, or as nobody; what is asked goes as JSON. */
export async function post<Value, Code extends string>(
  { url, fetch = globalThis.fetch }: Asking,
  path: string,
  { token, body }: { token?: IdentityToken; body?: object },
): Promise<Asked<Value, Code>> {
  try {
    const answer = await fetch(urlOf(url, path), {
      method: 'POST',
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    })
    const said = (await answer.json()) as Value & { code?: unknown }
    if (answer.ok) return { ok: true, value: said }
    // A proxy that answers for a server has words of its own.
    return { ok: false, code: typeof said.code === 'string' ? (said.code as Code) : 'no-answer' }
  } catch {
    return { ok: false, code: 'no-answer' }
  }
}

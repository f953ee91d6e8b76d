import {
  createIdentityToken,
  type HandedOff,
  type HandedRoom,
  type Handoff,
  type HandoffRefusalCode,
  type IdentityToken,
  type RoomCode,
} from '@confab/protocol'
import { urlOf } from './sending-files.ts'

/** How long the server may take to answer, in milliseconds. */
const ANSWER_MS_MAX = 15_000

/** What came of it. `no-answer`: nothing was heard, and the same may be asked again. */
export type HandoffOutcome<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: HandoffRefusalCode | 'no-answer' }

type Asking = { url: string; fetch?: typeof globalThis.fetch }

/** The identity on this device from now on: what proves it, and the rooms it is in, the one joined last first. */
export type TakenIdentity = { token: IdentityToken; rooms: readonly HandedRoom[] }

/** Asks for a code that carries this identity to another device: once, within `HANDOFF_LIFE_MS`. `url` is the client's. Refused as 'forbidden' while the identity is in no room. */
export function makeHandoff({
  token,
  ...asking
}: Asking & { token: IdentityToken }): Promise<HandoffOutcome<Handoff>> {
  return ask<Handoff>(asking, '/handoffs', { headers: { authorization: `Bearer ${token}` } })
}

/**
 * Takes an identity over. The token is made here, so that an answer may be lost: give the same one when asking again. Refused as 'not-found'
 * when the code is unknown, late or was taken.
 */
export async function takeHandoff({
  code,
  token = createIdentityToken(),
  ...asking
}: Asking & { code: RoomCode; token?: IdentityToken }): Promise<HandoffOutcome<TakenIdentity>> {
  const taken = await ask<HandedOff>(asking, '/handoffs/take', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, token }),
  })
  return taken.ok ? { ok: true, value: { token, rooms: taken.value.rooms } } : taken
}

async function ask<Value>(
  { url, fetch = globalThis.fetch }: Asking,
  path: string,
  request: { headers: Record<string, string>; body?: string },
): Promise<HandoffOutcome<Value>> {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX)
    const answer = await fetch(urlOf(url, path), { method: 'POST', ...request, signal })
    const said = (await answer.json()) as Value & { code?: unknown }
    if (answer.ok) return { ok: true, value: said }
    // A proxy that answers for a server has words of its own.
    return {
      ok: false,
      code: typeof said.code === 'string' ? (said.code as HandoffRefusalCode) : 'no-answer',
    }
  } catch {
    return { ok: false, code: 'no-answer' }
  }
}

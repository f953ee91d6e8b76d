import {
  createIdentityToken,
  type HandedOff,
  type HandedRoom,
  type Handoff,
  type HandoffLooked,
  type HandoffRefusalCode,
  type IdentityToken,
  type RoomCode,
} from '@confab/protocol'
import { type Asked, type Asking, post } from './json-post.ts'

/** What came of it. */
export type HandoffOutcome<Value> = Asked<Value, HandoffRefusalCode>

/** The identity on this device from now on: what proves it, and the rooms it is in, the one joined last first. */
export type TakenIdentity = { token: IdentityToken; rooms: readonly HandedRoom[] }

/** Asks for a code that carries this identity to another device: once, within `HANDOFF_LIFE_MS`. `url` is the client's. Refused as 'forbidden' while the identity is in no room. */
export function makeHandoff({
  token,
  ...asking
}: Asking & { token: IdentityToken }): Promise<HandoffOutcome<Handoff>> {
  return post(asking, '/handoffs', { token })
}

/** Who one would be by a code, before one is: it stays as good as it was. Refused as 'not-found' when the code is unknown, late or was taken. */
export function lookAtHandoff({
  code,
  ...asking
}: Asking & { code: RoomCode }): Promise<HandoffOutcome<HandoffLooked>> {
  return post(asking, '/handoffs/look', { body: { code } })
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
  const taken = await post<HandedOff, HandoffRefusalCode>(asking, '/handoffs/take', { body: { code, token } })
  return taken.ok ? { ok: true, value: { token, rooms: taken.value.rooms } } : taken
}

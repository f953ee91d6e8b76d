import { Type } from 'typebox'

/** Crockford's base32: no I, L, O or U, so nothing that is read aloud or copied by hand can be mistaken. */
export const ROOM_CODE_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ten characters of five bits: 50 bits, out of reach for guessing under the limits on failed look-ups. */
export const ROOM_CODE_LENGTH = 10

/** What people type to get into a room, in its one canonical form: ten lower-case characters, no dashes. */
export type RoomCode = string & { readonly brand: 'RoomCode' }
/** See the type of the same name. */
export const RoomCode = Type.Unsafe<RoomCode>(
  Type.String({ pattern: `^[${ROOM_CODE_ALPHABET}]{${ROOM_CODE_LENGTH}}$` }),
)

/**
 * Reads a room code the way people write it: any case, spaces and dashes anywhere, o for 0, i and l for 1, or a whole
 * pasted link. Answers the canonical code, or null when there is none in it.
 */
export function parseRoomCode(text: string): RoomCode | null {
  const inLink = /\/r\/([^/?#\s]+)/i.exec(text)?.[1]
  const folded = (inLink ?? text)
    .toLowerCase()
    .replace(/[\s\u2010-\u2015\u2212_.-]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1')
  const isCode =
    folded.length === ROOM_CODE_LENGTH && [...folded].every((c) => ROOM_CODE_ALPHABET.includes(c))
  return isCode ? (folded as RoomCode) : null
}

/** A room code as it is shown and read aloud: `k7m-4qp2-x9d`. */
export function formatRoomCode(code: RoomCode): string {
  return `${code.slice(0, 3)}-${code.slice(3, 7)}-${code.slice(7)}`
}

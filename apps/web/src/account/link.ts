import { formatRoomCode, parseRoomCode, type RoomCode } from '@confab/protocol'

const MARK = '#continue='

/** The address that continues somewhere else. The code stands behind the #, which no server and no log ever sees. */
export const linkOf = (code: RoomCode, origin: string): string => `${origin}/${MARK}${formatRoomCode(code)}`

/** The code in such an address, as far as people copy them; null when there is none. */
export function codeIn(hash: string): RoomCode | null {
  return hash.startsWith(MARK) ? parseRoomCode(hash.slice(MARK.length)) : null
}

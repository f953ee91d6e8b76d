import { type FillRandom, ROOM_CODE_ALPHABET, ROOM_CODE_LENGTH, type RoomCode } from '@confab/protocol'

const secureRandom: FillRandom = (bytes) => crypto.getRandomValues(bytes)

/** A fresh room code. The alphabet has 32 letters, so five bits of each byte choose one and all are equally likely. */
export function createRoomCode(fillRandom: FillRandom = secureRandom): RoomCode {
  const bytes = fillRandom(new Uint8Array(ROOM_CODE_LENGTH))
  return Array.from(bytes, (byte) => ROOM_CODE_ALPHABET.charAt(byte & 31)).join('') as RoomCode
}

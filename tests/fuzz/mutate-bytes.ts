import type { Chance } from '../simulation/chance.ts'

/** Bytes that end, begin or break something in UTF-8, JSON, HTTP or WebSocket. */
const ODD_BYTES: readonly Buffer[] = [
  Buffer.from([0]),
  Buffer.from([0xff]),
  Buffer.from([0x80]),
  Buffer.from([0xc0, 0xaf]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf4, 0x90, 0x80, 0x80]),
  Buffer.from([0xef, 0xbb, 0xbf]),
  Buffer.from([0xe2, 0x80, 0xae]),
  Buffer.from('"'),
  Buffer.from('\\'),
  Buffer.from('{}'),
  Buffer.from('\r\n'),
  Buffer.from('\r\n\r\n'),
  Buffer.from('9'.repeat(40)),
]

/** The bytes with one thing done to them that knows nothing of what they mean. */
export function mutateBytes(bytes: Buffer, other: Buffer, chance: Chance): Buffer {
  const place = chance.below(bytes.length + 1)
  const end = Math.min(bytes.length, place + 1 + chance.below(16))
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  switch (chance.below(8)) {
    case 0: {
      const flipped = Buffer.from(bytes)
      const index = Math.min(place, bytes.length - 1)
      if (index >= 0) flipped[index] = (flipped[index] ?? 0) ^ (1 << chance.below(8))
      return flipped
    }
    case 1: {
      const set = Buffer.from(bytes)
      const index = Math.min(place, bytes.length - 1)
      if (index >= 0) set[index] = chance.below(256)
      return set
    }
    case 2:
      return Buffer.concat([before, chance.pick(ODD_BYTES), after])
    case 3:
      return Buffer.concat([before, bytes.subarray(end)])
    case 4:
      return before
    case 5:
      return Buffer.concat([
        before,
        ...Array.from({ length: 1 + chance.below(20) }, () => bytes.subarray(place, end)),
        after,
      ])
    case 6:
      return Buffer.concat([before, other.subarray(chance.below(other.length + 1))])
    default: {
      const shuffled = Buffer.from(bytes)
      shuffled.subarray(place, end).reverse()
      return shuffled
    }
  }
}

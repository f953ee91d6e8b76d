import type { Chance } from '../simulation/chance.ts'

/** A WebSocket frame as it is written, right or wrong. */
export type FrameParts = {
  opcode?: number
  isFinal?: boolean
  isMasked?: boolean
  reserved?: number
  /** What the header says the length is, when that is a lie. */
  saidLength?: number
  /** Writes the length in eight bytes, however short it is. */
  isLengthLong?: boolean
}

const MASK = Buffer.from([0x5a, 0x17, 0xc3, 0x88])

/** One frame in bytes. */
export function frameOf(payload: Buffer, parts: FrameParts = {}): Buffer {
  const { opcode = 1, isFinal = true, isMasked = true, reserved = 0, isLengthLong = false } = parts
  const length = parts.saidLength ?? payload.length
  const headerBytes = isLengthLong || length > 0xffff ? 10 : length > 125 ? 4 : 2
  const start = headerBytes + (isMasked ? MASK.length : 0)
  const frame = Buffer.allocUnsafe(start + payload.length)
  frame[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  const mask = isMasked ? 0x80 : 0
  if (headerBytes === 2) frame[1] = mask | length
  else if (headerBytes === 4) {
    frame[1] = mask | 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = mask | 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  payload.copy(frame, start)
  if (isMasked) {
    MASK.copy(frame, headerBytes)
    for (let i = 0; i < payload.length; i++) frame[start + i] = (payload[i] ?? 0) ^ (MASK[i & 3] ?? 0)
  }
  return frame
}

/** The same message in another way that the standard allows: in pieces, with a ping between them, with a pong before it. */
export function writtenAnotherWay(payload: Buffer, chance: Chance): Buffer {
  const cut = chance.below(payload.length + 1)
  const [first, rest] = [payload.subarray(0, cut), payload.subarray(cut)]
  const begin = frameOf(first, { isFinal: false })
  const end = frameOf(rest, { opcode: 0 })
  switch (chance.below(4)) {
    case 0:
      return Buffer.concat([begin, end])
    case 1:
      return Buffer.concat([begin, frameOf(Buffer.from('are you there?'), { opcode: 9 }), end])
    case 2:
      return Buffer.concat([frameOf(Buffer.alloc(125), { opcode: 10 }), frameOf(payload)])
    default: {
      const pieces = Array.from({ length: 6 }, () => frameOf(Buffer.alloc(0), { opcode: 0, isFinal: false }))
      return Buffer.concat([begin, ...pieces, end])
    }
  }
}

/** Bytes that break the standard, or stretch it until nobody knows what follows. */
export function brokenFrame(payload: Buffer, chance: Chance): Buffer {
  const controlOpcode = chance.pick([8, 9, 10])
  switch (chance.below(13)) {
    case 0:
      return frameOf(payload, { opcode: chance.pick([0, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15]) })
    case 1:
      return frameOf(payload, { reserved: 1 + chance.below(7) })
    case 2:
      return frameOf(payload, { isMasked: false })
    case 3:
      return frameOf(payload, {
        saidLength: chance.pick([0, payload.length >> 1, payload.length + 3, 126, 65_535, 65_536]),
      })
    case 4:
      return frameOf(payload, {
        saidLength: chance.pick([65_537, 2 ** 31, 2 ** 32, 2 ** 53]),
        isLengthLong: true,
      })
    case 5:
      return frameOf(payload, { isLengthLong: true })
    case 6:
      return frameOf(Buffer.alloc(126, 'x'), { opcode: controlOpcode })
    case 7:
      return frameOf(payload.subarray(0, 100), { opcode: controlOpcode, isFinal: false })
    case 8:
      return Buffer.concat([frameOf(payload, { isFinal: false }), frameOf(payload)])
    case 9: {
      const code = Buffer.alloc(2)
      code.writeUInt16BE(
        chance.pick([0, 1, 999, 1000, 1004, 1005, 1006, 1015, 1016, 2999, 3000, 4400, 4999, 5000, 65_535]),
      )
      const reason = chance.pick([
        Buffer.alloc(0),
        Buffer.from('bye'),
        Buffer.from([0xff, 0xfe]),
        Buffer.alloc(123, 'x'),
      ])
      return frameOf(Buffer.concat([code, reason]), { opcode: 8 })
    }
    case 10:
      return Buffer.concat([frameOf(Buffer.from([3]), { opcode: 8 }), frameOf(payload)])
    case 11:
      return Buffer.concat([frameOf(Buffer.alloc(0), { opcode: 8 }), frameOf(payload), frameOf(payload)])
    default:
      return frameOf(payload, {
        opcode: controlOpcode,
        reserved: chance.below(8),
        isMasked: chance.happens(0.5),
      })
  }
}

import { joinFrame } from '@confab/protocol'
import type { EncodedEvent } from '../rooms/room-connection.ts'

/** First byte of a frame that is text and whole. */
const TEXT_AND_FINAL = 0x81

/** Lengths up to here stand in the second byte; longer ones in the two or eight bytes after it. */
const SHORT_LENGTH_MAX = 125
const SHORT_PLUS_TWO = 126
const SHORT_PLUS_EIGHT = 127

const frames = new WeakMap<EncodedEvent, Buffer>()

/** Whoever is told something is told it along with everybody else in the room, so the frame asked for is mostly the last one. */
let last: { event: EncodedEvent; frame: Buffer } | null = null

/** The WebSocket frame of events as bytes, built once however many lines it goes to. Servers do not mask, so it is the same for all. */
export function textFrameOf(event: EncodedEvent): Buffer {
  if (last?.event === event) return last.frame
  let frame = frames.get(event)
  if (!frame) {
    frame = textFrame(joinFrame([event.text]))
    frames.set(event, frame)
  }
  last = { event, frame }
  return frame
}

/** A text as a WebSocket frame, as RFC 6455 has it. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const start = length <= SHORT_LENGTH_MAX ? 2 : length < 2 ** 16 ? 4 : 10
  const frame = Buffer.allocUnsafe(start + length)
  frame[0] = TEXT_AND_FINAL
  if (start === 2) frame[1] = length
  else if (start === 4) {
    frame[1] = SHORT_PLUS_TWO
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = SHORT_PLUS_EIGHT
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(text, start)
  return frame
}

import { joinFrame, type ServerEvent } from '@confab/protocol'
import type { Line } from '../realtime/line.ts'
import type { EncodedEvent } from '../rooms/room-connection.ts'

/** A line without a socket: it keeps the frames, and how it ended. */
export class FakeLine implements Line {
  readonly frames: string[] = []
  unsentBytes = 0
  /** The close code, or that it was cut; null while it is open. */
  ended: number | 'cut' | null = null
  reason = ''
  /** Bytes it never hands on: a reader who does not read. */
  isMute = false

  /** What was sent, as it was handed over. */
  readonly sent: EncodedEvent[] = []

  send(events: EncodedEvent): number {
    this.sent.push(events)
    this.frames.push(joinFrame([events.text]))
    const bytes = Buffer.byteLength(events.text)
    if (this.isMute) this.unsentBytes += bytes
    return bytes
  }

  close(code: number, reason = ''): void {
    this.ended = code
    this.reason = reason
  }

  terminate(): void {
    this.ended = 'cut'
  }

  get events(): ServerEvent[] {
    return this.frames.flatMap((frame) => JSON.parse(frame) as ServerEvent[])
  }
}

import type { Socket } from 'node:net'
import type { CloseCode } from '@confab/protocol'
import type { WebSocket } from 'ws'
import type { EncodedEvent } from '../rooms/room-connection.ts'
import type { Line } from './line.ts'
import { textFrameOf } from './text-frame.ts'

/**
 * A line on a socket of `ws`. What is sent goes past `ws`, as the same bytes for everybody; without compression and fragments
 * every frame is whole, so the two never get between each other's. A class, not closures, for it is asked and told something
 * for every delivery.
 */
export class SocketLine implements Line {
  readonly #socket: WebSocket
  readonly #tcp: Socket

  constructor(socket: WebSocket, tcp: Socket) {
    this.#socket = socket
    this.#tcp = tcp
  }

  /** What `ws` itself sends goes through the same stream, so this is all there is. */
  get unsentBytes(): number {
    return this.#tcp.writableLength
  }

  send(events: EncodedEvent): number {
    if (this.#socket.readyState !== this.#socket.OPEN) return 0
    const frame = textFrameOf(events)
    this.#tcp.write(frame)
    return frame.length
  }

  close(code: CloseCode, reason?: string): void {
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }
}

import { createHash, randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** What a raw WebSocket tells: whole text frames as bytes, valid during the call only, and its end. */
export type RawSocketListeners = { frame(payload: Buffer): void; closed(): void }

/** Longest handshake answer, in bytes. */
const HANDSHAKE_BYTES_MAX = 16 * 1024

const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** All sockets read into the same memory, one after the other: nothing is allocated for what is only counted. */
const READ_BUFFER = Buffer.allocUnsafeSlow(1024 * 1024)

const NOTHING = Buffer.alloc(0)

/**
 * A WebSocket client that costs as little as possible, so that it is not the load generator one measures: it cuts frames out
 * of the stream and leaves their payload as bytes. Unfragmented frames only, which is what every peer here sends.
 */
export class RawSocket {
  readonly #socket: Socket
  readonly #listeners: RawSocketListeners
  #handshake: ((answer: Buffer) => number) | null
  #unread: Buffer = NOTHING

  private constructor(
    port: number,
    listeners: RawSocketListeners,
    handshake: (raw: RawSocket, answer: Buffer) => number,
  ) {
    this.#listeners = listeners
    this.#handshake = (answer) => handshake(this, answer)
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.#receive(READ_BUFFER.subarray(0, length))
          return true
        },
      },
    })
  }

  /** Opens a connection and does the handshake. */
  static open(
    port: number,
    path: string,
    subprotocol: string | null,
    listeners: RawSocketListeners,
  ): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const key = randomBytes(16).toString('base64')
      const raw = new RawSocket(port, listeners, (self, answer) => {
        const end = answer.indexOf('\r\n\r\n')
        if (end < 0 && answer.length < HANDSHAKE_BYTES_MAX) return 0
        const head = answer.subarray(0, Math.max(0, end)).toString()
        if (!head.startsWith('HTTP/1.1 101') || !head.includes(acceptOf(key))) {
          self.destroy()
          reject(new Error(`no upgrade: ${head.split('\r\n')[0]}`))
          return answer.length
        }
        // Now, not at the end of the turn: the first frame may have come with the answer.
        self.#handshake = null
        resolve(self)
        return end + 4
      })
      const protocol = subprotocol ? `Sec-WebSocket-Protocol: ${subprotocol}\r\n` : ''
      raw.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${protocol}\r\n`,
      )
      raw.#socket.on('error', reject)
      raw.#socket.on('close', () => {
        reject(new Error('closed before the handshake'))
        listeners.closed()
      })
    })
  }

  /** Sends a text frame. */
  send(text: string): void {
    this.#write(0x81, Buffer.from(text))
  }

  /** Cuts the line without a goodbye. */
  destroy(): void {
    this.#socket.destroy()
  }

  #write(head: number, payload: Buffer): void {
    const extended = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8
    const frame = Buffer.allocUnsafe(6 + extended + payload.length)
    frame[0] = head
    frame[1] = 0x80 | (extended === 0 ? payload.length : extended === 2 ? 126 : 127)
    if (extended === 2) frame.writeUInt16BE(payload.length, 2)
    if (extended === 8) frame.writeBigUInt64BE(BigInt(payload.length), 2)
    // A mask of zeros is a mask, and leaves the payload as it is.
    frame.writeUInt32BE(0, 2 + extended)
    payload.copy(frame, 6 + extended)
    this.#socket.write(frame)
  }

  #receive(data: Buffer): void {
    const bytes = this.#unread.length === 0 ? data : Buffer.concat([this.#unread, data])
    let at = this.#handshake?.(bytes) ?? 0
    while (!this.#handshake) {
      const frame = readFrame(bytes, at)
      if (!frame) break
      at = frame.end
      if (frame.opcode === 0x1) this.#listeners.frame(frame.payload)
      else if (frame.opcode === 0x9) this.#write(0x8a, frame.payload)
    }
    // A copy: what is shared is written over by the next read.
    this.#unread = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at))
  }
}

function acceptOf(key: string): string {
  return createHash('sha1')
    .update(key + ACCEPT_SUFFIX)
    .digest('base64')
}

function readFrame(bytes: Buffer, at: number): { opcode: number; payload: Buffer; end: number } | null {
  if (bytes.length < at + 2) return null
  const short = (bytes[at + 1] ?? 0) & 0x7f
  const extended = short < 126 ? 0 : short === 126 ? 2 : 8
  const start = at + 2 + extended
  if (bytes.length < start) return null
  const length =
    extended === 0
      ? short
      : extended === 2
        ? bytes.readUInt16BE(at + 2)
        : Number(bytes.readBigUInt64BE(at + 2))
  if (bytes.length < start + length) return null
  return {
    opcode: (bytes[at] ?? 0) & 0x0f,
    payload: bytes.subarray(start, start + length),
    end: start + length,
  }
}

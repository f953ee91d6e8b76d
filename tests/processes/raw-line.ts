import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type Command, type ServerEvent, SUBPROTOCOL } from '@confab/protocol'

/** Any WebSocket frame, right or wrong. */
export type RawFrame = {
  opcode: number
  payload?: Buffer | string
  isFinal?: boolean
  isMasked?: boolean
  /** The three reserved bits, as a number from 0 to 7. */
  reserved?: number
}

/** A WebSocket client made of bytes: it can send what no library would, and stop reading. */
export class RawLine {
  readonly socket: Socket
  readonly events: ServerEvent[] = []
  /** The code of the server's close frame; null while there was none. */
  closeCode: number | null = null
  /** The line is gone, with or without a close frame. */
  readonly gone: Promise<unknown>
  /** Takes the text of each frame instead of `events`, for those who hear too much to keep. */
  onText: ((text: Buffer) => void) | null = null
  #received = Buffer.alloc(0)

  private constructor(socket: Socket, rest: Buffer) {
    this.socket = socket
    this.gone = new Promise((resolve) => socket.once('close', resolve))
    socket.on('data', (data: Buffer) => this.#read(data))
    this.#read(rest)
  }

  /** An open line, upgraded by hand. */
  static async open(port: number, headers: readonly string[] = []): Promise<RawLine> {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(
      [
        'GET /ws HTTP/1.1',
        'Host: 127.0.0.1',
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
        ...headers,
        '\r\n',
      ].join('\r\n'),
    )
    const [data] = (await once(socket, 'data')) as [Buffer]
    const end = data.indexOf('\r\n\r\n') + 4
    if (!data.subarray(0, end).includes('101 Switching')) throw new Error(data.toString())
    return new RawLine(socket, data.subarray(end))
  }

  /** Sends frames in one write. */
  write(...frames: RawFrame[]): void {
    this.socket.write(Buffer.concat(frames.map(encode)))
  }

  send(command: Command): void {
    this.write({ opcode: 1, payload: JSON.stringify(command) })
  }

  /** The first event of a type. */
  async next<Type extends ServerEvent['type']>(type: Type): Promise<Extract<ServerEvent, { type: Type }>> {
    for (;;) {
      const found = this.events.find(
        (event): event is Extract<ServerEvent, { type: Type }> => event.type === type,
      )
      if (found) return found
      await once(this.socket, 'data')
    }
  }

  #read(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data])
    for (;;) {
      const frame = decode(this.#received)
      if (!frame) return
      this.#received = this.#received.subarray(frame.bytes)
      if (frame.opcode === 1 && this.onText) this.onText(frame.payload)
      else if (frame.opcode === 1)
        this.events.push(...(JSON.parse(frame.payload.toString()) as ServerEvent[]))
      if (frame.opcode === 8)
        this.closeCode = frame.payload.length >= 2 ? frame.payload.readUInt16BE(0) : 1005
    }
  }
}

function encode({ opcode, payload = '', isFinal = true, isMasked = true, reserved = 0 }: RawFrame): Buffer {
  const body = Buffer.from(payload)
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  const mask = isMasked ? 0x80 : 0
  const header =
    body.length < 126
      ? Buffer.from([first, mask | body.length])
      : body.length < 65_536
        ? Buffer.from([first, mask | 126, body.length >> 8, body.length & 255])
        : Buffer.from([first, mask | 127, 0, 0, 0, 0, ...lengthBytes(body.length)])
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([header, Buffer.alloc(isMasked ? 4 : 0), body])
}

function lengthBytes(length: number): number[] {
  return [(length >>> 24) & 255, (length >>> 16) & 255, (length >>> 8) & 255, length & 255]
}

/** The first whole frame of what a server sent; null when there is none yet. */
function decode(data: Buffer): { opcode: number; payload: Buffer; bytes: number } | null {
  const [first, second] = data
  if (first === undefined || second === undefined) return null
  const short = second & 127
  const headerBytes = short < 126 ? 2 : short === 126 ? 4 : 10
  if (data.length < headerBytes) return null
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
  const bytes = headerBytes + length
  if (data.length < bytes) return null
  return { opcode: first & 15, payload: data.subarray(headerBytes, bytes), bytes }
}

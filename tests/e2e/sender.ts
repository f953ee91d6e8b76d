import { crc32, deflateSync } from 'node:zlib'
import { createClient, memoryStorage, type Room } from '@confab/client'
import { createId, type FileId, type RoomCode } from '@confab/protocol'
import { decodeFrameCompiled } from '@confab/protocol/compiled'

/** A file as somebody has it on their device. */
export type OwnFile = { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> }

/** Somebody without a browser, who joins a room and posts files. */
export class Sender {
  readonly #room: Room
  readonly close: () => void

  private constructor(room: Room, close: () => void) {
    this.#room = room
    this.close = close
  }

  static async join(name: string, origin: string, code: string): Promise<Sender> {
    const client = createClient({
      url: `${origin.replace(/^http/, 'ws')}/ws`,
      storage: memoryStorage(),
      clientName: 'tests',
      decodeFrame: decodeFrameCompiled,
    })
    client.open()
    const answer = await client.joinRoom(code.replaceAll('-', '') as RoomCode, name)
    if (!answer.ok) throw new Error(`${name} was not let in: ${answer.refusal.code}`)
    return new Sender(answer.value, () => client.close())
  }

  /** Resolves once everybody has it. */
  async post(body: string, ...files: OwnFile[]): Promise<void> {
    const attachments = files.map(({ name, mediaType, bytes }) => ({
      fileId: createId<FileId>(),
      name,
      mediaType,
      blob: new Blob([bytes], { type: mediaType }),
    }))
    const messageId = this.#room.post(body, { attachments })
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        const post = this.#room.view.timeline.pending.find((pending) => pending.messageId === messageId)
        if (post?.state === 'refused') reject(new Error(`It was refused: ${post.refusal}`))
        if (post) return
        stop()
        resolve()
      }
      const stop = this.#room.subscribe(look)
      look()
    })
  }

  /** Takes back what was posted last. */
  deleteLast(): void {
    const last = this.#room.view.timeline.records.findLast((record) => record.kind === 'message')
    if (last?.kind === 'message') this.#room.deleteMessage(last.messageId)
  }
}

/** A PNG of so many pixels, of two colours. */
export function aPicture(name: string, width: number, height: number): OwnFile {
  const chunk = (type: string, data: Uint8Array) => {
    const named = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  // Eight bits for each of red, green and blue.
  head.set([8, 2], 8)
  const lines = Buffer.alloc(height * (1 + 3 * width))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      lines.set(x * height > y * width ? [36, 120, 96] : [206, 232, 218], y * (1 + 3 * width) + 1 + 3 * x)
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { name, mediaType: 'image/png', bytes: new Uint8Array(bytes) }
}

/** So many seconds of a tone. */
export function aTone(name: string, seconds: number): OwnFile {
  const rate = 8_000
  const count = rate * seconds
  const bytes = Buffer.alloc(44 + count)
  bytes.write('RIFF')
  bytes.writeUInt32LE(36 + count, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  // One channel of plain bytes.
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate, 28)
  bytes.writeUInt16LE(1, 32)
  bytes.writeUInt16LE(8, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(count, 40)
  for (let i = 0; i < count; i++)
    bytes[44 + i] = 128 + Math.round(60 * Math.sin((i * 440 * 2 * Math.PI) / rate))
  return { name, mediaType: 'audio/wav', bytes: new Uint8Array(bytes) }
}

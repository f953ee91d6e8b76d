import { connect, type Socket } from 'node:net'
import { type MessageId, type ServerEvent, SUBPROTOCOL } from '@confab/protocol'
import { decodeFrameCompiled } from '@confab/protocol/compiled'
import type { Expectation } from './expectation.ts'
import { frameOf } from './websocket-frames.ts'

/** How long an answer may take on a machine that is busy with a hundred thousand others, in milliseconds. */
export const ANSWER_MS_MAX = 10_000

const NO_BYTES: Buffer = Buffer.alloc(0)

/** A WebSocket line made of bytes, that knows what it waits for and judges every frame that comes. */
export class HostileLine {
  readonly #socket: Socket
  readonly #answerMsMax: number
  readonly #onEvent: (event: ServerEvent) => void
  /** What came that nobody may send. */
  readonly faults: string[] = []
  /** The code of the server's close frame; null while there was none. */
  closeCode: number | null = null
  isGone = false
  #isUpgraded = false
  #received = NO_BYTES
  readonly #refs = new Map<number, number>()
  readonly #posts = new Set<MessageId>()
  /** Posts whose ack need not come, because what was sent behind them may have ended it. */
  readonly #mayAck = new Set<MessageId>()
  /** Everything ever posted here: of an id that two post at once, the span of one may come before the refusal of the other. */
  readonly #posted = new Set<MessageId>()
  #isDoubtful = false
  #welcomes = 0
  #wake: (() => void) | null = null

  constructor(
    port: number,
    address: string,
    onEvent: (event: ServerEvent) => void,
    answerMsMax: number = ANSWER_MS_MAX,
  ) {
    this.#onEvent = onEvent
    this.#answerMsMax = answerMsMax
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.on('error', () => {})
    this.#socket.on('data', (data: Buffer) => this.#read(data))
    this.#socket.on('close', () => {
      this.isGone = true
      this.#wake?.()
    })
    this.#socket.write(
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Forwarded-For: ${address}\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n\r\n`,
    )
  }

  /** Nothing more can be said on it. */
  get isOver(): boolean {
    return this.isGone || this.closeCode !== null
  }

  /** Sends bytes as they are. */
  write(bytes: Buffer): void {
    this.#socket.write(bytes)
  }

  /** Sends a text as it should be sent. */
  say(text: string): void {
    this.write(frameOf(Buffer.from(text)))
  }

  /** From now on an answer to this has to come. `isCertain` false: it may also be that none comes. */
  expect(expectation: Expectation, isCertain = true): void {
    if (expectation.name === 'ack') {
      this.#posted.add(expectation.messageId)
      if (!isCertain) this.#mayAck.add(expectation.messageId)
      this.#posts.add(expectation.messageId)
    }
    if (expectation.name === 'welcome') this.#welcomes += 1
    if (expectation.name === 'reply' || expectation.name === 'welcome')
      for (const ref of expectation.refs) this.#refs.set(ref, (this.#refs.get(ref) ?? 0) + 1)
  }

  /** From now on nobody can tell what the other end reads in what it is sent, so that answers may come or not. */
  expectAnything(): void {
    this.#isDoubtful = true
  }

  /** Nothing waits for an answer. */
  get isQuiet(): boolean {
    if (this.#refs.size > 0 || this.#welcomes > 0) return false
    for (const messageId of this.#posts) if (!this.#mayAck.has(messageId)) return false
    return true
  }

  /** Everything is answered, or the line is over; false when neither came in time. */
  settled(): Promise<boolean> {
    return this.#until(() => this.isQuiet || this.isOver)
  }

  /** The line is over; false when it is not in time. */
  over(): Promise<boolean> {
    return this.#until(() => this.isOver)
  }

  /** Says no more. A server that still has something to say may say it. */
  finish(): void {
    this.#socket.end()
  }

  /** Goes away without a word. */
  destroy(): void {
    this.#socket.destroy()
  }

  #until(holds: () => boolean): Promise<boolean> {
    if (holds()) return Promise.resolve(true)
    return new Promise((resolve) => {
      const done = (inTime: boolean) => {
        clearTimeout(timer)
        this.#wake = null
        resolve(inTime)
      }
      const timer = setTimeout(() => done(false), this.#answerMsMax)
      this.#wake = () => holds() && done(true)
    })
  }

  #read(data: Buffer): void {
    this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, data]) : data
    if (!this.#isUpgraded && !this.#readUpgrade()) return
    while (this.#readFrame());
    this.#wake?.()
  }

  #readUpgrade(): boolean {
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return false
    const head = this.#received.subarray(0, end).toString('latin1')
    this.#isUpgraded = head.startsWith('HTTP/1.1 101 ')
    this.#received = this.#received.subarray(end + 4)
    if (this.#isUpgraded) return true
    this.faults.push(`no line was opened: ${head.slice(0, 40)}`)
    this.#socket.destroy()
    return false
  }

  /** Takes one whole frame off what was received; false when there is none. */
  #readFrame(): boolean {
    const data = this.#received
    const [first = 0, second = 0] = data
    const headerBytes = second < 126 ? 2 : second === 126 ? 4 : 10
    if (data.length < headerBytes) return false
    const length =
      second < 126 ? second : second === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
    const end = headerBytes + length
    if (data.length < end) return false
    this.#received = data.length === end ? NO_BYTES : data.subarray(end)
    const payload = data.subarray(headerBytes, end)
    if (first === 0x81) this.#hear(payload.toString())
    else if (first === 0x88) this.#hearClose(payload)
    else if (first !== 0x8a) this.faults.push(`a frame that begins with 0x${first.toString(16)}`)
    return true
  }

  #hearClose(payload: Buffer): void {
    if (this.closeCode !== null) this.faults.push('a second close frame')
    this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
    this.#socket.end()
  }

  #hear(text: string): void {
    if (this.closeCode !== null) this.faults.push('a frame behind the close frame')
    const events = decodeFrameCompiled(text)
    if (events === null || events.length === 0) {
      this.faults.push(`an answer nobody can read: ${text.slice(0, 200)}`)
      return
    }
    for (const event of events) {
      if ('ref' in event) this.#hearReply(event.ref, event.type)
      else if (event.type === 'welcome') this.#welcomes -= 1
      else if (event.type === 'post-refusal') this.#hearPostRefusal(event.messageId)
      else if (event.type === 'span')
        for (const record of event.records)
          if (record.kind === 'message') this.#posts.delete(record.messageId)
      this.#onEvent(event)
    }
  }

  #hearPostRefusal(messageId: MessageId): void {
    this.#posts.delete(messageId)
    if (!this.#posted.has(messageId) && !this.#isDoubtful) this.faults.push('a refusal of a post nobody made')
  }

  #hearReply(ref: number, what: string): void {
    const count = this.#refs.get(ref)
    if (count === undefined && !this.#isDoubtful) this.faults.push(`a ${what} nobody waits for`)
    if (count === undefined || count === 1) this.#refs.delete(ref)
    else this.#refs.set(ref, count - 1)
  }
}

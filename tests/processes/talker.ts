import { type Answer, type Client, type Clock, createClient, memoryStorage, type Room } from '@confab/client'
import type { MessageId, RoomCode } from '@confab/protocol'
import { decodeFrameCompiled } from '@confab/protocol/compiled'
import { emptyHistory, type PersonHistory } from '../history.ts'

/** How long reading back to the beginning may take, in milliseconds. */
const READ_MS_MAX = 60_000

/** What may be different about a client. */
export type TalkerOptions = { clock?: Clock }

/** A real client in this process that keeps its history. */
export class Talker {
  readonly history: PersonHistory
  readonly client: Client
  /** How long each ack took, in milliseconds. */
  readonly ackMs: number[] = []
  /** When this person made each post, and was first told of each message, in milliseconds of `performance.now()`. */
  readonly postedAt = new Map<MessageId, number>()
  readonly toldAt = new Map<MessageId, number>()
  #room: Room | null = null

  constructor(name: string, url: string, options: TalkerOptions = {}) {
    this.history = emptyHistory(name)
    this.client = createClient({
      url,
      storage: memoryStorage(),
      clientName: 'tests',
      decodeFrame: decodeFrameCompiled,
      windowMax: Number.POSITIVE_INFINITY,
      ...options,
    })
    this.client.open()
  }

  get room(): Room {
    if (!this.#room) throw new Error(`${this.history.name} is in no room`)
    return this.#room
  }

  async create(): Promise<RoomCode> {
    this.#enter(await this.client.createRoom(this.history.name))
    const { room } = this.room.view
    if (!room) throw new Error('a room without its record')
    return room.code
  }

  async join(code: RoomCode): Promise<void> {
    this.#enter(await this.client.joinRoom(code, this.history.name))
  }

  post(body: string): MessageId {
    const messageId = this.room.post(body)
    this.history.posted.push({ messageId, body })
    this.postedAt.set(messageId, performance.now())
    return messageId
  }

  /** Posts that are neither acked nor refused yet. */
  get waiting(): number {
    return this.room.view.timeline.pending.filter((post) => post.state !== 'refused').length
  }

  /** Resolves once nothing waits, or rejects after this many milliseconds. */
  whenQuiet(withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const until = Date.now() + withinMs
      const look = () => {
        if (this.waiting === 0 && this.room.view.phase === 'live') resolve()
        else if (Date.now() > until)
          reject(new Error(`${this.history.name} still waits for ${this.waiting} posts`))
        else setTimeout(look, 20)
      }
      look()
    })
  }

  /** Reads back to the beginning and notes what the screen shows. */
  async readAll(): Promise<void> {
    const until = Date.now() + READ_MS_MAX
    while (this.room.view.timeline.hasOlder) {
      if (Date.now() > until) throw new Error(`${this.history.name} cannot read back`)
      await this.room.loadOlder()
      // Without a line it answers at once, and asking on and on would keep the line from coming.
      await new Promise((resolve) => setImmediate(resolve))
    }
    const { records, pending } = this.room.view.timeline
    this.history.seen = records
    for (const post of pending)
      if (post.state === 'refused') this.history.refused.add(post.messageId)
      else this.history.waiting.push(post.messageId)
  }

  close(): void {
    this.client.close()
  }

  #enter(answer: Answer<Room>): void {
    if (!answer.ok) throw new Error(`${this.history.name} was refused: ${answer.refusal.code}`)
    this.#room = answer.value
    answer.value.onRecords((records) => {
      for (const record of records) {
        if (record.kind !== 'message') continue
        if (!this.toldAt.has(record.messageId)) this.toldAt.set(record.messageId, performance.now())
        this.history.told.push({ messageId: record.messageId, sequence: record.sequence })
        const postedAt = this.postedAt.get(record.messageId)
        if (postedAt === undefined || this.history.acked.has(record.messageId)) continue
        this.history.acked.add(record.messageId)
        this.ackMs.push(performance.now() - postedAt)
      }
    })
  }
}

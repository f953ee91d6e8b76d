import {
  type CloseCode,
  type Command,
  type DecodeCommand,
  FRAME_BYTES_MAX,
  HEARTBEAT_ANSWER_MS,
  HEARTBEAT_MS,
  HELLO_BYTES_MAX,
  HELLO_TIMEOUT_MS,
  type MarkRead,
  type RoomId,
  SPAN_BYTES_MAX,
  type TabId,
} from '@confab/protocol'
import {
  BEHIND_BYTES,
  HEARTBEATS_MISSED_MAX,
  RATE_REFUSALS_MAX,
  type RateLimit,
  STUCK_MS_MAX,
  TAKE_OVER_SURE_MS,
  TURNS_WAITING_MAX,
  UNSENT_BYTES_MAX,
  WHISPER_UNSENT_BYTES_MAX,
} from '../limits.ts'
import type { Counters, CutReason, Ending } from '../observability/counters.ts'
import { type Bucket, fullBucket, takeToken } from '../rooms/rate-limit.ts'
import {
  AskAgain,
  type EncodedEvent,
  type EnteredRoom,
  encodeForDelivery,
  type RoomConnection,
} from '../rooms/room-connection.ts'
import type { TokenHash } from '../store/store.ts'
import type { Line } from './line.ts'

/** Shortest time to the first heartbeat as a part of the interval, so that those who came together do not stay in step. */
const FIRST_HEARTBEAT_MIN = 0.48

/** Who is on the line, once it said hello, and since when: a stamp, see `Stamps`. */
export type Greeted = { tokenHash: TokenHash; tabId: TabId; at: number }

/** What a connection needs of its node. */
export type ConnectionSurroundings = {
  decode: DecodeCommand
  counters: Counters
  /** How many commands one connection may give. */
  commandLimit: RateLimit
  monotonic(): number
  random(): number
  /** This connection has something to send: it is flushed once this turn of the loop is through. */
  willFlush(connection: Connection): void
  /** A command that may run now. */
  onCommand(connection: Connection, command: Command): void
  onClosed(connection: Connection): void
}

/** One WebSocket from open to close: decodes, limits, answers for its liveness, cuts itself when it reads too slowly. */
export class Connection implements RoomConnection {
  readonly #line: Line
  readonly #surroundings: ConnectionSurroundings
  readonly address: string
  /** What the device is called. */
  readonly label: string
  readonly rooms = new Map<RoomId, EnteredRoom>()
  #greeted: Greeted | null = null
  /** Commands that came while the hello waits for its turn; null when none waits. */
  #early: { commands: Command[]; length: number } | null = null
  #isOpen = true
  /** What this turn has to send: mostly one thing, so a list is made for the second. */
  #pending: EncodedEvent | null = null
  #pendingMore: EncodedEvent[] | null = null
  #bucket: Bucket
  #rateRefusals = 0
  #openedAt: number
  #greetedAt = 0
  #heartbeatAt: number
  #answerDueAt: number | null = null
  #heartbeatsMissed = 0
  #handedBytes = 0
  #takenBytes = 0
  #tookAt: number
  /** Null as long as nobody waits, which is nearly always. */
  #drainWaiters: (() => void)[] | null = null
  /** What was asked for last and is not done; null when nothing is. */
  #turn: Promise<unknown> | null = null
  #turnsWaiting = 0
  /** What this person has seen and said too fast; null as long as nothing waits. */
  #readsWaiting: Map<RoomId, MarkRead> | null = null

  constructor(line: Line, from: { address: string; label: string }, surroundings: ConnectionSurroundings) {
    this.#line = line
    this.address = from.address
    this.label = from.label
    this.#surroundings = surroundings
    this.#bucket = fullBucket(surroundings.commandLimit)
    this.#openedAt = surroundings.monotonic()
    this.#tookAt = this.#openedAt
    const first = FIRST_HEARTBEAT_MIN + surroundings.random() * (1 - FIRST_HEARTBEAT_MIN)
    this.#heartbeatAt = this.#openedAt + first * HEARTBEAT_MS
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get greeted(): Greeted | null {
    return this.#greeted
  }

  get tokenHash(): TokenHash {
    if (!this.#greeted) throw new Error('nobody on the line yet')
    return this.#greeted.tokenHash
  }

  get unsentBytes(): number {
    return this.#line.unsentBytes
  }

  /** The hello was heard. */
  greet(greeted: Greeted): void {
    this.#greeted = greeted
    this.#greetedAt = this.#surroundings.monotonic()
  }

  /**
   * The tab is said to have come to another node. A line that is this new may be the newer of the two, whatever the clocks of the
   * nodes make of it: it has to answer, and is closed only if it does not.
   */
  tookOver(): void {
    const now = this.#surroundings.monotonic()
    if (now - this.#greetedAt >= TAKE_OVER_SURE_MS) this.close(4409)
    else this.#heartbeatAt = now
  }

  /** A text frame came in. */
  receive(text: string): void {
    if (!this.#isOpen) return
    const bytesMax = this.#greeted ? FRAME_BYTES_MAX : HELLO_BYTES_MAX
    if (text.length > bytesMax || Buffer.byteLength(text) > bytesMax) return this.close(1009)
    const decoded = this.#surroundings.decode(text)
    if (decoded.outcome === 'malformed') return this.close(4400)
    const limited = this.#limit()
    if (limited === 'flooding') return this.close(4429)
    if (decoded.outcome === 'invalid') {
      if (!this.#greeted) return this.close(4400)
      return this.#refuse(decoded.addressee, { code: 'invalid' })
    }
    const { command } = decoded
    if (command.type === 'hello' ? this.#greeted || this.#early : !this.#greeted && !this.#early)
      return this.close(4400)
    if (this.#early && !this.#greeted)
      return limited ? this.close(4429) : this.#keepForLater(command, text.length)
    if (command.type === 'hello') this.#early = { commands: [], length: 0 }
    // Whoever answers a heartbeat is there, however fast they talk.
    if (limited === null || command.type === 'alive') return this.#surroundings.onCommand(this, command)
    if ('ref' in command) this.#refuse({ ref: command.ref }, limited)
    else if (command.type === 'post-message') this.#refuse(command, limited)
    else if (command.type === 'mark-read') this.#hearLater(command)
  }

  /** What came behind the hello, now that it was heard. */
  runEarly(): void {
    const early = this.#early?.commands ?? []
    this.#early = null
    for (const command of early) if (this.#isOpen) this.#surroundings.onCommand(this, command)
  }

  /** A ping or pong of the WebSocket itself came in. It costs a command; answers whether it may be answered. */
  receivePing(): boolean {
    if (!this.#isOpen) return false
    const limited = this.#limit()
    if (limited === 'flooding') this.close(4429)
    return limited === null
  }

  /** A frame that is not text. */
  receiveBinary(): void {
    this.close(1003)
  }

  deliver(event: EncodedEvent): void {
    if (!this.#isOpen) return
    if (this.#pending === null) {
      this.#pending = event
      this.#surroundings.willFlush(this)
    } else if (this.#pendingMore === null) this.#pendingMore = [event]
    else this.#pendingMore.push(event)
  }

  whisper(event: EncodedEvent): boolean {
    if (this.#line.unsentBytes > WHISPER_UNSENT_BYTES_MAX) return false
    this.deliver(event)
    return true
  }

  /** Sends what this turn gathered as one frame: the shared bytes when it is one piece, which in a busy room it is. */
  flush(): void {
    const first = this.#pending
    if (first === null) return
    const more = this.#pendingMore
    this.#pending = null
    this.#pendingMore = null
    const bytes = this.#line.send(more === null ? first : joined([first, ...more]))
    this.#handedBytes += bytes
    this.#surroundings.counters.framesSent += 1
    this.#surroundings.counters.bytesSent += bytes
    if (this.#line.unsentBytes > UNSENT_BYTES_MAX) this.cut('unsent')
  }

  get isBehind(): boolean {
    return this.#line.unsentBytes > BEHIND_BYTES
  }

  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#turnsWaiting >= TURNS_WAITING_MAX) return Promise.reject(new AskAgain('too much waits already'))
    this.#turnsWaiting += 1
    const done = (this.#turn ?? Promise.resolve()).then(work).finally(() => {
      this.#turnsWaiting -= 1
      if (this.#turnsWaiting === 0) this.#turn = null
    })
    this.#turn = done.catch(() => {})
    return done
  }

  drained(): Promise<void> {
    this.flush()
    if (!this.#isOpen || this.#line.unsentBytes < SPAN_BYTES_MAX) return Promise.resolve()
    return new Promise((resolve) => {
      this.#drainWaiters ??= []
      this.#drainWaiters.push(resolve)
    })
  }

  /** The line took bytes. */
  onDrained(): void {
    if (this.#drainWaiters !== null && this.#line.unsentBytes < SPAN_BYTES_MAX) this.#wakeDrainWaiters()
  }

  /** Looked at every second: hello, heartbeat and reading in time? */
  tick(now: number): void {
    if (!this.#isOpen) return
    if (!this.#greeted) {
      if (!this.#early && now - this.#openedAt >= HELLO_TIMEOUT_MS) this.close(4408)
      return
    }
    const { unsentBytes } = this.#line
    const takenBytes = this.#handedBytes - unsentBytes
    if (unsentBytes === 0 || takenBytes > this.#takenBytes) this.#tookAt = now
    this.#takenBytes = takenBytes
    if (now - this.#tookAt >= STUCK_MS_MAX) return this.cut('stuck')
    this.onDrained()
    this.#hearReads()
    this.#beat(now)
  }

  /** The answer to a heartbeat. */
  onAlive(): void {
    this.#answerDueAt = null
    this.#heartbeatsMissed = 0
  }

  /** Says goodbye; what was said before it still goes out, unless the line takes it too slowly to wait for. */
  close(code: CloseCode, reason?: string): void {
    if (!this.#isOpen) return
    this.flush()
    if (!this.#isOpen) return
    if (this.#line.unsentBytes > SPAN_BYTES_MAX) return this.cut('unsent')
    this.#end(code)
    this.#line.close(code, reason)
  }

  /** Ends a line that does not take what it is sent. Not `close`, which would keep the unsent bytes for half a minute. */
  cut(reason: CutReason): void {
    if (!this.#isOpen) return
    this.#surroundings.counters.connectionsCut[reason] += 1
    this.#end('cut')
    this.#line.terminate()
  }

  /** The line is gone. */
  onGone(): void {
    this.#end('gone')
  }

  /** A stranger is heard briefly, and so is who does not wait for the welcome. */
  #keepForLater(command: Command, length: number): void {
    const early = this.#early
    if (!early) return
    early.length += length
    if (early.length > HELLO_BYTES_MAX) this.close(4429)
    else early.commands.push(command)
  }

  /** Nobody is told that this was too fast, so nobody would say it again. No more of it waits than there are rooms. */
  #hearLater(read: MarkRead): void {
    if (!this.rooms.has(read.roomId)) return
    this.#readsWaiting ??= new Map()
    const before = this.#readsWaiting.get(read.roomId)
    if (!before || before.upTo < read.upTo) this.#readsWaiting.set(read.roomId, read)
  }

  #hearReads(): void {
    if (!this.#readsWaiting) return
    for (const [roomId, read] of this.#readsWaiting) {
      if (!this.#takeToken().ok) return
      this.#readsWaiting.delete(roomId)
      this.#surroundings.onCommand(this, read)
    }
    this.#readsWaiting = null
  }

  #beat(now: number): void {
    if (this.#answerDueAt !== null && now >= this.#answerDueAt) {
      this.#answerDueAt = null
      this.#surroundings.counters.heartbeatsMissed += 1
      if (++this.#heartbeatsMissed >= HEARTBEATS_MISSED_MAX) return this.cut('silent')
      this.#heartbeatAt = now
    }
    if (now < this.#heartbeatAt) return
    const heads = [...this.rooms].flatMap(([roomId, room]) => {
      const head = room.headFor(this)
      return head === null ? [] : [{ roomId, head }]
    })
    this.deliver(encodeForDelivery({ type: 'heartbeat', heads }))
    this.#heartbeatAt = now + HEARTBEAT_MS
    this.#answerDueAt = now + HEARTBEAT_ANSWER_MS
  }

  #limit(): { code: 'rate-limited'; retryAfterMs: number } | 'flooding' | null {
    const taken = this.#takeToken()
    if (taken.ok) {
      this.#rateRefusals = 0
      return null
    }
    if (++this.#rateRefusals > RATE_REFUSALS_MAX) return 'flooding'
    return { code: 'rate-limited', retryAfterMs: taken.retryAfterMs }
  }

  #takeToken(): ReturnType<typeof takeToken> {
    const taken = takeToken(this.#surroundings.commandLimit, this.#bucket, this.#surroundings.monotonic())
    this.#bucket = taken.bucket
    return taken
  }

  #refuse(
    addressee:
      | { ref: number }
      | { roomId: RoomId; messageId: Extract<Command, { type: 'post-message' }>['messageId'] },
    refused: { code: 'invalid' } | { code: 'rate-limited'; retryAfterMs: number },
  ): void {
    this.#surroundings.counters.refusals[refused.code] += 1
    if ('ref' in addressee)
      this.deliver(encodeForDelivery({ type: 'refusal', ref: addressee.ref, ...refused }))
    else {
      const { roomId, messageId } = addressee
      this.deliver(encodeForDelivery({ type: 'post-refusal', roomId, messageId, ...refused }))
    }
  }

  #end(ending: Ending): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#surroundings.counters.connectionsClosed[ending] += 1
    this.#pending = null
    this.#pendingMore = null
    this.#early = null
    this.#readsWaiting = null
    this.#wakeDrainWaiters()
    this.#surroundings.onClosed(this)
  }

  #wakeDrainWaiters(): void {
    const waiters = this.#drainWaiters ?? []
    this.#drainWaiters = null
    for (const resolve of waiters) resolve()
  }
}

/** Several events as one, without encoding them anew. */
function joined(events: readonly EncodedEvent[]): EncodedEvent {
  return { text: events.map((event) => event.text).join(',') }
}

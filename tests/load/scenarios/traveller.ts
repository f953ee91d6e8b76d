import {
  type Epoch,
  type IdentityToken,
  placeAfter,
  type RoomId,
  type Sequence,
  type ServerEvent,
} from '@confab/protocol'
import { pause } from '../crowd.ts'
import type { FrameReader } from '../frame-reader.ts'
import type { EnteredLine } from '../peers/confab.ts'
import { ConfabLine } from '../peers/confab-line.ts'

/** The first wait after a failed try and the longest, in milliseconds; as Confab's own client does it, with full jitter. */
const BACKOFF_FIRST_MS = 500
const BACKOFF_MAX_MS = 30_000

/** A member who keeps a cursor, is cut, and comes back with it, like the client in a browser. */
export class Traveller {
  readonly #port: number
  readonly #token: IdentityToken | null
  readonly #reader: FrameReader
  readonly #roomId: RoomId
  readonly #epoch: Epoch
  #line: ConfabLine
  #cursor: Sequence
  /** How far the room was when it let this one in again; null while it has not. */
  #head: Sequence | null = null
  #caughtUp: (at: number) => void = () => {}
  /** Changes that were skipped since it was cut: there may be none. */
  holes = 0
  /** Fresh pages instead of what was missed. */
  resets = 0

  constructor(port: number, { line, token, room }: EnteredLine, reader: FrameReader) {
    this.#port = port
    this.#token = token
    this.#reader = reader
    this.#roomId = room.roomId
    this.#epoch = room.epoch
    this.#cursor = room.head
    this.#line = line
    line.onEvents = (events) => this.#receive(events)
  }

  cut(): void {
    this.#line.cut()
    this.#head = null
    this.holes = 0
  }

  /** Comes back, however many tries it takes; resolves with the moment it had everything up to the head it was told. */
  async comeBack(): Promise<number> {
    const caughtUp = new Promise<number>((resolve) => {
      this.#caughtUp = resolve
    })
    for (let attempt = 0; ; attempt++)
      try {
        this.#line = await ConfabLine.open({
          port: this.#port,
          token: this.#token,
          resume: [this.#place()],
          reader: this.#reader,
          onEvents: (events) => this.#receive(events),
        })
        return await caughtUp
      } catch {
        await pause(Math.random() * Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** attempt))
      }
  }

  #place() {
    return { ref: 1, roomId: this.#roomId, cursor: { epoch: this.#epoch, sequence: this.#cursor } }
  }

  #receive(events: readonly ServerEvent[]): void {
    for (const event of events) this.#apply(event)
    if (this.#head !== null && this.#cursor >= this.#head) this.#caughtUp(performance.now())
  }

  #apply(event: ServerEvent): void {
    switch (event.type) {
      case 'entered':
        this.#head = event.head
        return
      case 'reset':
        this.resets += 1
        this.#cursor = event.page.head
        return
      case 'span':
        if (placeAfter(this.#cursor, event) === 'gap') this.holes += 1
        this.#cursor = Math.max(this.#cursor, event.upTo)
        return
      case 'refusal':
        // Not now: it asks again when it is told to.
        void pause(event.retryAfterMs ?? BACKOFF_FIRST_MS).then(() =>
          this.#line.send({ type: 'resume-room', ...this.#place() }),
        )
    }
  }
}

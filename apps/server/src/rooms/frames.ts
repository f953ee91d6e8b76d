import type { MemberId, Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { FRAME_LENGTH_MAX } from '../limits.ts'
import { frameWindowMs } from './frame-window.ts'
import type { EncodedEvent } from './room-connection.ts'
import { type EncodedSpan, removedBy } from './spans.ts'

/**
 * Spans that go out together, up to a sequence. What of them somebody has is seen by them, and dropped (D5). `removed` is who
 * is told nothing behind it.
 */
export type Frame = {
  upTo: Sequence
  encoded: EncodedEvent
  removed: MemberId | null
  spans: readonly EncodedSpan[]
}

/** What gathering needs of the node. `loopBusy` is the part of the time the event loop works, 0 to 1. */
export type FramesSurroundings = { clock: Clock; loopBusy: () => number }

/** The frames of one room: a span goes out at once when the room is quiet, and with others when it is not (group frame). */
export class Frames {
  readonly #surroundings: FramesSurroundings
  readonly #send: (frame: Frame) => void
  #gathered: EncodedSpan[] = []
  #length = 0
  #sentAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  constructor(surroundings: FramesSurroundings, send: (frame: Frame) => void) {
    this.#surroundings = surroundings
    this.#send = send
  }

  /** Takes the next span, which so many listen for. */
  add(next: EncodedSpan, listeners: number): void {
    const { clock, loopBusy } = this.#surroundings
    this.#gathered.push(next)
    this.#length += next.encoded.text.length
    // A frame ends where somebody's hearing does.
    if (this.#length > FRAME_LENGTH_MAX || removedBy(next.span)) return this.flush()
    if (this.#cancel) return
    const waitMs = this.#sentAt + frameWindowMs(listeners, loopBusy()) - clock.monotonic()
    if (waitMs <= 0) this.flush()
    else this.#cancel = clock.after(waitMs, () => this.flush())
  }

  /** Sends what gathered, if anything did. */
  flush(): void {
    this.#cancel?.()
    this.#cancel = null
    if (this.#gathered.length === 0) return
    const frame = together(this.#gathered)
    this.#gathered = []
    this.#length = 0
    this.#sentAt = this.#surroundings.clock.monotonic()
    this.#send(frame)
  }
}

/** One span keeps its encoding; several are joined, not encoded anew. */
function together(spans: readonly EncodedSpan[]): Frame {
  const last = spans.at(-1)?.span
  const upTo = last?.upTo ?? 0
  const removed = last ? removedBy(last) : null
  const [only] = spans
  if (only && spans.length === 1) return { upTo, encoded: only.encoded, removed, spans }
  return { upTo, encoded: { text: spans.map(({ encoded }) => encoded.text).join(',') }, removed, spans }
}

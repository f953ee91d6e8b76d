import { type Epoch, placeAfter, type RoomId, type Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { REPAIR_RECORDS_MAX } from '../limits.ts'
import type { Head, Store } from '../store/store.ts'
import { EarlySpans } from './early-spans.ts'
import { type EncodedSpan, spansOfReplay } from './spans.ts'

/** How long a repair waits after the store could not be read, in milliseconds. */
export const REPAIR_RETRY_MS = 500

/** What a stream stands on. */
export type StreamSurroundings = {
  store: Store
  clock: Clock
  /** Whether other nodes' doorbells get through at present. */
  isTold: () => boolean
}

/**
 * The changes of a room as this node hears of them, put in order: each goes on once, the next after the one before. What is told may be next,
 * seen or beyond a hole, and then the store is read (D4).
 */
export class Stream {
  readonly #roomId: RoomId
  readonly #epoch: Epoch
  readonly #store: Store
  readonly #clock: Clock
  readonly #goOn: (span: EncodedSpan) => void
  readonly #early: EarlySpans
  #delivered: Sequence
  /** The highest head anyone spoke of; above `#delivered` it means a hole. */
  #known: Sequence
  #isRepairing = false
  #isClosed = false

  constructor(
    roomId: RoomId,
    { epoch, head }: Head,
    { store, clock, isTold }: StreamSurroundings,
    goOn: (span: EncodedSpan) => void,
  ) {
    this.#roomId = roomId
    this.#epoch = epoch
    this.#delivered = head
    this.#known = head
    this.#store = store
    this.#clock = clock
    this.#goOn = goOn
    this.#early = new EarlySpans({ clock, isTold, missing: () => this.#repair() })
  }

  /** How far it went on. */
  get head(): Sequence {
    return this.#delivered
  }

  /** A span that this node committed or another told of. */
  receive(received: EncodedSpan): void {
    if (received.span.epoch !== this.#epoch) return
    this.#known = Math.max(this.#known, received.span.upTo)
    switch (placeAfter(this.#delivered, received.span)) {
      case 'seen':
        return
      case 'next':
        this.#pass(received)
        this.#passEarly()
        return
      case 'gap':
        // A reading that goes on reads on up to here.
        if (this.#isRepairing || !this.#early.keep(received)) this.#repair()
    }
  }

  /** Somebody read the room's head in the store: if it is above what went on, something was missed. */
  sawHead({ epoch, head }: Head): void {
    if (epoch !== this.#epoch) return
    this.#known = Math.max(this.#known, head)
    if (this.#known > this.#delivered) this.#repair()
  }

  /** Nothing is repaired any more. */
  close(): void {
    this.#isClosed = true
    this.#early.close()
  }

  #pass(next: EncodedSpan): void {
    this.#delivered = next.span.upTo
    this.#goOn(next)
  }

  /** What came early and waited for this. */
  #passEarly(): void {
    for (;;) {
      const next = this.#early.takeNext(this.#delivered)
      if (!next) return
      this.#pass(next)
    }
  }

  #repair(): void {
    if (this.#isRepairing || this.#isClosed) return
    this.#isRepairing = true
    void this.#readOn()
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#known > this.#delivered && !this.#isClosed) {
        const asked = this.#delivered
        const { upTo, records } = await this.#store.readChanges(this.#roomId, asked, REPAIR_RECORDS_MAX)
        // What was told while the store read is not told again.
        const after = this.#delivered
        // Nothing to read although somebody spoke of more: a replica behind, or a lie. The next word starts anew.
        if (upTo <= asked) this.#known = after
        const missing = records.filter((record) => record.version > after)
        for (const piece of spansOfReplay(this.#roomId, this.#epoch, { after, upTo }, missing))
          this.#pass(piece)
        this.#passEarly()
      }
      this.#isRepairing = false
    } catch {
      this.#clock.after(REPAIR_RETRY_MS, () => {
        this.#isRepairing = false
        if (this.#known > this.#delivered) this.#repair()
      })
    }
  }
}

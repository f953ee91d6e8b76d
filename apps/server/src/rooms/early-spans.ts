import { placeAfter, type Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { EARLY_SPANS_LENGTH_MAX, EARLY_SPANS_MAX, EARLY_SPANS_MS_MAX } from '../limits.ts'
import type { EncodedSpan } from './spans.ts'

/** What early spans need. `missing` is called when one that others follow does not come. */
export type EarlySpansSurroundings = {
  clock: Clock
  /** Whether doorbells get through at present: otherwise nothing is worth waiting for. */
  isTold: () => boolean
  missing: () => void
}

/**
 * Spans that came before one they follow. Where people of one room speak on several nodes, a node often has its own commit before the
 * doorbell of the one ahead of it, which is on its way: what came early waits a moment for it, and the store is not asked.
 */
export class EarlySpans {
  readonly #surroundings: EarlySpansSurroundings
  #waiting: EncodedSpan[] = []
  #length = 0
  #cancel: (() => void) | null = null

  constructor(surroundings: EarlySpansSurroundings) {
    this.#surroundings = surroundings
  }

  /** Takes a span that is beyond a hole; answers whether it waits. What does not has to be read. */
  keep(early: EncodedSpan): boolean {
    const length = this.#length + early.encoded.text.length
    const isFull = this.#waiting.length >= EARLY_SPANS_MAX || length > EARLY_SPANS_LENGTH_MAX
    if (isFull || !this.#surroundings.isTold()) return false
    this.#waiting.push(early)
    this.#length = length
    this.#cancel ??= this.#patience()
    return true
  }

  /** After something was told: the span that is next now, if it is here. */
  takeNext(told: Sequence): EncodedSpan | null {
    if (this.#waiting.length === 0) return null
    const isNext = ({ span }: EncodedSpan) => placeAfter(told, span) === 'next'
    const next = this.#waiting.find(isNext) ?? null
    this.#waiting = this.#waiting.filter((each) => each !== next && placeAfter(told, each.span) !== 'seen')
    this.#length = this.#waiting.reduce((sum, { encoded }) => sum + encoded.text.length, 0)
    this.#cancel?.()
    // The hole they wait for is another one now.
    this.#cancel = this.#waiting.length > 0 ? this.#patience() : null
    return next
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#waiting = []
    this.#length = 0
  }

  #patience(): () => void {
    return this.#surroundings.clock.after(EARLY_SPANS_MS_MAX, () => {
      this.#cancel = null
      this.#surroundings.missing()
    })
  }
}

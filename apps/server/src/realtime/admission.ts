import type { Hello } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { ADMISSION_STEP_MS, type RateLimit } from '../limits.ts'
import { type Guest, HelloQueue } from './hello-queue.ts'

/** What becomes of those who said hello. */
export type AdmissionListeners<Line> = {
  /** It is this one's turn. Never called for a line that was forgotten. */
  admit(guest: Guest<Line>): void
  /** Too many wait, or this one waited too long: it shall come back later. */
  turnAway(line: Line): void
}

/** Admits hellos as their queue says. On a quiet node that is at once. */
export class Admission<Line> {
  readonly #clock: Clock
  readonly #queue: HelloQueue<Line>
  readonly #listeners: AdmissionListeners<Line>
  #cancelStep: (() => void) | null = null

  constructor(clock: Clock, limit: RateLimit, listeners: AdmissionListeners<Line>) {
    this.#clock = clock
    this.#queue = new HelloQueue(limit)
    this.#listeners = listeners
  }

  /** How many wait. */
  get waiting(): number {
    return this.#queue.length
  }

  /** A hello came in. */
  arrive(line: Line, hello: Hello): void {
    switch (this.#queue.arrive({ line, hello }, this.#clock.monotonic())) {
      case 'admitted':
        return this.#listeners.admit({ line, hello })
      case 'turned-away':
        return this.#listeners.turnAway(line)
      case 'waiting':
        this.#planStep()
    }
  }

  /** The line is gone, whether it waits or not. */
  forget(line: Line): void {
    this.#queue.forget(line)
  }

  /** Nobody is admitted any more. */
  close(): void {
    this.#cancelStep?.()
  }

  #planStep(): void {
    const waitMs = Math.max(ADMISSION_STEP_MS, this.#queue.wait(this.#clock.monotonic()))
    this.#cancelStep ??= this.#clock.after(waitMs, () => {
      this.#cancelStep = null
      const now = this.#clock.monotonic()
      for (const line of this.#queue.expire(now)) this.#listeners.turnAway(line)
      for (const guest of this.#queue.admit(now)) this.#listeners.admit(guest)
      if (this.#queue.length > 0) this.#planStep()
    })
  }
}

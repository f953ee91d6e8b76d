import type { Clock } from '@confab/client'
import { announcement, type Heard } from './announcement.ts'

/** Whoever writes two lines in a row is heard once: a word waits so long for the next, in milliseconds. */
export const GATHER_MS = 600

/** Nobody waits longer than this for the first word, in milliseconds. */
export const GATHER_MS_MAX = 2_000

/** A voice needs time: between two announcements there is at least this, in milliseconds. */
export const PAUSE_MS = 4_000

/** Tells by voice what arrives: a few messages as they are, a burst as one sentence, never one on top of the other. */
export class Announcer {
  readonly #clock: Clock
  readonly #say: (words: string) => void
  #heard: Heard[] = []
  #firstAt = 0
  #saidAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | null = null

  /** `say` is given each announcement. */
  constructor(clock: Clock, say: (words: string) => void) {
    this.#clock = clock
    this.#say = say
  }

  hear(messages: readonly Heard[]): void {
    if (messages.length === 0) return
    const now = this.#clock.monotonic()
    if (this.#heard.length === 0) this.#firstAt = now
    this.#heard.push(...messages)
    const due = Math.min(now + GATHER_MS, this.#firstAt + GATHER_MS_MAX)
    this.#cancel?.()
    this.#cancel = this.#clock.after(Math.max(due, this.#saidAt + PAUSE_MS) - now, () => this.#speak())
  }

  close(): void {
    this.#cancel?.()
    this.#heard = []
  }

  #speak(): void {
    this.#cancel = null
    this.#saidAt = this.#clock.monotonic()
    const words = announcement(this.#heard)
    this.#heard = []
    this.#say(words)
  }
}

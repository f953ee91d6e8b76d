/**
 * Measures how far a list moves what somebody reads, from frame to frame: where the words of the first message begin that begins on the
 * screen. Words that are broken anew, because the screen turned, grow below that place.
 */
export class DriftMeter {
  /** The largest jump seen, in pixels. */
  worst = 0
  readonly #list: HTMLElement
  #held: { words: Element; top: number } | null = null
  #isRunning = true

  constructor(list: HTMLElement) {
    this.#list = list
    // After the frame, not before it: what is laid out and put right before it is painted nobody sees.
    const wait = () => requestAnimationFrame(() => setTimeout(sample))
    const sample = () => {
      if (!this.#isRunning) return
      this.#sample()
      wait()
    }
    this.hold()
    wait()
  }

  /** From here on this is where it should stay: to be called when the person themselves scrolled. */
  hold(): void {
    const { top } = this.#list.getBoundingClientRect()
    for (const words of this.#list.querySelectorAll('li[data-anchor] .body')) {
      const begins = words.getBoundingClientRect().top - top
      if (begins < 0) continue
      this.#held = { words, top: begins }
      return
    }
  }

  stop(): number {
    this.#sample()
    this.#isRunning = false
    return this.worst
  }

  #sample(): void {
    if (!this.#held) return
    const { words, top } = this.#held
    // A line that is gone is as far away as can be.
    const now = words.isConnected
      ? words.getBoundingClientRect().top - this.#list.getBoundingClientRect().top
      : Number.POSITIVE_INFINITY
    this.worst = Math.max(this.worst, Math.abs(now - top))
  }
}

/**
 * Measures how far the words of a list went, frame by frame, whatever was put above or taken away below: as far as somebody scrolled, if
 * nothing else moved them. Upwards in the history counts up.
 */
export class WayMeter {
  #went = 0
  #back = 0
  #tops: Map<Element, number>
  #isRunning = true
  readonly #list: HTMLElement

  constructor(list: HTMLElement) {
    this.#list = list
    this.#tops = this.#look()
    const wait = () => requestAnimationFrame(() => setTimeout(sample))
    const sample = () => {
      if (!this.#isRunning) return
      this.#sample()
      wait()
    }
    wait()
  }

  /** How far they went in all, and the furthest they went down the history between two frames. */
  stop(): { went: number; back: number } {
    this.#sample()
    this.#isRunning = false
    return { went: this.#went, back: this.#back }
  }

  #look(): Map<Element, number> {
    const edge = this.#list.getBoundingClientRect().top
    const words = [...this.#list.querySelectorAll('li[data-anchor] .body')]
    return new Map(words.map((one) => [one, one.getBoundingClientRect().top - edge]))
  }

  #sample(): void {
    const now = this.#look()
    for (const [words, top] of now) {
      const before = this.#tops.get(words)
      if (before === undefined) continue
      this.#went += top - before
      this.#back = Math.min(this.#back, top - before)
      break
    }
    this.#tops = now
  }
}

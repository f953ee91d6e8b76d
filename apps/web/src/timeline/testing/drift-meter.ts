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

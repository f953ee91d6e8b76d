/** Measures how far a list moves what somebody reads: the first message seen, from frame to frame. */
export class DriftMeter {
  /** The largest jump seen, in pixels. */
  worst = 0
  readonly #list: HTMLElement
  #held: { line: Element; bottom: number } | null = null
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
    for (const line of this.#list.querySelectorAll('li[data-anchor]')) {
      const bottom = line.getBoundingClientRect().bottom - top
      if (bottom <= 0) continue
      this.#held = { line, bottom }
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
    const { line, bottom } = this.#held
    // A line that is gone is as far away as can be.
    const now = line.isConnected
      ? line.getBoundingClientRect().bottom - this.#list.getBoundingClientRect().top
      : Number.POSITIVE_INFINITY
    this.worst = Math.max(this.worst, Math.abs(now - bottom))
  }
}

/**
 * Puts moments of several nodes in an order, whatever their clocks show: a stamp is this node's wall clock, or one more than the
 * highest stamp it made or heard of. What a node stamps after it heard of something comes after it.
 */
export class Stamps {
  readonly #now: () => number
  #highest = 0

  /** `now` tells the wall clock in milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** The highest that was made or heard of. */
  get highest(): number {
    return this.#highest
  }

  next(): number {
    this.#highest = Math.max(this.#highest + 1, this.#now())
    return this.#highest
  }

  heard(at: number): void {
    this.#highest = Math.max(this.#highest, at)
  }
}

/**
 * Values counted by size, as a Prometheus histogram wants them: an array of numbers, so that counting on a busy path costs a
 * few comparisons and no allocation.
 */
export class Tally {
  /** The buckets' upper bounds, growing. A value is counted in the first that is not below it. */
  readonly bounds: readonly number[]
  /** How many fell into each bucket; one more than there are bounds, for what is above them all. */
  readonly counts: number[]
  sum = 0
  count = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Array<number>(bounds.length + 1).fill(0)
  }

  /** Counts one value. */
  observe(value: number): void {
    let bucket = 0
    while (bucket < this.bounds.length && value > (this.bounds[bucket] ?? 0)) bucket++
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.sum += value
    this.count += 1
  }
}

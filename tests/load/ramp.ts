/** A rate that was tried, and whether it was carried. */
export type Step = { rate: number; isCarried: boolean }

/** Where a ramp begins, and how close it gets: it ends when what is too much is this many times what is carried, or less. */
export type RampOptions = { first: number; closeness: number }

/** How fast a ramp climbs until something is too much. */
const GROWTH = 2

/** A rate that fails is tried once more before it is believed: a machine does other things too. */
const FAILURES_BELIEVED = 2

/** Halved this often, the first rate is not one that can be carried at all. */
const HALVINGS_MAX = 6

/** The highest rate that was carried; null when none was. */
export function mostCarried(steps: readonly Step[]): number | null {
  const carried = steps.filter((step) => step.isCarried).map((step) => step.rate)
  return carried.length > 0 ? Math.max(...carried) : null
}

/** The rate to try next: doubling up to the first that is too much, then closing in; null when the limit is known. */
export function nextRate(steps: readonly Step[], { first, closeness }: RampOptions): number | null {
  const last = steps.at(-1)
  if (!last) return first
  if (!last.isCarried && failuresOf(steps, last.rate) < FAILURES_BELIEVED) return last.rate
  const most = mostCarried(steps)
  const tooMuch = steps.filter((step) => !step.isCarried && step.rate > (most ?? 0)).map((step) => step.rate)
  if (tooMuch.length === 0) return last.rate * GROWTH
  const least = Math.min(...tooMuch)
  if (most === null) return least < first / GROWTH ** HALVINGS_MAX ? null : least / GROWTH
  return least / most <= closeness ? null : Math.round(Math.sqrt(least * most))
}

function failuresOf(steps: readonly Step[], rate: number): number {
  return steps.filter((step) => step.rate === rate && !step.isCarried).length
}

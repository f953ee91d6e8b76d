/** A rate that was tried, and whether it was carried. */
export type Step = { rate: number; isCarried: boolean }

/** How a ramp climbs. */
export type RampOptions = {
  first: number
  /** How many times the last rate the next one is, until something is too much. */
  growth: number
  /** It ends when what is too much is this many times what is carried, or less. */
  closeness: number
  /** How often a rate has to fail: a machine does other things too. */
  failuresBelieved: number
}

/** A climb that takes its time, one that wants to know about how much it is, and one for a first look. */
export const THOROUGH = { growth: 2, closeness: 1.1, failuresBelieved: 2 }
export const ROUGH = { growth: 2, closeness: 2, failuresBelieved: 2 }
export const SKETCHY = { growth: 4, closeness: 2, failuresBelieved: 2 }

/** Halved this often, the first rate is not one that can be carried at all. */
const HALVINGS_MAX = 6

/** The highest rate that was carried; null when none was. */
export function mostCarried(steps: readonly Step[]): number | null {
  const carried = steps.filter((step) => step.isCarried).map((step) => step.rate)
  return carried.length > 0 ? Math.max(...carried) : null
}

/** The rate to try next: growing up to the first that is too much, then closing in; null when the limit is known. */
export function nextRate(steps: readonly Step[], options: RampOptions): number | null {
  const { first, growth, closeness, failuresBelieved } = options
  const last = steps.at(-1)
  if (!last) return first
  if (!last.isCarried && failuresOf(steps, last.rate) < failuresBelieved) return last.rate
  const most = mostCarried(steps)
  const tooMuch = steps.filter((step) => !step.isCarried && step.rate > (most ?? 0)).map((step) => step.rate)
  if (tooMuch.length === 0) return last.rate * growth
  const least = Math.min(...tooMuch)
  if (most === null) return least < first / 2 ** HALVINGS_MAX ? null : least / 2
  return least / most <= closeness ? null : Math.round(Math.sqrt(least * most))
}

function failuresOf(steps: readonly Step[], rate: number): number {
  return steps.filter((step) => step.rate === rate && !step.isCarried).length
}

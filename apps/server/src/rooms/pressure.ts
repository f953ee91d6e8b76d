/** How busy the loop is when gathering begins to pay, and when it pays most. */
const BUSY_FROM = 0.5
const BUSY_FULL = 0.75

/** How much a node gains by doing things together, 0 to 1: nothing while its loop has time left. `loopBusy` is 0 to 1. */
export function pressureOf(loopBusy: number): number {
  return Math.max(0, Math.min(1, (loopBusy - BUSY_FROM) / (BUSY_FULL - BUSY_FROM)))
}

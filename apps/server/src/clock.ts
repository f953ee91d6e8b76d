/** Time as the server sees it. Simulations pass their own. */
export interface Clock {
  /** Wall clock in milliseconds: for what people are shown. May jump. */
  now(): number
  /** Milliseconds that only ever grow: for limits, graces and timeouts. */
  monotonic(): number
  /** Calls back once, after this many milliseconds, unless cancelled by the returned function. */
  after(ms: number, callback: () => void): () => void
}

/** The machine's time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

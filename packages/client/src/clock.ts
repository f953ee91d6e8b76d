/** Time as the client knows it. Everything that waits or asks the time does so through this, so tests own time. */
export interface Clock {
  /** Wall-clock milliseconds: for what people are shown. May jump, either way. */
  now(): number
  /** Milliseconds that only ever grow, from anywhere: for every wait and deadline. */
  monotonic(): number
  /** Calls `act` once after `delayMs` milliseconds; the answer takes it back. */
  after(delayMs: number, act: () => void): () => void
}

/** The platform's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs)
    return () => clearTimeout(timer)
  },
}

/** One alarm at a time: setting it again takes back the one before. */
export type Alarm = { set(delayMs: number, act: () => void): void; clear(): void }

/** Makes an alarm on a clock. */
export function createAlarm(clock: Clock): Alarm {
  let cancel: (() => void) | null = null
  return {
    set(delayMs, act) {
      cancel?.()
      cancel = clock.after(delayMs, () => {
        cancel = null
        act()
      })
    },
    clear() {
      cancel?.()
      cancel = null
    },
  }
}

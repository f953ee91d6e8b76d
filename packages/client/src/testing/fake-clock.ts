import type { Clock } from '../clock.ts'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /** Goes on by `ms` milliseconds, calling what is due in order of time, then of asking. What that asks for is called too if due. */
  advance(ms: number): void
  /** The same, letting promises settle before each call and at the end. */
  run(ms: number): Promise<void>
  /** Sets the wall clock, as a person or a time server does. Nothing waits longer or shorter for it. */
  setNow(nowMs: number): void
  /** When the next thing is due, in monotonic milliseconds; null when nothing waits. */
  nextAt(): number | null
  /** How many things wait. Shows that nothing was left behind. */
  readonly waiting: number
}

/** Lets everything that hangs on promises alone come to rest. */
export async function settle(): Promise<void> {
  // Asked for in a microtask, a tick comes once all microtasks are through, however they chain, and without a turn of the
  // event loop, which would cost a world of ten thousand steps a third of its time.
  await Promise.resolve()
  await new Promise<void>((resolve) => process.nextTick(resolve))
}

/** Makes a clock whose wall shows `startMs` and whose monotonic time begins at 0, so that mixing them up shows. */
export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  type Wait = { at: number; turn: number; act: () => void }
  const waits = new Set<Wait>()
  let now = 0
  let wallAhead = startMs
  let turns = 0

  function earliest(): Wait | null {
    let first: Wait | null = null
    for (const wait of waits)
      if (!first || wait.at < first.at || (wait.at === first.at && wait.turn < first.turn)) first = wait
    return first
  }

  /** Calls the next thing due until `end`; false when there is none. */
  function stepUntil(end: number): boolean {
    const next = earliest()
    if (!next || next.at > end) return false
    waits.delete(next)
    now = Math.max(now, next.at)
    next.act()
    return true
  }

  return {
    now: () => wallAhead + now,
    monotonic: () => now,
    after(delayMs, act) {
      const wait = { at: now + Math.max(0, delayMs), turn: turns++, act }
      waits.add(wait)
      return () => waits.delete(wait)
    },
    advance(ms) {
      const end = now + ms
      while (stepUntil(end));
      now = end
    },
    async run(ms) {
      const end = now + ms
      do await settle()
      while (stepUntil(end))
      now = end
      await settle()
    },
    setNow(nowMs) {
      wallAhead = nowMs - now
    },
    nextAt: () => earliest()?.at ?? null,
    get waiting() {
      return waits.size
    },
  }
}

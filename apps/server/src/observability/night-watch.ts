import type { Clock } from '../clock.ts'
import type { Counters } from './counters.ts'
import type { Log, LogFields } from './log.ts'

/** How often the counters are looked at, in milliseconds: at most one line of each kind in that time, however much happened. */
const LOOK_MS = 10_000

/** What the watch takes. */
export type NightWatchOptions = { counters: Counters; clock: Clock; log: Log }

/** A line of the log, and what it tells: how much each figure grew since the last look. */
const RANGES: readonly { event: string; read: (counters: Counters) => Record<string, number> }[] = [
  {
    event: 'slow-readers-cut',
    read: ({ connectionsCut: { unsent, stuck, relief } }) => ({ unsent, stuck, relief }),
  },
  { event: 'upgrades-refused', read: ({ upgradesRefused }) => ({ ...upgradesRefused }) },
  { event: 'look-ups-limited', read: ({ lookUpsLimited }) => ({ count: lookUpsLimited }) },
  { event: 'flooders-closed', read: ({ connectionsClosed }) => ({ count: connectionsClosed[4429] }) },
  { event: 'calls-dropped', read: ({ pushes: { full, late, unwatched } }) => ({ full, late, unwatched }) },
  { event: 'changes-refused', read: ({ refusals: { busy } }) => ({ busy }) },
]

/**
 * Tells the log what whoever is called at night asks first: readers cut, people kept out, guessing, flooding, overload. It
 * reads the counters, so nothing is logged on the way of a message. The answer ends it, after one last look.
 */
export function startNightWatch({ counters, clock, log }: NightWatchOptions): () => void {
  let before = RANGES.map(({ read }) => read(counters))
  let cancel = () => {}

  function look(): void {
    const now = RANGES.map(({ read }) => read(counters))
    RANGES.forEach(({ event }, i) => {
      const grown = growth(before[i] ?? {}, now[i] ?? {})
      if (Object.keys(grown).length > 0) log.warn(event, grown)
    })
    before = now
  }

  function schedule(): void {
    cancel = clock.after(LOOK_MS, () => {
      look()
      schedule()
    })
  }

  schedule()
  return () => {
    cancel()
    look()
  }
}

/** How much each figure grew; those that did not are left out. */
function growth(before: Record<string, number>, now: Record<string, number>): LogFields {
  return Object.fromEntries(
    Object.entries(now)
      .map(([name, value]) => [name, value - (before[name] ?? 0)] as const)
      .filter(([, grown]) => grown > 0),
  )
}

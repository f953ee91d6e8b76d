import type { FakeClock } from '@confab/client/testing'
import { decodeCommandCompiled } from '@confab/protocol/compiled'
import type { Clock } from '@confab/server/src/clock.ts'
import { silentLog } from '@confab/server/src/observability/log.ts'
import { createNode, type Node } from '@confab/server/src/realtime/node.ts'
import type { Chance } from './chance.ts'
import type { LossyExchange } from './lossy-exchange.ts'
import type { LossyLine } from './lossy-line.ts'
import type { Disk, Sabotage } from './memory-disk.ts'
import { type CrashPoint, createMemoryStore } from './memory-store.ts'

/** How long a process that died at a crash point stays down, at least and at most, in milliseconds. */
const DOWN_MS = { min: 200, max: 5_000 }

/** How long a process that drained stays, and how long it may take to drain, in milliseconds. */
const LINGER_MS = 500
const DRAIN_MS_MAX = 10_000

/** How far a node's wall clock is from the world's at most, in milliseconds. */
const SKEW_MS_MAX = 5_000

/** Probabilities that a commit fails before the disk, that it fails after it, and that the process dies at a crash point. */
export type Faults = { lost: number; unknown: number; crash: number }

type SimBroker = ReturnType<LossyExchange['createBroker']>

/** What a simulated server process stands on. */
export type SimNodeOptions = {
  clock: FakeClock
  chance: Chance
  disk: Disk
  exchange: LossyExchange
  sabotage: Sabotage
  faults: Faults
  /** The process died there. */
  onCrash(point: CrashPoint): void
}

/** A server process: it can die at any moment, taking everything with it that is not on the disk, and be started again. */
export class SimNode {
  readonly #options: SimNodeOptions
  readonly #lines = new Set<LossyLine>()
  #life: { isAlive: boolean; node: Node; broker: SimBroker } | null = null

  constructor(options: SimNodeOptions) {
    this.#options = options
    this.start()
  }

  get isUp(): boolean {
    return this.#life !== null
  }

  start(): void {
    if (this.#life) return
    const { clock, chance, disk, exchange, sabotage, faults } = this.#options
    const life = { isAlive: true }
    // What a dead process had planned does not happen.
    const after = (ms: number, callback: () => void) => clock.after(ms, () => life.isAlive && callback())
    const skewMs = chance.below(2 * SKEW_MS_MAX) - SKEW_MS_MAX
    const ownClock: Clock = { now: () => clock.now() + skewMs, monotonic: () => clock.monotonic(), after }
    const store = createMemoryStore(
      disk,
      {
        after,
        now: () => clock.now(),
        readMs: () => chance.below(5),
        commitMs: () => ({ toDisk: 1 + chance.below(10), toAnswer: chance.below(5) }),
        commitFault: () => {
          const roll = chance.next()
          if (roll < faults.lost) return 'lost'
          return roll < faults.lost + faults.unknown ? 'unknown' : null
        },
        passes: (point) => {
          if (!chance.happens(faults.crash)) return life.isAlive
          this.#crash(point)
          return false
        },
      },
      sabotage,
    )
    // Some nodes have more to do than others, and hold their frames.
    const busy = chance.happens(0.5) ? 1 : 0
    const loopBusy = () => busy
    const broker = exchange.createBroker()
    const node = createNode({
      store,
      broker,
      clock: ownClock,
      log: silentLog,
      decode: decodeCommandCompiled,
      isAlone: false,
      defer: (callback) => after(0, callback),
      loopBusy,
      random: chance.next,
      fillRandom: chance.fill,
    })
    this.#life = Object.assign(life, { node, broker })
  }

  /** The process dies: every line breaks, some without a word. */
  kill(): void {
    const life = this.#life
    if (!life) return
    life.isAlive = false
    this.#life = null
    void life.broker.close()
    for (const line of this.#lines) line.cut({ silently: this.#options.chance.happens(0.2) })
    this.#lines.clear()
  }

  /** The process is told to end: it finishes what it took, says goodbye, ends a moment later, and is started again. */
  drain(): void {
    const life = this.#life
    if (!life) return
    const { clock } = this.#options
    const end = () => {
      if (this.#life === life) this.#restart()
    }
    void life.node.drain().then(() => clock.after(LINGER_MS, end))
    clock.after(DRAIN_MS_MAX, end)
  }

  /** The broker is out of this node's reach for a while. */
  cutOff(forMs: number): void {
    const broker = this.#life?.broker
    broker?.cutOff()
    this.#options.clock.after(forMs, () => broker?.mend())
  }

  #crash(point: CrashPoint): void {
    this.#options.onCrash(point)
    this.#restart()
  }

  #restart(): void {
    const { chance, clock } = this.#options
    this.kill()
    clock.after(DOWN_MS.min + chance.below(DOWN_MS.max - DOWN_MS.min), () => this.start())
  }

  /** A client opened a line to this node. */
  accept(line: LossyLine, address: string): void {
    const life = this.#life
    if (!life) return line.refuse()
    const connection = life.node.connections.open(line, address)
    this.#lines.add(line)
    line.connect({
      receive: (text) => life.isAlive && connection.receive(text),
      gone: () => {
        this.#lines.delete(line)
        if (life.isAlive) connection.onGone()
      },
    })
  }
}

import type { RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { BATCH_LENGTH_MAX, BATCH_MAX, CHANGES_WAITING_MAX } from '../limits.ts'
import type { Tally } from '../observability/tally.ts'
import type { Change, Outcome, Store } from '../store/store.ts'

/** What became of a change: the store's outcome, or that it is unknown (`unavailable`), or that it was not taken (`busy`). */
export type Settled = Outcome | { outcome: 'unavailable' } | { outcome: 'busy' }

/** Applied records of one room in one commit, in the order of their versions. */
export type RoomCommit = { roomId: RoomId; records: Extract<Outcome, { outcome: 'applied' }>['records'] }

/** Whom a group commit tells. `onFault` hears why a commit failed, or what went wrong in those it told. */
export type GroupCommitListeners = {
  onCommitted(commit: RoomCommit): void
  /** These records are there already: written by another node, or by a commit nobody heard the end of. */
  onFound(commit: RoomCommit): void
  onFault(error: unknown): void
}

/** When the next commit may begin: `windowMs` is how long after the last one began, at present. */
export type CommitPace = { clock: Pick<Clock, 'monotonic' | 'after'>; windowMs(): number }

/** The pace of commits, and where it is noted how long changes take. */
export type GroupCommitTiming = CommitPace & { ackSeconds: Tally }

type Waiting = { change: Change; settle: (settled: Settled) => void; takenAt: number }

/**
 * Group commit: while one commit runs, what arrives waits, and the next commit takes all of it. Alone a change pays one
 * fsync and no timer; under load batches grow by themselves, and on a busy node for a moment longer. Rooms are told first, each once per commit (group frame), then
 * those who asked.
 */
export class GroupCommit {
  readonly #store: Pick<Store, 'commit'>
  readonly #listeners: GroupCommitListeners
  readonly #timing: GroupCommitTiming
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #beganAt = Number.NEGATIVE_INFINITY

  constructor(store: Pick<Store, 'commit'>, listeners: GroupCommitListeners, timing: GroupCommitTiming) {
    this.#store = store
    this.#listeners = listeners
    this.#timing = timing
  }

  /** How many changes wait for a commit to take them. */
  get waitingCount(): number {
    return this.#waiting.length
  }

  /** Takes a change; `settle` is called once, after it is on disk and its room was told. */
  submit(change: Change, settle: (settled: Settled) => void): void {
    if (this.#waiting.length >= CHANGES_WAITING_MAX) {
      settle({ outcome: 'busy' })
      return
    }
    this.#waiting.push({ change, settle, takenAt: this.#timing.clock.monotonic() })
    this.#running ??= this.#run()
  }

  /** Resolves when nothing waits and nothing runs. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const gathered = this.#gather()
      if (gathered) await gathered
      this.#beganAt = this.#timing.clock.monotonic()
      const batch = this.#waiting.splice(0, batchSize(this.#waiting))
      const outcomes = await this.#commit(batch)
      this.#tellRooms(batch, outcomes)
      batch.forEach(({ settle }, i) => {
        this.#guarded(() => settle(outcomes[i] ?? { outcome: 'unavailable' }))
      })
      if (outcomes.length > 0) this.#tallyAcks(batch)
    }
    this.#running = null
  }

  /** On a busy node, the time until the next commit may begin; one that is full begins at once. */
  #gather(): Promise<void> | null {
    const { clock, windowMs } = this.#timing
    const waitMs = this.#beganAt + windowMs() - clock.monotonic()
    if (waitMs <= 0 || batchSize(this.#waiting) < this.#waiting.length) return null
    return new Promise((resolve) => clock.after(waitMs, resolve))
  }

  /** What the store answered; nothing when it failed, and then the outcome of every change is unknown. */
  async #commit(batch: readonly Waiting[]): Promise<readonly Outcome[]> {
    try {
      return await this.#store.commit(batch.map((waiting) => waiting.change))
    } catch (error) {
      this.#listeners.onFault(error)
      return []
    }
  }

  #tellRooms(batch: readonly Waiting[], outcomes: readonly Outcome[]): void {
    const { onCommitted, onFound } = this.#listeners
    const { applied, repeated } = byRoom(batch, outcomes)
    for (const commit of applied.values()) this.#guarded(() => onCommitted(commit))
    for (const commit of repeated.values()) this.#guarded(() => onFound(commit))
  }

  #tallyAcks(batch: readonly Waiting[]): void {
    const { clock, ackSeconds } = this.#timing
    const now = clock.monotonic()
    for (const { takenAt } of batch) ackSeconds.observe((now - takenAt) / 1000)
  }

  /** A fault in one who is told must not keep it from the others, nor end the commits (D11). */
  #guarded(tell: () => void): void {
    try {
      tell()
    } catch (error) {
      this.#listeners.onFault(error)
    }
  }
}

/** The records of all changes, room by room, by how they came out. */
function byRoom(batch: readonly Waiting[], outcomes: readonly Outcome[]) {
  const commits = { applied: new Map<RoomId, RoomCommit>(), repeated: new Map<RoomId, RoomCommit>() }
  batch.forEach(({ change: { roomId } }, i) => {
    const outcome = outcomes[i]
    if (!outcome || outcome.outcome === 'refused') return
    const rooms = commits[outcome.outcome]
    const commit = rooms.get(roomId)
    if (commit) commit.records.push(...outcome.records)
    else rooms.set(roomId, { roomId, records: [...outcome.records] })
  })
  return commits
}

/** How many of those that wait the next commit takes: at least one. */
function batchSize(waiting: readonly Waiting[]): number {
  let length = 0
  for (let size = 0; size < Math.min(waiting.length, BATCH_MAX); size++) {
    const change = waiting[size]?.change
    if (change?.kind === 'post-message') length += change.body.length
    if (size > 0 && length > BATCH_LENGTH_MAX) return size
  }
  return Math.min(waiting.length, BATCH_MAX)
}

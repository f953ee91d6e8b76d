import type { RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { SWEEP_GATHER_MS, SWEEP_MS, SWEEP_ROOMS_MAX, SWEEP_UNTOLD_MS } from '../limits.ts'
import type { Head } from '../store/store.ts'

/** What a sweep goes over, where it asks, and whom it tells. */
export type SweepSurroundings = {
  clock: Clock
  /** Whether doorbells get through at present. */
  isTold(): boolean
  openRooms(): Iterable<RoomId>
  readHeads(roomIds: readonly RoomId[]): Promise<ReadonlyMap<RoomId, Head>>
  saw(roomId: RoomId, head: Head): void
  /** The room is open here, and the store has none. */
  gone(roomId: RoomId): void
}

/**
 * Asks the store what no doorbell told (D4): where all open rooms stand, every now and then, and more often while no doorbell
 * gets through. One question at a time, whatever there is to ask: a slow store is asked less.
 */
export class Sweep {
  readonly #surroundings: SweepSurroundings
  readonly #due = new Set<RoomId>()
  #reading: Promise<void> | null = null
  #sweptAt: number
  #cancelTick = () => {}
  #cancelSoon: (() => void) | null = null
  #isClosed = false

  constructor(surroundings: SweepSurroundings) {
    this.#surroundings = surroundings
    this.#sweptAt = surroundings.clock.monotonic()
    this.#scheduleTick()
  }

  /** Something of this room may have been missed. Rooms of one moment are asked for together. */
  soon(roomId: RoomId): void {
    if (this.#isClosed) return
    this.#due.add(roomId)
    this.#cancelSoon ??= this.#surroundings.clock.after(SWEEP_GATHER_MS, () => {
      this.#cancelSoon = null
      this.#read()
    })
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTick()
    this.#cancelSoon?.()
    this.#due.clear()
  }

  #scheduleTick(): void {
    const { clock } = this.#surroundings
    this.#cancelTick = clock.after(SWEEP_UNTOLD_MS, () => {
      this.#tick(clock.monotonic())
      this.#scheduleTick()
    })
  }

  #tick(now: number): void {
    // Ticks come a little late, so the one nearest to the time is the one that is meant.
    const isEarly = now - this.#sweptAt < SWEEP_MS - SWEEP_UNTOLD_MS / 2
    if (this.#reading || (isEarly && this.#surroundings.isTold())) return
    this.#sweptAt = now
    for (const roomId of this.#surroundings.openRooms()) this.#due.add(roomId)
    this.#read()
  }

  #read(): void {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null
    })
  }

  async #readAll(): Promise<void> {
    while (this.#due.size > 0) {
      const portion = [...this.#due].slice(0, SWEEP_ROOMS_MAX)
      for (const roomId of portion) this.#due.delete(roomId)
      try {
        const heads = await this.#surroundings.readHeads(portion)
        if (this.#isClosed) return
        for (const [roomId, head] of heads) this.#surroundings.saw(roomId, head)
        for (const roomId of portion) if (!heads.has(roomId)) this.#surroundings.gone(roomId)
      } catch {
        // A store that cannot be read is asked again with the next sweep, which asks for all.
        this.#due.clear()
      }
    }
  }
}

import { READ_REPEAT_MS, type RoomId, type Sequence } from '@confab/protocol'
import { createAlarm } from './clock.ts'
import type { RoomPort } from './room-port.ts'

/** How far this member has seen one room. */
export type Reading = {
  /** 0 while nobody knows. */
  readonly lastRead: Sequence
  /** Seen up to here: told soon, see `READ_REPEAT_MS`. */
  mark(upTo: Sequence): void
  /** Tells at once what waits to be told. */
  settle(): void
  /** What was stored, or seen in another tab or on another device. */
  learn(upTo: Sequence): void
  /** The server said how far, in this history; what was seen of another one means nothing. */
  entered(upTo: Sequence, isSameHistory: boolean): void
  /** The server listens again: tells it what it does not know. */
  caughtUp(): void
}

/** Makes the reading of one room. `isIn`: the server listens. */
export function createReading(
  roomId: RoomId,
  port: RoomPort,
  { isIn, changed }: { isIn: () => boolean; changed: () => void },
): Reading {
  const { clock } = port
  const alarm = createAlarm(clock)
  let lastRead: Sequence = 0
  let told: Sequence = 0
  let toldAt: number | null = null

  function learn(upTo: Sequence): void {
    if (upTo <= lastRead) return
    lastRead = upTo
    changed()
  }

  function settle(): void {
    alarm.clear()
    // Whoever is not in tells it when they enter again.
    if (lastRead <= told || !isIn()) return
    told = lastRead
    toldAt = clock.monotonic()
    port.send({ type: 'mark-read', roomId, upTo: lastRead })
  }

  function settleInTime(): void {
    const waitMs = toldAt === null ? 0 : toldAt + READ_REPEAT_MS - clock.monotonic()
    if (waitMs > 0) alarm.set(waitMs, settle)
    else settle()
  }

  return {
    get lastRead() {
      return lastRead
    },
    mark(upTo) {
      if (upTo <= lastRead) return
      learn(upTo)
      settleInTime()
    },
    settle,
    learn(upTo) {
      told = Math.max(told, upTo)
      learn(upTo)
    },
    caughtUp: settleInTime,
    entered(upTo, isSameHistory) {
      if (!isSameHistory) lastRead = 0
      told = upTo
      if (lastRead < upTo) lastRead = upTo
      changed()
    },
  }
}

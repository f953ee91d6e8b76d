import {
  type MemberRecord,
  PAGE_RECORDS_MAX,
  type RoomId,
  type RoomRecord,
  type Sequence,
} from '@confab/protocol'
import { createAlarm } from './clock.ts'
import type { RoomPort } from './room-port.ts'
import { attempt } from './storage.ts'
import { type History, reachesEnd } from './timeline.ts'
import { newestOf } from './window.ts'

/** Time for changes to gather before a room is stored, in milliseconds. A lost save only makes the next replay longer. */
export const SAVE_DELAY_MS = 500

/** What is stored of a room, as it is now. */
export type Savable = {
  history: History
  room: RoomRecord | null
  me: MemberRecord | null
  restoredAfter: Sequence | null
  lastRead: Sequence
}

/** Keeps one room's cursor and newest records in the storage, a little behind. */
export type Saving = {
  /** The room moved on: it is stored soon. */
  changed(): void
  /** Stores what is not stored yet, now. */
  now(): void
}

/** Makes the saving of one room. `now` answers it as it is when it is stored. */
export function createSaving(roomId: RoomId, { clock, storage }: RoomPort, now: () => Savable): Saving {
  const alarm = createAlarm(clock)
  let isUnsaved = false

  function save(): void {
    isUnsaved = false
    const { history, room, me, restoredAfter, lastRead } = now()
    const { epoch, cursor, window } = history
    // Away from the end the newest page is not at hand; the one stored before stays, with the cursor it belongs to.
    if (epoch === null || !room || !me || !reachesEnd(history)) return
    const { from, records } = newestOf(window, PAGE_RECORDS_MAX).window
    const page = { from, to: cursor, head: cursor, records: [...records] }
    const stored = { roomId, epoch, cursor, room, me, page, restoredAfter, lastRead }
    void attempt(clock, () => storage.saveRoom(stored), undefined)
  }

  return {
    changed() {
      if (isUnsaved) return
      isUnsaved = true
      alarm.set(SAVE_DELAY_MS, save)
    },
    now() {
      alarm.clear()
      if (isUnsaved) save()
    },
  }
}

import type { ConfabRecord, MemberId, Presence, Sequence, Typing } from '@confab/protocol'
import { createAlarm } from './clock.ts'
import type { RoomPort } from './room-port.ts'
import {
  applyPresence,
  applyTyping,
  EMPTY_ROSTER,
  expireTyping,
  loseLine,
  noteRecords,
  type Roster,
  type RosterMoment,
  type RosterState,
  typingEndsAt,
} from './roster.ts'

/** Keeps one room's roster true as time passes. */
export interface WhoIsHere {
  readonly roster: Roster
  hearPresence(presence: Presence): void
  hearTyping(typing: Typing): void
  /** Takes in what applied records say of people. */
  note(records: readonly ConfabRecord[]): void
  /** Another history: the places of what was noticed are of the one before. */
  forgetNotices(): void
  lineLost(): void
  end(): void
}

/** What it asks of its room. */
export type WhoIsHereHost = {
  port: RoomPort
  me(): MemberId | null
  cursor(): Sequence
  changed(): void
  /** Something changed by itself: the listeners are told. */
  flush(): void
}

/** Makes the roster of one room. */
export function createWhoIsHere({ port, me, cursor, changed, flush }: WhoIsHereHost): WhoIsHere {
  const { clock } = port
  const alarm = createAlarm(clock)
  let roster: RosterState = EMPTY_ROSTER

  const moment = (): RosterMoment => ({ me: me(), now: port.serverNow(), cursor: cursor() })

  function watchTyping(): void {
    const endsAt = typingEndsAt(roster)
    if (endsAt === null) return alarm.clear()
    alarm.set(endsAt - clock.monotonic(), () => {
      roster = expireTyping(roster, clock.monotonic())
      watchTyping()
      changed()
      flush()
    })
  }

  return {
    get roster() {
      return roster
    },
    hearPresence(presence) {
      roster = applyPresence(roster, presence, moment())
      changed()
    },
    hearTyping(typing) {
      roster = applyTyping(roster, typing, me(), clock.monotonic())
      watchTyping()
      changed()
    },
    note(records) {
      roster = noteRecords(roster, records, moment())
    },
    forgetNotices() {
      roster = { ...roster, notices: [] }
    },
    lineLost() {
      roster = loseLine(roster)
    },
    end: alarm.clear,
  }
}

import { EXPIRED_AT_ONCE_MAX } from '../limits.ts'
import { advance, type ChangeOf, type Ledger, type LedgerRoom, refused, roomRecord } from './ledger.ts'
import type { Outcome } from './store.ts'

/** Until when what a room keeps no longer was posted; null where everything is kept. */
export const expiredBefore = ({ settings }: Pick<LedgerRoom, 'settings'>, at: number): number | null =>
  settings?.keptHours === undefined ? null : at - settings.keptHours * 3_600_000

/**
 * Erases the oldest of what is older than the room keeps it. Times never go back in a room, so that is everything up to a place, and one change of
 * the room's record tells of all of it (D2).
 */
export function expireMessages<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'expire-messages'>,
): Outcome {
  const room = ledger.room(change.roomId)
  if (!room) return refused('not-found')
  const before = expiredBefore(room, change.at)
  const upTo = before === null ? null : ledger.lastPostedUpTo(room, before, EXPIRED_AT_ONCE_MAX)
  if (upTo === null) return { outcome: 'repeated', records: [roomRecord(room)] }
  const pins = room.pins?.filter((pin) => (ledger.message(room, pin)?.sequence ?? 0) > upTo)
  ledger.expireUpTo(room, upTo)
  room.version = advance(room, change.at).sequence
  room.settings = { ...room.settings, expiredUpTo: upTo }
  if (pins && pins.length > 0) room.pins = pins
  else delete room.pins
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

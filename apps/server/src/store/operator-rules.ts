import type { RoomSettings } from '@confab/protocol'
import { advance, type ChangeOf, type Ledger, type LedgerRoom, refused, roomRecord } from './ledger.ts'
import { withRole } from './role-rules.ts'
import type { Outcome } from './store.ts'

// Whoever runs the server is nobody in a room, and is asked for no right.

/** Closes a room to newcomers, or opens it again. */
export function closeRoom<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'close-room'>,
): Outcome {
  const room = ledger.room(change.roomId)
  if (!room) return refused('not-found')
  const { isLocked = false, ...rest } = room.settings ?? {}
  if (isLocked === change.isLocked) return { outcome: 'repeated', records: [roomRecord(room)] }
  const settings: RoomSettings = change.isLocked ? { ...rest, isLocked: true } : rest
  room.version = advance(room, change.at).sequence
  if (Object.keys(settings).length > 0) room.settings = settings
  else delete room.settings
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

/** Lets somebody come again who was banned. */
export function liftBan<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'lift-ban'>,
): Outcome {
  const room = ledger.room(change.roomId)
  const member = room && ledger.member(room, change.memberId)
  if (!room || !member) return refused('not-found')
  if (member.role !== 'banned') return { outcome: 'repeated', records: [member] }
  return { outcome: 'applied', records: [withRole(ledger, room, member, 'removed', change.at)] }
}

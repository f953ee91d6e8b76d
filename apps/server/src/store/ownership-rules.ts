import type { ConfabRecord } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { can, isOut } from '@confab/protocol/can'
import { actor, advance, type ChangeOf, type Ledger, type LedgerRoom, refused, roomRecord } from './ledger.ts'
import { judged, withRole } from './role-rules.ts'
import type { Outcome } from './store.ts'

/**
 * Makes somebody the owner; whoever was it moderates from then on. Each is a change of its own (D2). A code the old owner wrote down is nothing any
 * more: what was given away is not taken back by it.
 */
export function handOver<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'hand-over'>,
): Outcome {
  const found = judged(ledger, 'hand-over', change)
  if ('outcome' in found) return found
  const { room, me, member } = found
  if (isOut(member.role)) return refused('not-found')
  const ended = room.settings?.ownerCodeSince === undefined ? [] : [endOwnerCode(ledger, room, change.at)]
  const owner = withRole(ledger, room, member, 'owner', change.at)
  const before = withRole(ledger, room, me, 'moderator', change.at)
  return { outcome: 'applied', records: [...ended, owner, before] }
}

/** From the version this brings on there is a code that makes somebody the owner; the one before is nothing any more. */
export function setOwnerCode<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'set-owner-code'>,
): Outcome {
  const room = ledger.room(change.roomId)
  if (!room || !can(actor(ledger, room, change.memberId), 'set-owner-code')) return refused('forbidden')
  room.version = advance(room, change.at).sequence
  room.settings = { ...room.settings, ownerCodeSince: room.version }
  ledger.setOwnerCode(room, change.codeHash, change.memberId)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

/** Makes somebody the owner by the code there is, and uses it up. */
export function claimRoom<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'claim-room'>,
): Outcome {
  const room = ledger.room(change.roomId)
  const me = room && actor(ledger, room, change.memberId)
  if (!room || !me || !can(me, 'claim-room')) return refused('forbidden')
  if (me.role === 'owner') return { outcome: 'repeated', records: [me] }
  if (room.settings?.ownerCodeSince !== change.codeSince) return refused('not-found')
  const before = ledger.member(room, change.madeBy)
  const records = [endOwnerCode(ledger, room, change.at), withRole(ledger, room, me, 'owner', change.at)]
  if (before?.role === 'owner') records.push(withRole(ledger, room, before, 'moderator', change.at))
  return { outcome: 'applied', records }
}

function endOwnerCode<Room extends LedgerRoom>(ledger: Ledger<Room>, room: Room, at: number): ConfabRecord {
  const { ownerCodeSince: _ended, ...settings } = room.settings ?? {}
  room.version = advance(room, at).sequence
  if (Object.keys(settings).length > 0) room.settings = settings
  else delete room.settings
  ledger.markChanged(room)
  return roomRecord(room)
}

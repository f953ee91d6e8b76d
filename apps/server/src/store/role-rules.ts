import type { MemberId, MemberRecord, Role, RoomId, RoomSettings } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { type Action, can, isOut } from '@confab/protocol/can'
import { GUARD_MS } from '@confab/protocol/limits'
import { actor, advance, type ChangeOf, type Ledger, type LedgerRoom, refused, roomRecord } from './ledger.ts'
import type { Outcome } from './store.ts'

/** Puts somebody out of the room; the code lets them in again. */
export function removeMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'remove-member'>,
): Outcome {
  const found = judged(ledger, 'remove-member', { ...change, actorId: change.ownerId })
  if ('outcome' in found) return found
  const { room, member } = found
  // Who was banned is out already, and is not let in by this.
  if (isOut(member.role)) return { outcome: 'repeated', records: [member] }
  return { outcome: 'applied', records: [withRole(ledger, room, member, 'removed', change.at)] }
}

/** Puts somebody out of the room for good, or lets them come again. */
export function banMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'ban-member'>,
): Outcome {
  const found = judged(ledger, 'ban-member', change)
  if ('outcome' in found) return found
  const { room, member } = found
  if ((member.role === 'banned') === change.isBanned) return { outcome: 'repeated', records: [member] }
  const role = change.isBanned ? 'banned' : 'removed'
  return { outcome: 'applied', records: [withRole(ledger, room, member, role, change.at)] }
}

/** Somebody writes nothing until a time; one that is past is none. */
export function muteMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'mute-member'>,
): Outcome {
  const found = judged(ledger, 'mute-member', change)
  if ('outcome' in found) return found
  const { room, member } = found
  if (isOut(member.role)) return refused('not-found')
  const { mutedUntil: before, ...free } = member
  const mutedUntil = change.until > change.at ? change.until : undefined
  if (mutedUntil === before) return { outcome: 'repeated', records: [member] }
  const version = advance(room, change.at).sequence
  const changed: MemberRecord = { ...free, version, ...(mutedUntil === undefined ? {} : { mutedUntil }) }
  ledger.changeMember(room, changed, null)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [changed] }
}

/** Gives somebody in the room another role. */
export function setRole<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'set-role'>,
): Outcome {
  const found = judged(ledger, 'set-role', change)
  if ('outcome' in found) return found
  const { room, me, member } = found
  // Nobody makes others their equals.
  if (!can(me, 'set-role', { role: change.role })) return refused('forbidden')
  if (isOut(member.role)) return refused('not-found')
  if (member.role === change.role) return { outcome: 'repeated', records: [member] }
  return { outcome: 'applied', records: [withRole(ledger, room, member, change.role, change.at)] }
}

/** Settles something for the room. */
export function changeSettings<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'change-settings'>,
): Outcome {
  const room = ledger.room(change.roomId)
  const me = room && actor(ledger, room, change.memberId)
  if (!room || !me) return refused('forbidden')
  const {
    isLocked,
    whoPosts,
    whoExports,
    capacity,
    entry,
    isGuarded,
    slowMs,
    newcomersSee,
    keptHours,
    passwordHash,
  } = change
  const isModerators = [isLocked, entry, isGuarded, slowMs].some((one) => one !== undefined)
  if (isModerators && !can(me, 'lock-room')) return refused('forbidden')
  const isOwners = [whoPosts, whoExports, capacity, newcomersSee, keptHours, passwordHash].some(
    (one) => one !== undefined,
  )
  if (isOwners && !can(me, 'change-settings')) return refused('forbidden')
  const before = room.settings ?? {}
  const locked = isLocked ?? before.isLocked ?? false
  const posters = whoPosts ?? before.whoPosts ?? 'everybody'
  const exporters = whoExports ?? before.whoExports ?? 'owner'
  const most = capacity === undefined ? before.capacity : (capacity ?? undefined)
  const kept = keptHours === undefined ? before.keptHours : (keptHours ?? undefined)
  const seen = newcomersSee === undefined ? before.newcomersSee : (newcomersSee ?? undefined)
  const slow = slowMs === undefined ? before.slowMs : (slowMs ?? undefined)
  // A new password is one of the version this change brings.
  const since = passwordHash === undefined ? before.passwordSince : room.head + 1
  const way = entry ?? before.entry ?? 'open'
  if (way === 'password' && since === undefined) return refused('invalid')
  const guard = isGuarded ? change.at + GUARD_MS : before.guardedUntil
  const settings: RoomSettings = {
    ...(locked ? { isLocked: true } : {}),
    ...(posters === 'moderators' ? { whoPosts: posters } : {}),
    ...(exporters === 'owner' ? {} : { whoExports: exporters }),
    ...(most === undefined ? {} : { capacity: most }),
    ...(way === 'open' ? {} : { entry: way }),
    ...(since === undefined ? {} : { passwordSince: since }),
    ...(slow === undefined ? {} : { slowMs: slow }),
    ...(seen === undefined ? {} : { newcomersSee: seen }),
    ...(kept === undefined ? {} : { keptHours: kept }),
    ...(before.expiredUpTo === undefined ? {} : { expiredUpTo: before.expiredUpTo }),
    ...(guard === undefined || isGuarded === false ? {} : { guardedUntil: guard }),
    ...(before.ownerCodeSince === undefined ? {} : { ownerCodeSince: before.ownerCodeSince }),
  }
  if (isSame(settings, before)) return { outcome: 'repeated', records: [roomRecord(room)] }
  room.version = advance(room, change.at).sequence
  if (Object.keys(settings).length > 0) room.settings = settings
  else delete room.settings
  if (passwordHash !== undefined) ledger.setPassword(room, passwordHash)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

function isSame(settings: RoomSettings, before: RoomSettings): boolean {
  const keys = Object.keys({ ...settings, ...before }) as (keyof RoomSettings)[]
  return keys.every((key) => settings[key] === before[key])
}

/** Who asks and whom it concerns, if it may be done. */
export function judged<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  action: Action,
  { roomId, actorId, memberId }: { roomId: RoomId; actorId: MemberId; memberId: MemberId },
): { room: Room; me: MemberRecord; member: MemberRecord } | Outcome {
  const room = ledger.room(roomId)
  if (!room) return refused('forbidden')
  const member = ledger.member(room, memberId)
  const me = actor(ledger, room, actorId)
  // Whoever may do this to nobody does not learn who is there: who is not, is below everybody.
  if (!me || !can(me, action, member ?? { role: 'removed' })) return refused('forbidden')
  return member ? { room, me, member } : refused('not-found')
}

/** The member in another role. */
export function withRole<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  member: MemberRecord,
  role: Role,
  at: number,
): MemberRecord {
  const { putOutAs: _putOutAs, mutedUntil, ...rest } = member
  // Nobody keeps an owner silent.
  const silence = mutedUntil === undefined || role === 'owner' ? {} : { mutedUntil }
  const changed: MemberRecord = { ...rest, ...silence, role, version: advance(room, at).sequence }
  ledger.changeMember(room, changed, null)
  ledger.markChanged(room)
  return changed
}

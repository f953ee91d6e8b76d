import type { MemberRecord, RefusalCode } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { can, isOut } from '@confab/protocol/can'
import { deedOf } from './deed-rules.ts'
import { eraseMessages, restoreMessages } from './erase-rules.ts'
import { actor, advance, type ChangeOf, type Ledger, type LedgerRoom, refused, roomRecord } from './ledger.ts'
import { deleteMessage, editMessage, pinMessage, postMessage, react } from './message-rules.ts'
import { closeRoom, liftBan } from './operator-rules.ts'
import { claimRoom, handOver, setOwnerCode } from './ownership-rules.ts'
import { cleanUp } from './raid-rules.ts'
import { expireMessages } from './retention-rules.ts'
import { banMember, changeSettings, muteMember, removeMember, setRole } from './role-rules.ts'
import { placeSeenByNewcomer } from './seen.ts'
import type { Change, Outcome } from './store.ts'

/**
 * What becomes of a change: the same in every store. It is checked before anything of it is written, so a refused one leaves no
 * trace and undoes nobody else's. What leaders do is noted with it.
 */
export function applyChange<Room extends LedgerRoom>(ledger: Ledger<Room>, change: Change): Outcome {
  const before = change.kind === 'change-settings' ? ledger.room(change.roomId)?.settings : undefined
  const outcome = judge(ledger, change)
  const deed = deedOf(change, outcome, before)
  const room = deed && ledger.room(change.roomId)
  if (room) ledger.noteDeed(room, deed)
  return outcome
}

function judge<Room extends LedgerRoom>(ledger: Ledger<Room>, change: Change): Outcome {
  switch (change.kind) {
    case 'create-room':
      return createRoom(ledger, change)
    case 'join-room':
      return joinRoom(ledger, change)
    case 'change-room':
      return changeRoom(ledger, change)
    case 'expire-messages':
      return expireMessages(ledger, change)
    case 'close-room':
      return closeRoom(ledger, change)
    case 'lift-ban':
      return liftBan(ledger, change)
    case 'clean-up':
      return cleanUp(ledger, change)
    case 'change-code':
      return changeCode(ledger, change)
    case 'remove-member':
      return removeMember(ledger, change)
    case 'set-role':
      return setRole(ledger, change)
    case 'ban-member':
      return banMember(ledger, change)
    case 'mute-member':
      return muteMember(ledger, change)
    case 'hand-over':
      return handOver(ledger, change)
    case 'set-owner-code':
      return setOwnerCode(ledger, change)
    case 'claim-room':
      return claimRoom(ledger, change)
    case 'change-settings':
      return changeSettings(ledger, change)
    case 'post-message':
      return postMessage(ledger, change)
    case 'edit-message':
      return editMessage(ledger, change)
    case 'delete-message':
      return deleteMessage(ledger, change)
    case 'erase-messages':
      return eraseMessages(ledger, change)
    case 'restore-messages':
      return restoreMessages(ledger, change)
    case 'react':
      return react(ledger, change)
    case 'pin-message':
      return pinMessage(ledger, change)
  }
}

function createRoom<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'create-room'>): Outcome {
  if (ledger.isRevoked(change.tokenHash)) return refused('forbidden')
  const existing = ledger.room(change.roomId)
  if (existing) {
    const member = ledger.memberByToken(existing, change.tokenHash)
    return member?.role === 'owner'
      ? { outcome: 'repeated', records: [roomRecord(existing), member] }
      : refused('id-conflict')
  }
  // Two codes of 50 random bits met: asking again brings another code.
  if (ledger.isCodeTaken(change.code)) return refused('busy')
  const room = ledger.insertRoom(change.roomId, change.code, change.epoch, change.at)
  advance(room, change.at)
  return { outcome: 'applied', records: [roomRecord(room), addMember(ledger, room, 'owner', change)] }
}

function joinRoom<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'join-room'>): Outcome {
  const room = ledger.room(change.roomId)
  if (!room) return refused('not-found')
  if (ledger.isRevoked(change.tokenHash)) return refused('forbidden')
  const me = ledger.memberByToken(room, change.tokenHash)
  if (me?.role === 'banned') return refused('banned')
  if (me?.name === change.name && !isOut(me.role)) return { outcome: 'repeated', records: [me] }
  // First who may come in: whoever may not learns nothing of the names there.
  const closed = me && !isOut(me.role) ? null : closedTo(ledger, room, change)
  if (closed) return refused(closed)
  const holder = ledger.nameHolder(room, change.nameSkeleton)
  if (holder !== null && holder !== me?.memberId)
    return refused(ledger.member(room, holder)?.role === 'banned' ? 'banned' : 'name-taken')
  if (!me || isOut(me.role)) ledger.forgetKnock(room, change.tokenHash)
  if (me) return changeMember(ledger, room, me, change)
  if (ledger.member(room, change.memberId)) return refused('id-conflict')
  return { outcome: 'applied', records: [addMember(ledger, room, 'member', change)] }
}

/** Why nobody who is not in the room comes in; null when they do. */
function closedTo<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  { tokenHash, code, passwordSince, membersMax = Number.POSITIVE_INFINITY, at }: ChangeOf<'join-room'>,
): RefusalCode | null {
  // A node may have found the room by a code that was its own a moment ago.
  if (code !== undefined && code !== room.code) return 'not-found'
  const {
    isLocked,
    capacity = membersMax,
    entry,
    passwordSince: since,
    guardedUntil = 0,
  } = room.settings ?? {}
  const most = Math.min(capacity, membersMax)
  if (isLocked) return 'locked'
  if (most < Number.POSITIVE_INFINITY && ledger.memberCount(room, most) >= most) return 'room-full'
  if (entry === 'knock' || guardedUntil > at)
    return ledger.isLetIn(room, tokenHash, at) ? null : 'knock-needed'
  return entry === 'password' && passwordSince !== since ? 'password-needed' : null
}

/** A member takes another name, or who was removed is back under this one. */
function changeMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  me: MemberRecord,
  change: ChangeOf<'join-room'>,
): Outcome {
  // Who was put out comes as somebody new, also to what was said meanwhile.
  const again = isOut(me.role) ? { role: 'member' as const, ...placeSeenByNewcomer(ledger, room, me) } : {}
  const { sequence: version } = advance(room, change.at)
  const member: MemberRecord = { ...me, name: change.name, ...again, version }
  ledger.changeMember(room, member, change.nameSkeleton)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [member] }
}

function addMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  role: MemberRecord['role'],
  { memberId, name, nameSkeleton, tokenHash, at }: ChangeOf<'create-room'> | ChangeOf<'join-room'>,
): MemberRecord {
  const seen = placeSeenByNewcomer(ledger, room)
  const { sequence, at: joinedAt } = advance(room, at)
  const member: MemberRecord = {
    kind: 'member',
    memberId,
    sequence,
    version: sequence,
    name,
    role,
    joinedAt,
    ...seen,
  }
  ledger.insertMember(room, member, tokenHash, nameSkeleton)
  ledger.markChanged(room)
  return member
}

function changeRoom<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'change-room'>): Outcome {
  const room = ledger.room(change.roomId)
  if (!room || !can(actor(ledger, room, change.memberId), 'change-room')) return refused('forbidden')
  if (room.title === change.title) return { outcome: 'repeated', records: [roomRecord(room)] }
  room.version = advance(room, change.at).sequence
  room.title = change.title
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

function changeCode<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'change-code'>): Outcome {
  const room = ledger.room(change.roomId)
  if (!room || !can(actor(ledger, room, change.memberId), 'change-code')) return refused('forbidden')
  if (room.code === change.code) return { outcome: 'repeated', records: [roomRecord(room)] }
  // As with a room that is made: asking again brings another.
  if (ledger.isCodeTaken(change.code)) return refused('busy')
  room.version = advance(room, change.at).sequence
  room.code = change.code
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

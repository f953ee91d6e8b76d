import {
  CLEAN_UP_MEMBERS_MAX,
  GUARD_MS,
  type MemberRecord,
  type RefusalCode,
  type Role,
  type RoomRecord,
} from '@confab/protocol'
import type { Change, Outcome } from '@confab/server/src/store/store.ts'
import { actorOf, advance, type Disk, memberOf, put, type RoomState, roomRecordOf } from './memory-disk.ts'
import { doorOf } from './memory-doors.ts'
import { givenTo } from './memory-ownership.ts'

type LeadingKind = 'set-role' | 'ban-member' | 'mute-member' | 'hand-over' | 'change-settings' | 'clean-up'
type LeadingChange = Extract<Change, { kind: LeadingKind }>

const refused = (code: RefusalCode): Outcome => ({ outcome: 'refused', code })

/** A model of what those who lead a room do, written apart from the rules of the real stores. */
export function lead(disk: Disk, change: LeadingChange): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room) return refused('forbidden')
  if (change.kind === 'change-settings') return settle(disk, room, change)
  if (change.kind === 'clean-up') return cleanUp(disk, room, change)
  const by = actorOf(disk, room, change.actorId)
  const member = memberOf(room, change.memberId)
  const isOwner = by?.role === 'owner'
  if (!by || (!isOwner && by.role !== 'moderator')) return refused('forbidden')
  if (!isOwner && change.kind === 'hand-over') return refused('forbidden')
  if (member?.role === 'owner' || (member?.role === 'moderator' && !isOwner)) return refused('forbidden')
  if (!member) return refused('not-found')
  const isOut = member.role === 'removed' || member.role === 'banned'
  const become = ({ putOutAs: _putOutAs, ...one }: MemberRecord, role: Role) =>
    put(room, { ...one, role, version: advance(room, change.at).sequence })
  switch (change.kind) {
    case 'set-role':
      if (change.role === 'moderator' && !isOwner) return refused('forbidden')
      if (isOut) return refused('not-found')
      if (member.role === change.role) return { outcome: 'repeated', records: [member] }
      return { outcome: 'applied', records: [become(member, change.role)] }
    case 'ban-member': {
      if ((member.role === 'banned') === change.isBanned) return { outcome: 'repeated', records: [member] }
      const changed = become(member, change.isBanned ? 'banned' : 'removed')
      if (!isOut)
        disk.absences.push({
          roomId: room.roomId,
          memberId: member.memberId,
          after: changed.version,
          before: null,
        })
      return { outcome: 'applied', records: [changed] }
    }
    case 'mute-member': {
      if (isOut) return refused('not-found')
      const { mutedUntil, ...free } = member
      const isOver = change.until <= change.at
      if (isOver ? mutedUntil === undefined : mutedUntil === change.until)
        return { outcome: 'repeated', records: [member] }
      const { sequence: version } = advance(room, change.at)
      const muted = isOver ? free : { ...free, mutedUntil: change.until }
      return { outcome: 'applied', records: [put(room, { ...muted, version })] }
    }
    case 'hand-over':
      if (isOut) return refused('not-found')
      return { outcome: 'applied', records: givenTo(room, member, by, change.at) }
  }
}

function settle(disk: Disk, room: RoomState, change: Extract<Change, { kind: 'change-settings' }>): Outcome {
  const by = actorOf(disk, room, change.memberId)
  const { settings = {}, ...bare } = roomRecordOf(room)
  const isOwners = [
    change.whoPosts,
    change.whoExports,
    change.capacity,
    change.keptHours,
    change.newcomersSee,
    change.passwordHash,
  ].some((one) => one !== undefined)
  if (by?.role !== 'owner' && by?.role !== 'moderator') return refused('forbidden')
  if (by.role === 'moderator' && isOwners) return refused('forbidden')
  const next: RoomRecord['settings'] & {} = { ...settings }
  if (change.isLocked === true) next.isLocked = true
  if (change.isLocked === false) delete next.isLocked
  if (change.whoPosts === 'moderators') next.whoPosts = 'moderators'
  if (change.whoPosts === 'everybody') delete next.whoPosts
  if (change.whoExports === 'owner') delete next.whoExports
  else if (change.whoExports) next.whoExports = change.whoExports
  if (change.capacity) next.capacity = change.capacity
  if (change.capacity === null) delete next.capacity
  if (change.keptHours) next.keptHours = change.keptHours
  if (change.keptHours === null) delete next.keptHours
  if (typeof change.newcomersSee === 'number') next.newcomersSee = change.newcomersSee
  if (change.newcomersSee === null) delete next.newcomersSee
  if (change.slowMs) next.slowMs = change.slowMs
  if (change.slowMs === null) delete next.slowMs
  if (change.passwordHash !== undefined) next.passwordSince = room.head + 1
  if (change.entry === 'open') delete next.entry
  else if (change.entry) next.entry = change.entry
  if (next.entry === 'password' && next.passwordSince === undefined) return refused('invalid')
  if (change.isGuarded === true) next.guardedUntil = change.at + GUARD_MS
  if (change.isGuarded === false) delete next.guardedUntil
  const isSame =
    next.isLocked === settings.isLocked &&
    next.whoPosts === settings.whoPosts &&
    next.whoExports === settings.whoExports &&
    next.capacity === settings.capacity &&
    next.keptHours === settings.keptHours &&
    next.newcomersSee === settings.newcomersSee &&
    next.slowMs === settings.slowMs &&
    next.entry === settings.entry &&
    next.guardedUntil === settings.guardedUntil &&
    next.passwordSince === settings.passwordSince
  if (isSame) return { outcome: 'repeated', records: [roomRecordOf(room)] }
  const version = advance(room, change.at).sequence
  if (change.passwordHash !== undefined)
    doorOf(disk, change.roomId).password = { hash: change.passwordHash, since: version }
  const hasSome = Object.keys(next).length > 0
  return {
    outcome: 'applied',
    records: [put(room, { ...bare, version, ...(hasSome ? { settings: next } : {}) })],
  }
}

function cleanUp(disk: Disk, room: RoomState, change: Extract<Change, { kind: 'clean-up' }>): Outcome {
  const by = actorOf(disk, room, change.memberId)
  if (by?.role !== 'owner' && by?.role !== 'moderator') return refused('forbidden')
  const { above } = change
  const members = [...room.records.values()]
    .filter((record) => record.kind === 'member')
    .filter(
      ({ joinedAt, role, version }) =>
        joinedAt >= change.since && (above === null ? isPlain(role) : role === 'banned' && version > above),
    )
    .sort((a, b) => b.sequence - a.sequence)
    .slice(0, CLEAN_UP_MEMBERS_MAX)
    .filter(({ putOutAs }) => above === null || putOutAs)
  const records = members.map(({ putOutAs, ...member }) => {
    const { sequence: version } = advance(room, change.at)
    const { roomId } = room
    const { memberId } = member
    if (above === null) disk.absences.push({ roomId, memberId, after: version, before: null })
    else {
      const absence = disk.absences.findLast((one) => one.roomId === roomId && one.memberId === memberId)
      if (absence) absence.before = version
    }
    if (above !== null) return put(room, { ...member, role: putOutAs ?? 'member', version })
    return put(room, {
      ...member,
      role: 'banned',
      version,
      putOutAs: member.role === 'reader' ? 'reader' : 'member',
    })
  })
  return records.length > 0 ? { outcome: 'applied', records } : { outcome: 'repeated', records: [by] }
}

const isPlain = (role: Role): boolean => role === 'member' || role === 'reader'

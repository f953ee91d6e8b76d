import type { ConfabRecord, MemberRecord, RefusalCode } from '@confab/protocol'
import type { Change, Outcome } from '@confab/server/src/store/store.ts'
import { actorOf, advance, type Disk, memberOf, put, type RoomState, roomRecordOf } from './memory-disk.ts'
import { doorOf } from './memory-doors.ts'

const refused = (code: RefusalCode): Outcome => ({ outcome: 'refused', code })

/** A model of how a room gets another owner by a code, written apart from the rules of the real stores. */
export function ownership(
  disk: Disk,
  change: Extract<Change, { kind: 'set-owner-code' | 'claim-room' }>,
): Outcome {
  const room = disk.rooms.get(change.roomId)
  const by = room && actorOf(disk, room, change.memberId)
  if (!room || !by || by.role === 'removed' || by.role === 'banned') return refused('forbidden')
  const { settings, ...bare } = roomRecordOf(room)
  if (change.kind === 'set-owner-code') {
    if (by.role !== 'owner') return refused('forbidden')
    const version = advance(room, change.at).sequence
    doorOf(disk, change.roomId).ownerCode = { hash: change.codeHash, since: version, madeBy: by.memberId }
    return {
      outcome: 'applied',
      records: [put(room, { ...bare, version, settings: { ...settings, ownerCodeSince: version } })],
    }
  }
  if (by.role === 'owner') return { outcome: 'repeated', records: [by] }
  if (settings?.ownerCodeSince === undefined || settings.ownerCodeSince !== change.codeSince)
    return refused('not-found')
  const before = memberOf(room, change.madeBy)
  return {
    outcome: 'applied',
    records: givenTo(room, by, before?.role === 'owner' ? before : null, change.at),
  }
}

/** The room is somebody's; the code there was is none any more, and whoever had the room moderates it. */
export function givenTo(
  room: RoomState,
  to: MemberRecord,
  from: MemberRecord | null,
  at: number,
): ConfabRecord[] {
  const { settings: { ownerCodeSince, ...others } = {}, ...bare } = roomRecordOf(room)
  const records: ConfabRecord[] = []
  if (ownerCodeSince !== undefined) {
    const rest = Object.keys(others).length > 0 ? { settings: others } : {}
    records.push(put(room, { ...bare, ...rest, version: advance(room, at).sequence }))
  }
  const { mutedUntil: _free, putOutAs: _in, ...one } = to
  records.push(put(room, { ...one, role: 'owner', version: advance(room, at).sequence }))
  if (from) records.push(put(room, { ...from, role: 'moderator', version: advance(room, at).sequence }))
  return records
}

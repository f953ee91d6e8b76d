import type { RoomId } from '@confab/protocol'
import type { OperatorTable } from '@confab/server/src/store/operator-table.ts'
import type { Change, Outcome, TokenHash } from '@confab/server/src/store/store.ts'
import { endAttention } from './memory-attention.ts'
import { advance, type Disk, memberOf, put, roomRecordOf } from './memory-disk.ts'

type OperatorChange = Extract<Change, { kind: 'close-room' | 'lift-ban' }>

/** What whoever runs the server changes of a room. */
export function operate(disk: Disk, change: OperatorChange): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room) return { outcome: 'refused', code: 'not-found' }
  if (change.kind === 'lift-ban') {
    const member = memberOf(room, change.memberId)
    if (!member) return { outcome: 'refused', code: 'not-found' }
    if (member.role !== 'banned') return { outcome: 'repeated', records: [member] }
    const { putOutAs: _, ...rest } = member
    const version = advance(room, change.at).sequence
    return { outcome: 'applied', records: [put(room, { ...rest, role: 'removed', version })] }
  }
  const { settings: before, ...record } = roomRecordOf(room)
  const { isLocked = false, ...rest } = before ?? {}
  if (isLocked === change.isLocked) return { outcome: 'repeated', records: [roomRecordOf(room)] }
  const settings = change.isLocked ? { ...rest, isLocked: true as const } : rest
  const version = advance(room, change.at).sequence
  const isSettled = Object.keys(settings).length > 0
  return { outcome: 'applied', records: [put(room, { ...record, version, ...(isSettled && { settings }) })] }
}

/** What only whoever runs the server asks of the simulated store, which erases a room at once. An identity is known by the place of its first token. */
export function createMemoryOperator(
  disk: Disk,
  soon: <T>(work: () => T) => Promise<T>,
  now: () => number,
): OperatorTable {
  return {
    deleteRoom: (roomId: RoomId, dueAt) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        if (!room) return false
        disk.codes.delete(roomRecordOf(room).code)
        disk.rooms.delete(roomId)
        disk.doors.delete(roomId)
        disk.deeds.delete(roomId)
        disk.reports = disk.reports.filter((report) => report.roomId !== roomId)
        for (const levels of disk.attention.levels.values()) levels.delete(roomId)
        for (const ignored of disk.attention.ignored.values()) ignored.delete(roomId)
        for (const file of disk.files.values()) {
          if (file.roomId !== roomId || file.state === 'erasing') continue
          Object.assign(file, { dueAt: file.state === 'reserved' ? dueAt : 0, state: 'erasing', bytes: 0 })
        }
        return true
      }),
    eraseDeleted: () => soon(() => 'nothing' as const),
    endIdentity: (identity) =>
      soon(() => {
        const known = [...new Set([...disk.rooms.values()].flatMap(({ owners }) => [...owners.keys()]))]
        const token = known[identity - 1]
        if (token === undefined) return null
        const all: TokenHash[] = [...(disk.identities.get(token) ?? [token])]
        const good = all.filter((tokenHash) => !disk.revoked.has(tokenHash))
        for (const tokenHash of good) {
          disk.revoked.set(tokenHash, now())
          endAttention(disk, tokenHash)
        }
        return good
      }),
  }
}

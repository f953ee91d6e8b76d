import type { RoomId } from '@confab/protocol'
import { EXPIRED_AT_ONCE_MAX } from '@confab/server/src/limits.ts'
import type { Change, Outcome } from '@confab/server/src/store/store.ts'
import { advance, type Disk, messageOf, placed, put, type RoomState, roomRecordOf } from './memory-disk.ts'
import { eraseFiles } from './memory-files.ts'

const HOUR_MS = 3_600_000

/** Messages of a room that are older than it keeps them. */
function expiredIn(room: RoomState, at: number) {
  const { keptHours } = roomRecordOf(room).settings ?? {}
  if (keptHours === undefined) return []
  return placed(room)
    .filter((record) => record.kind === 'message')
    .filter(({ postedAt }) => postedAt + keptHours * HOUR_MS <= at)
    .slice(0, EXPIRED_AT_ONCE_MAX)
}

/** Takes the oldest of what is older than its room keeps it from a simulated disk. */
export function expireMessages(
  disk: Disk,
  { roomId, at }: Extract<Change, { kind: 'expire-messages' }>,
): Outcome {
  const room = disk.rooms.get(roomId)
  if (!room) return { outcome: 'refused', code: 'not-found' }
  const expired = expiredIn(room, at)
  const last = expired.at(-1)
  const { pins, ...before } = roomRecordOf(room)
  if (!last) return { outcome: 'repeated', records: [roomRecordOf(room)] }
  for (const { messageId, files = [] } of expired) {
    eraseFiles(disk, [...files, ...(room.around.erased.get(messageId)?.record.files ?? [])])
    for (const kind of ['message', 'reactions']) room.records.delete(`${kind}:${messageId}`)
    for (const around of Object.values(room.around)) around.delete(messageId)
  }
  const left = pins?.filter((pin) => messageOf(room, pin)) ?? []
  const settings = { ...before.settings, expiredUpTo: last.sequence }
  const { sequence: version } = advance(room, at)
  const record = put(room, { ...before, version, settings, ...(left.length > 0 ? { pins: left } : {}) })
  return { outcome: 'applied', records: [record] }
}

/** Rooms behind `after` that have something to expire. */
export function roomsExpired(disk: Disk, at: number, after: RoomId | null, limit: number): RoomId[] {
  return [...disk.rooms.values()]
    .filter((room) => room.roomId > (after ?? '') && expiredIn(room, at).length > 0)
    .map(({ roomId }) => roomId)
    .sort()
    .slice(0, limit)
}

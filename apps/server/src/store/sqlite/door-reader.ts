import type { DatabaseSync } from 'node:sqlite'
import type { Knock } from '@confab/protocol'
import {
  type DoorTable,
  type LeaderRow,
  type OwnerCode,
  type PlateRow,
  plateOf,
  type RoomPassword,
} from '../door-table.ts'

/** The same table as seen from a database thread, where nothing waits. */
export type DoorTableHere = {
  [Call in keyof DoorTable]: (...args: Parameters<DoorTable[Call]>) => Awaited<ReturnType<DoorTable[Call]>>
}

/** What is read at doors. */
export type DoorReader = Pick<
  DoorTableHere,
  'readPassword' | 'readOwnerCode' | 'readPlate' | 'readKnocks' | 'isBarred'
>

/** Whose token leads a room. */
export const LEADS = `SELECT r.room, m.member_id AS memberId FROM rooms r JOIN members m ON m.room = r.room
  JOIN tokens t ON t.identity = m.identity AND t.revoked_at IS NULL
  WHERE r.room_id = ? AND t.token_hash = ? AND m.role IN ('owner', 'moderator')`

/** Prepares the reading of what stands at doors. */
export function prepareDoorReader(database: DatabaseSync): DoorReader {
  const password = database.prepare(
    'SELECT hash, since FROM room_passwords WHERE room = (SELECT room FROM rooms WHERE room_id = ?)',
  )
  const ownerCode = database.prepare(
    `SELECT hash, since, made_by AS madeBy FROM owner_codes
     WHERE room = (SELECT room FROM rooms WHERE room_id = ?)`,
  )
  const room = database.prepare('SELECT room, title, settings FROM rooms WHERE room_id = ?')
  const leaders = database.prepare(
    `SELECT name, count(*) OVER () AS count FROM members WHERE room = ? AND role IN ('owner', 'moderator')
     ORDER BY role = 'owner' DESC, sequence LIMIT ?`,
  )
  const leads = database.prepare(LEADS)
  const knocks = database.prepare(
    `SELECT knock_id AS knockId, name, asked_at AS askedAt FROM knocks
     WHERE room = ? AND answer IS NULL AND asked_at > ? ORDER BY asked_at, knock_id`,
  )
  const barred = database.prepare(
    `SELECT 1 FROM barred_addresses b JOIN rooms r ON r.room = b.room
     JOIN members m ON m.room = b.room AND m.member_id = b.member_id AND m.version = b.version
     WHERE r.room_id = ? AND b.address_hash = ? AND b.barred_at > ? AND m.role = 'banned' LIMIT 1`,
  )
  return {
    isBarred: (roomId, addressHash, after) => barred.get(roomId, addressHash, after) !== undefined,
    readPassword: (roomId) => (password.get(roomId) as RoomPassword | undefined) ?? null,
    readOwnerCode: (roomId) => (ownerCode.get(roomId) as OwnerCode | undefined) ?? null,
    readPlate(roomId, limit) {
      const found = room.get(roomId) as (PlateRow & { room: number }) | undefined
      return found ? plateOf(found, leaders.all(found.room, limit) as LeaderRow[]) : null
    },
    readKnocks(roomId, tokenHash, after) {
      const led = leads.get(roomId, tokenHash) as { room: number } | undefined
      return led ? (knocks.all(led.room, after) as Knock[]) : null
    },
  }
}

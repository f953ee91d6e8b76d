import type { DatabaseSync } from 'node:sqlite'
import type { HandedRoom } from '@confab/protocol'
import { type DeviceRow, type DeviceTable, deviceOf } from '../device-table.ts'
import { handedRoomsSql } from '../handed-rooms.ts'

/** The same table as seen from a database thread, where nothing waits. */
export type DeviceTableHere = {
  [Call in keyof DeviceTable]: (
    ...args: Parameters<DeviceTable[Call]>
  ) => Awaited<ReturnType<DeviceTable[Call]>>
}

/** What is read of devices. */
export type DeviceReader = Pick<DeviceTableHere, 'list' | 'rooms'>

/** Prepares the reading of devices. */
export function prepareDeviceReader(database: DatabaseSync): DeviceReader {
  const devices = database.prepare(
    `SELECT token_hash AS tokenHash, label, created_at AS createdAt, seen_at AS seenAt FROM tokens
     WHERE identity = (SELECT identity FROM tokens WHERE token_hash = ?1 AND revoked_at IS NULL) AND revoked_at IS NULL
     ORDER BY token_hash = ?1 DESC, coalesce(seen_at, 0) DESC, token_hash LIMIT ?2`,
  )
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const rooms = database.prepare(handedRoomsSql('?', '?'))
  return {
    rooms(tokenHash, limit) {
      const me = identity.get(tokenHash) as { identity: number } | undefined
      return me ? (rooms.all(me.identity, limit) as HandedRoom[]) : null
    },
    list(tokenHash, limit) {
      const rows = devices.all(tokenHash, limit) as DeviceRow[]
      return rows.length === 0 ? null : rows.map((row) => deviceOf(row, tokenHash))
    },
  }
}

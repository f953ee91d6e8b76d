import type { DatabaseSync } from 'node:sqlite'
import { type DoorTableHere, LEADS } from './door-reader.ts'

/** What is written at doors, inside a transaction of the caller; passwords are written with the changes that set them. */
export type DoorWriter = Pick<DoorTableHere, 'knock' | 'withdraw' | 'answer'>

/** Prepares the writing of what stands at doors. */
export function prepareDoorWriter(database: DatabaseSync): DoorWriter {
  const roomOf = database.prepare('SELECT room FROM rooms WHERE room_id = ?')
  const leads = database.prepare(LEADS)
  const forgetOld = database.prepare('DELETE FROM knocks WHERE asked_at <= ?')
  const waiting = database.prepare(
    'SELECT count(*) AS count FROM knocks WHERE room = ? AND answer IS NULL AND token_hash <> ?',
  )
  const put = database.prepare(
    `INSERT INTO knocks (room, token_hash, knock_id, name, asked_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room, token_hash) DO UPDATE SET name = excluded.name WHERE answer IS NULL`,
  )
  const withdraw = database.prepare('DELETE FROM knocks WHERE room = ? AND token_hash = ? AND answer IS NULL')
  const answer = database.prepare(
    `UPDATE knocks SET answer = ?, asked_at = ?
     WHERE room = ? AND knock_id = ? AND answer IS NULL AND asked_at > ?`,
  )
  const room = (roomId: string) => (roomOf.get(roomId) as { room: number } | undefined)?.room

  return {
    knock(roomId, tokenHash, { knockId, name, askedAt }, { lifeMs, limit }) {
      const at = room(roomId)
      if (at === undefined) return 'not-found'
      forgetOld.run(askedAt - lifeMs)
      if (Number(waiting.get(at, tokenHash)?.count) >= limit) return 'full'
      put.run(at, tokenHash, knockId, name, askedAt)
      return 'done'
    },
    withdraw(roomId, tokenHash) {
      const at = room(roomId)
      if (at !== undefined) withdraw.run(at, tokenHash)
    },
    answer(roomId, tokenHash, { knockId, isLetIn, after, at }) {
      const led = leads.get(roomId, tokenHash) as { room: number } | undefined
      if (!led) return 'forbidden'
      const { changes } = answer.run(isLetIn ? 'in' : 'out', at, led.room, knockId, after)
      return changes === 1 ? 'done' : 'not-found'
    },
  }
}

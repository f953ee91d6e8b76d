import type { DatabaseSync } from 'node:sqlite'
import type { MemberId } from '@confab/protocol'
import { deedOfAnswer } from '../door-table.ts'
import { prepareDeedNote } from './deeds.ts'
import { type DoorTableHere, LEADS } from './door-reader.ts'

/** What is written at doors, inside a transaction of the caller; passwords are written with the changes that set them. */
export type DoorWriter = Pick<DoorTableHere, 'knock' | 'withdraw' | 'answer' | 'barAddress'>

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
     WHERE room = ? AND knock_id = ? AND answer IS NULL AND asked_at > ? RETURNING name`,
  )
  const noteDeed = prepareDeedNote(database)
  const liftOld = database.prepare('DELETE FROM barred_addresses WHERE barred_at <= ?')
  const bar = database.prepare(
    `INSERT INTO barred_addresses (room, address_hash, member_id, version, barred_at)
     SELECT room, ?, member_id, version, ? FROM members WHERE room = ? AND member_id = ? AND role = 'banned'
     ON CONFLICT DO UPDATE SET version = excluded.version, barred_at = excluded.barred_at`,
  )
  const liftAbove = database.prepare(
    `DELETE FROM barred_addresses WHERE room = ?1 AND (address_hash, member_id) IN
       (SELECT address_hash, member_id FROM barred_addresses WHERE room = ?1
        ORDER BY barred_at DESC, version DESC LIMIT -1 OFFSET ?2)`,
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
      const led = leads.get(roomId, tokenHash) as { room: number; memberId: MemberId } | undefined
      if (!led) return 'forbidden'
      const answered = answer.get(isLetIn ? 'in' : 'out', at, led.room, knockId, after) as
        | { name: string }
        | undefined
      if (!answered) return 'not-found'
      noteDeed(led.room, deedOfAnswer(led.memberId, answered.name, isLetIn, at))
      return 'done'
    },
    barAddress(roomId, memberId, addressHash, { at: now, lifeMs, limit }) {
      const at = room(roomId)
      if (at === undefined) return
      liftOld.run(now - lifeMs)
      bar.run(addressHash, now, at, memberId)
      liftAbove.run(at, limit)
    },
  }
}

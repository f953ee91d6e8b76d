import type { Knock, MemberId } from '@confab/protocol'
import type pg from 'pg'
import {
  type DoorTable,
  deedOfAnswer,
  type LeaderRow,
  type OwnerCode,
  type PlateRow,
  plateOf,
  type RoomPassword,
} from '../door-table.ts'
import { noteDeed } from './deed-table.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

const LEADS = `SELECT m.room, m.member_id AS "memberId" FROM rooms r JOIN members m ON m.room = r.room
  JOIN tokens t ON t.identity = m.identity AND t.revoked_at IS NULL
  WHERE r.room_id = $1 AND t.token_hash = $2 AND m.role IN ('owner', 'moderator')`

const PASSWORD = {
  name: 'room-password',
  text: 'SELECT p.hash, p.since FROM room_passwords p JOIN rooms r ON r.room = p.room WHERE r.room_id = $1',
}
const OWNER_CODE = {
  name: 'owner-code',
  text: `SELECT c.hash, c.since, c.made_by AS "madeBy" FROM owner_codes c JOIN rooms r ON r.room = c.room WHERE r.room_id = $1`,
}
const PLATE = { name: 'door-plate', text: 'SELECT room, title, settings FROM rooms WHERE room_id = $1' }
const LEADERS = {
  name: 'door-leaders',
  text: `SELECT name, (count(*) OVER ())::int AS count FROM members WHERE room = $1 AND role IN ('owner', 'moderator')
         ORDER BY role = 'owner' DESC, sequence LIMIT $2`,
}
// The lock makes whoever comes at the same time wait, so that no more knock than may.
const ROOM_LOCKED = {
  name: 'knocked-room',
  text: 'SELECT room FROM rooms WHERE room_id = $1 FOR NO KEY UPDATE',
}
const FORGET_OLD = { name: 'forget-knocks', text: 'DELETE FROM knocks WHERE asked_at <= $1' }
const WAITING = {
  name: 'knocks-waiting',
  text: 'SELECT count(*)::int AS count FROM knocks WHERE room = $1 AND answer IS NULL AND token_hash <> $2',
}
const PUT = {
  name: 'put-knock',
  text: `INSERT INTO knocks (room, token_hash, knock_id, name, asked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (room, token_hash) DO UPDATE SET name = excluded.name WHERE knocks.answer IS NULL`,
}
const WITHDRAW = {
  name: 'withdraw-knock',
  text: `DELETE FROM knocks WHERE room = (SELECT room FROM rooms WHERE room_id = $1)
           AND token_hash = $2 AND answer IS NULL`,
}
const LED = { name: 'led-room', text: LEADS }
const KNOCKS = {
  name: 'knocks',
  text: `SELECT knock_id AS "knockId", name, asked_at AS "askedAt" FROM knocks
         WHERE room = $1 AND answer IS NULL AND asked_at > $2 ORDER BY asked_at, knock_id COLLATE "C"`,
}
const ANSWER = {
  name: 'answer-knock',
  text: `UPDATE knocks SET answer = $1, asked_at = $2
         WHERE room = $3 AND knock_id = $4 AND answer IS NULL AND asked_at > $5 RETURNING name`,
}

const LIFT_OLD = { name: 'lift-old-bars', text: 'DELETE FROM barred_addresses WHERE barred_at <= $1' }
const BAR = {
  name: 'bar-address',
  text: `INSERT INTO barred_addresses (room, address_hash, member_id, version, barred_at)
         SELECT room, $3, member_id, version, $4::bigint FROM members
         WHERE room = $1 AND member_id = $2 AND role = 'banned'
         ON CONFLICT (room, address_hash, member_id)
         DO UPDATE SET version = excluded.version, barred_at = excluded.barred_at`,
}
const LIFT_ABOVE = {
  name: 'lift-bars-above',
  text: `DELETE FROM barred_addresses WHERE room = $1 AND (address_hash, member_id) IN
           (SELECT address_hash, member_id FROM barred_addresses WHERE room = $1
            ORDER BY barred_at DESC, version DESC OFFSET $2)`,
}
const BARRED = {
  name: 'is-barred',
  text: `SELECT 1 FROM barred_addresses b JOIN rooms r ON r.room = b.room
         JOIN members m ON m.room = b.room AND m.member_id = b.member_id AND m.version = b.version
         WHERE r.room_id = $1 AND b.address_hash = $2 AND b.barred_at > $3 AND m.role = 'banned' LIMIT 1`,
}

/** What PostgreSQL knows of doors. `read` is asked on the reading connections, writing has transactions of its own. */
export function createDoorTable(read: Ask, noting: pg.Pool): DoorTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))

  return {
    async readPassword(roomId) {
      const [password] = await read<RoomPassword>(PASSWORD, [roomId])
      return password ?? null
    },
    async readOwnerCode(roomId) {
      const [code] = await read<OwnerCode>(OWNER_CODE, [roomId])
      return code ?? null
    },
    async readPlate(roomId, limit) {
      const [room] = await read<PlateRow & { room: number }>(PLATE, [roomId])
      return room ? plateOf(room, await read<LeaderRow>(LEADERS, [room.room, limit])) : null
    },
    knock: (roomId, tokenHash, { knockId, name, askedAt }, { lifeMs, limit }) =>
      write(async (ask) => {
        const [at] = await ask<{ room: number }>(ROOM_LOCKED, [roomId])
        if (!at) return 'not-found'
        await ask(FORGET_OLD, [askedAt - lifeMs])
        const [waiting] = await ask<{ count: number }>(WAITING, [at.room, tokenHash])
        if (waiting && waiting.count >= limit) return 'full'
        await ask(PUT, [at.room, tokenHash, knockId, name, askedAt])
        return 'done'
      }),
    withdraw: (roomId, tokenHash) =>
      write(async (ask) => {
        await ask(WITHDRAW, [roomId, tokenHash])
      }),
    async readKnocks(roomId, tokenHash, after) {
      const [led] = await read<{ room: number }>(LED, [roomId, tokenHash])
      return led ? read<Knock>(KNOCKS, [led.room, after]) : null
    },
    answer: (roomId, tokenHash, { knockId, isLetIn, after, at }) =>
      write(async (ask) => {
        // With the lock, under which entries are numbered.
        await ask(ROOM_LOCKED, [roomId])
        const [led] = await ask<{ room: number; memberId: MemberId }>(LED, [roomId, tokenHash])
        if (!led) return 'forbidden'
        const values = [isLetIn ? 'in' : 'out', at, led.room, knockId, after]
        const [answered] = await ask<{ name: string }>(ANSWER, values)
        if (!answered) return 'not-found'
        await noteDeed(ask, { room: led.room, ...deedOfAnswer(led.memberId, answered.name, isLetIn, at) })
        return 'done'
      }),
    barAddress: (roomId, memberId, addressHash, { at: now, lifeMs, limit }) =>
      write(async (ask) => {
        const [at] = await ask<{ room: number }>(ROOM_LOCKED, [roomId])
        if (!at) return
        await ask(LIFT_OLD, [now - lifeMs])
        await ask(BAR, [at.room, memberId, addressHash, now])
        await ask(LIFT_ABOVE, [at.room, limit])
      }),
    async isBarred(roomId, addressHash, after) {
      return (await read(BARRED, [roomId, addressHash, after])).length > 0
    },
  }
}

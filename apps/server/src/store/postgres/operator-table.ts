import type pg from 'pg'
import { segmentOf } from '../../search/postings.ts'
import { AROUND_MESSAGES, AROUND_ROOM, DELETED, IS_DELETED } from '../deleted-rooms.ts'
import type { DeletedLeft, OperatorTable } from '../operator-table.ts'
import type { TokenHash } from '../store.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import { REVOKE } from './revocation.ts'
import { LOCK_SEGMENT } from './search-index.ts'
import { inHarmlessTransaction } from './transaction.ts'

// Whoever writes to the room holds this lock, so what they wrote is seen, and what comes later finds no room.
const LOCK = 'SELECT room FROM rooms WHERE room_id = $1 FOR UPDATE'
const UNHOOK = `UPDATE rooms SET room_id = '${DELETED}' || room, code = '${DELETED}' || room, head = 0, title = '', pins = NULL, settings = NULL
                WHERE room = $1`
const PUT_OUT = "UPDATE members SET role = 'removed' WHERE room = $1"
const ERASE_FILES = `UPDATE files SET due_at = CASE state WHEN 'reserved' THEN $2::bigint ELSE 0 END, state = 'erasing', bytes = 0
                     WHERE room = $1 AND state <> 'erasing'`
// One node at a time; the others find less to do.
const NEXT = `SELECT room FROM rooms WHERE ${IS_DELETED} ORDER BY room FOR UPDATE SKIP LOCKED`
const UP_TO =
  'SELECT max(sequence) AS "upTo" FROM (SELECT sequence FROM messages WHERE room = $1 ORDER BY sequence LIMIT $2) AS first'
const INDEXED = 'SELECT segment FROM search_segments WHERE room = $1 AND segment <= $2 ORDER BY segment'
/** Above every segment. */
const ALL = 2 ** 31 - 1
const HAS_FILES = 'SELECT 1 FROM files WHERE room = $1 LIMIT 1'
const TOKENS = `SELECT token_hash AS "tokenHash" FROM tokens WHERE identity = $1 AND revoked_at IS NULL ORDER BY token_hash`

/** Whoever is indexing one of these stretches is waited for. */
async function eraseIndex(ask: Ask, room: number, upTo: number): Promise<void> {
  for (const { segment } of await ask<{ segment: number }>(INDEXED, [room, upTo]))
    await ask(LOCK_SEGMENT, [room, segment])
  for (const table of ['search_postings', 'search_segments'])
    await ask(`DELETE FROM ${table} WHERE room = $1 AND segment <= $2`, [room, upTo])
}

/** Null where there are messages still. */
async function eraseOne(ask: Ask, room: number, limit: number): Promise<'files' | 'nothing' | null> {
  const [last] = await ask<{ upTo: number | null }>(UP_TO, [room, limit])
  if (last && last.upTo !== null) {
    for (const table of ['messages', ...AROUND_MESSAGES])
      await ask(`DELETE FROM ${table} WHERE room = $1 AND sequence <= $2`, [room, last.upTo])
    await eraseIndex(ask, room, segmentOf(last.upTo))
    return null
  }
  await eraseIndex(ask, room, ALL)
  for (const table of [...AROUND_MESSAGES, ...AROUND_ROOM])
    await ask(`DELETE FROM ${table} WHERE room = $1`, [room])
  if ((await ask(HAS_FILES, [room])).length > 0) return 'files'
  await ask('DELETE FROM rooms WHERE room = $1', [room])
  return 'nothing'
}

/** What only whoever runs the servers asks for. */
export function createOperatorTable(noting: pg.Pool): OperatorTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))

  return {
    deleteRoom: (roomId, dueAt) =>
      write(async (ask) => {
        const [row] = await ask<{ room: number }>(LOCK, [roomId])
        if (!row) return false
        await ask(UNHOOK, [row.room])
        await ask(PUT_OUT, [row.room])
        await ask(ERASE_FILES, [row.room, dueAt])
        return true
      }),
    eraseDeleted: (limit) =>
      write(async (ask): Promise<DeletedLeft> => {
        let left: DeletedLeft = 'nothing'
        for (const { room } of await ask<{ room: number }>(NEXT)) {
          const after = await eraseOne(ask, room, limit)
          if (after === null) return 'more'
          if (after === 'files') left = 'files'
        }
        return left
      }),
    endIdentity: (identity) =>
      write(async (ask) => {
        const known = await ask('SELECT FROM identities WHERE identity = $1 FOR NO KEY UPDATE', [identity])
        if (known.length === 0) return null
        const tokens = await ask<{ tokenHash: TokenHash }>(TOKENS, [identity])
        for (const { tokenHash } of tokens) await ask(REVOKE, [tokenHash])
        return tokens.map(({ tokenHash }) => tokenHash)
      }),
  }
}

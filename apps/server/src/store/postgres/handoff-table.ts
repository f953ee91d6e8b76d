import type { HandedRoom } from '@confab/protocol'
import type pg from 'pg'
import { handedRoomsSql } from '../handed-rooms.ts'
import type { HandoffTable } from '../handoff-table.ts'
import { inTurn } from './in-turn.ts'
import type { Ask, Statement } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

const statement = (name: string, text: string): Statement => ({ name: `handoffs-${name}`, text })

const LOCK_IDENTITY = statement(
  'identity',
  `SELECT identity FROM identities WHERE identity =
     (SELECT identity FROM tokens WHERE token_hash = $1 AND revoked_at IS NULL) FOR NO KEY UPDATE`,
)
const FORGET = statement('forget', 'DELETE FROM handoffs WHERE made_at <= $1 OR identity = $2')
const PUT = statement(
  'put',
  'INSERT INTO handoffs (code_hash, identity, made_at, made_by) VALUES ($1, $2, $3, $4)',
)
/**
 * Whose code it is, locked: of two who take it at the same time the later finds it taken, and whoever signs out all other devices meanwhile finds the
 * new one among them, or this finds that the one that made it is over.
 */
const LOCK_OWNER = statement(
  'owner',
  `SELECT identity FROM identities WHERE identity = (SELECT identity FROM handoffs WHERE code_hash = $1) FOR NO KEY UPDATE`,
)
const HANDOFF = statement(
  'find',
  `SELECT identity, taken_by AS "takenBy" FROM handoffs WHERE code_hash = $1 AND made_at > $2
     AND EXISTS (SELECT FROM tokens WHERE token_hash = coalesce(taken_by, made_by) AND revoked_at IS NULL)`,
)
const MARK = statement('mark', 'UPDATE handoffs SET taken_by = $1 WHERE code_hash = $2')
const ADD_TOKEN = statement(
  'add-token',
  'INSERT INTO tokens (token_hash, identity) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING identity',
)
const ROOMS = statement('rooms', handedRoomsSql('$1', '$2'))

/** What PostgreSQL knows of hand-offs. */
export function createHandoffTable(noting: pg.Pool): HandoffTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))

  return {
    make: (tokenHash, codeHash, { at, after }) =>
      write(async (ask) => {
        const [me] = await ask<{ identity: number }>(LOCK_IDENTITY, [tokenHash])
        if (!me) return false
        await ask(FORGET, [after, me.identity])
        await ask(PUT, [codeHash, me.identity, at, tokenHash])
        return true
      }),
    look: (codeHash, { after, limit }) =>
      write(async (ask) => {
        const [found] = await ask<{ identity: number; takenBy: string | null }>(HANDOFF, [codeHash, after])
        return found?.takenBy === null ? ask<HandedRoom>(ROOMS, [found.identity, limit]) : null
      }),
    take: (codeHash, { tokenHash, after, limit }) =>
      write(async (ask) => {
        await ask(LOCK_OWNER, [codeHash])
        const [found] = await ask<{ identity: number; takenBy: string | null }>(HANDOFF, [codeHash, after])
        if (!found || (found.takenBy ?? tokenHash) !== tokenHash) return null
        if (found.takenBy === null) {
          const added = await ask(ADD_TOKEN, [tokenHash, found.identity])
          if (added.length === 0) return null
          await ask(MARK, [tokenHash, codeHash])
        }
        return ask<HandedRoom>(ROOMS, [found.identity, limit])
      }),
  }
}

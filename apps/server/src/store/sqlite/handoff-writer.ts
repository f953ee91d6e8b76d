import type { DatabaseSync } from 'node:sqlite'
import type { HandedRoom } from '@confab/protocol'
import { handedRoomsSql } from '../handed-rooms.ts'
import type { HandoffTable } from '../handoff-table.ts'

/** The same table as seen from a database thread, where nothing waits. */
type HandoffTableHere = {
  [Call in keyof HandoffTable]: (
    ...args: Parameters<HandoffTable[Call]>
  ) => Awaited<ReturnType<HandoffTable[Call]>>
}

/** Prepares what is done with hand-offs, inside a transaction of the caller. */
export function prepareHandoffWriter(database: DatabaseSync): HandoffTableHere {
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const forget = database.prepare('DELETE FROM handoffs WHERE made_at <= ? OR identity = ?')
  const put = database.prepare(
    'INSERT INTO handoffs (code_hash, identity, made_at, made_by) VALUES (?, ?, ?, ?)',
  )
  const handoff = database.prepare(
    `SELECT identity, taken_by AS takenBy FROM handoffs WHERE code_hash = ? AND made_at > ?
       AND EXISTS (SELECT 1 FROM tokens WHERE token_hash = coalesce(taken_by, made_by) AND revoked_at IS NULL)`,
  )
  const mark = database.prepare('UPDATE handoffs SET taken_by = ? WHERE code_hash = ?')
  const addToken = database.prepare(
    'INSERT INTO tokens (token_hash, identity) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const rooms = database.prepare(handedRoomsSql('?', '?'))

  return {
    make(tokenHash, codeHash, { at, after }) {
      const me = identity.get(tokenHash) as { identity: number } | undefined
      if (!me) return false
      forget.run(after, me.identity)
      put.run(codeHash, me.identity, at, tokenHash)
      return true
    },
    look(codeHash, { after, limit }) {
      const found = handoff.get(codeHash, after) as { identity: number; takenBy: string | null } | undefined
      return found?.takenBy === null ? (rooms.all(found.identity, limit) as HandedRoom[]) : null
    },
    take(codeHash, { tokenHash, after, limit }) {
      const found = handoff.get(codeHash, after) as { identity: number; takenBy: string | null } | undefined
      if (!found || (found.takenBy ?? tokenHash) !== tokenHash) return null
      if (found.takenBy === null) {
        if (addToken.run(tokenHash, found.identity).changes === 0) return null
        mark.run(tokenHash, codeHash)
      }
      return rooms.all(found.identity, limit) as HandedRoom[]
    },
  }
}

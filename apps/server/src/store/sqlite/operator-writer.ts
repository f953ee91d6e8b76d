import type { DatabaseSync } from 'node:sqlite'
import { segmentOf } from '../../search/postings.ts'
import { AROUND_MESSAGES, AROUND_ROOM, DELETED, IS_DELETED } from '../deleted-rooms.ts'
import type { OperatorTable } from '../operator-table.ts'
import type { TokenHash } from '../store.ts'

/** The same table as seen from the thread that writes, inside a transaction of the caller. */
export type OperatorWriter = {
  [Call in keyof OperatorTable]: (
    ...args: Parameters<OperatorTable[Call]>
  ) => Awaited<ReturnType<OperatorTable[Call]>>
}

/** `changed`: what is remembered of rooms and people is not so any more. `deleted`: something is not to be on the disk any more. */
type Told = { changed(): void; deleted(): void; revoke(tokenHash: TokenHash): void }

/** Prepares what only whoever runs the server asks for. */
export function prepareOperatorWriter(database: DatabaseSync, told: Told): OperatorWriter {
  const unhook = database.prepare(
    `UPDATE rooms SET room_id = '${DELETED}' || room, code = '${DELETED}' || room, head = 0, title = '', pins = NULL, settings = NULL
     WHERE room_id = ? RETURNING room`,
  )
  const putOut = database.prepare("UPDATE members SET role = 'removed' WHERE room = ?")
  const eraseFiles = database.prepare(
    `UPDATE files SET due_at = CASE state WHEN 'reserved' THEN ? ELSE 0 END, state = 'erasing', bytes = 0
     WHERE room = ? AND state <> 'erasing'`,
  )
  const deleted = database.prepare(`SELECT room FROM rooms WHERE ${IS_DELETED} ORDER BY room`)
  const upTo = database.prepare(
    'SELECT max(sequence) AS upTo FROM (SELECT sequence FROM messages WHERE room = ? ORDER BY sequence LIMIT ?)',
  )
  const eraseUpTo = ['messages', ...AROUND_MESSAGES].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE room = ? AND sequence <= ?`),
  )
  const eraseIndex = ['search_postings', 'search_segments'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE room = ? AND segment <= ?`),
  )
  const eraseAll = ['search_postings', 'search_segments', ...AROUND_MESSAGES, ...AROUND_ROOM].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE room = ?`),
  )
  const hasFiles = database.prepare('SELECT 1 FROM files WHERE room = ? LIMIT 1')
  const eraseRoom = database.prepare('DELETE FROM rooms WHERE room = ?')
  const identity = database.prepare('SELECT 1 FROM identities WHERE identity = ?')
  const tokens = database.prepare(
    'SELECT token_hash AS tokenHash FROM tokens WHERE identity = ? AND revoked_at IS NULL',
  )

  /** Null where there are messages still. */
  function eraseOne(room: number, limit: number): 'files' | 'nothing' | null {
    const last = upTo.get(room, limit) as { upTo: number | null }
    if (last.upTo !== null) {
      for (const erase of eraseUpTo) erase.run(room, last.upTo)
      for (const erase of eraseIndex) erase.run(room, segmentOf(last.upTo))
      return null
    }
    for (const erase of eraseAll) erase.run(room)
    if (hasFiles.get(room)) return 'files'
    eraseRoom.run(room)
    return 'nothing'
  }

  return {
    deleteRoom(roomId, dueAt) {
      const row = unhook.get(roomId) as { room: number } | undefined
      if (!row) return false
      putOut.run(row.room)
      eraseFiles.run(dueAt, row.room)
      told.changed()
      told.deleted()
      return true
    },
    eraseDeleted(limit) {
      let left: 'files' | 'nothing' = 'nothing'
      for (const { room } of deleted.all() as { room: number }[]) {
        const after = eraseOne(room, limit)
        told.deleted()
        if (after === null) return 'more'
        if (after === 'files') left = 'files'
      }
      return left
    },
    endIdentity(who) {
      if (!identity.get(who)) return null
      const ended = (tokens.all(who) as { tokenHash: TokenHash }[]).map(({ tokenHash }) => tokenHash)
      for (const tokenHash of ended) told.revoke(tokenHash)
      return ended
    },
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { DeedsTold } from '@confab/protocol'
import { DEEDS_KEPT_MAX } from '../../limits.ts'
import { ABOVE_ALL_DEEDS, deedsFor, PURGE_DEEDS, READ_DEEDS } from '../deed-statements.ts'
import { type DeedRow, type DeedTable, detailOf, type NewDeed } from '../deed-table.ts'

type DeedTableHere = {
  [Call in keyof DeedTable]: (...args: Parameters<DeedTable[Call]>) => Awaited<ReturnType<DeedTable[Call]>>
}

/** What is read of what leaders did. */
export type DeedReader = Pick<DeedTableHere, 'read'>

const numbered = (sql: string) => sql.replaceAll(/\$(\d)/g, '?$1')

/** Prepares the reading of it. */
export function prepareDeedReader(database: DatabaseSync): DeedReader {
  const read = database.prepare(numbered(READ_DEEDS))
  return {
    read(roomId, tokenHash, { before, limit }): DeedsTold | null {
      const rows = read.all(roomId, tokenHash, before ?? ABOVE_ALL_DEEDS, limit + 1)
      return deedsFor(rows as DeedRow[], limit)
    },
  }
}

/** Prepares the writing of an entry, inside the transaction of what it tells of. The oldest of a room go when there are too many. */
export function prepareDeedNote(database: DatabaseSync): (room: number, deed: NewDeed) => void {
  const insert = database.prepare(
    `INSERT INTO deeds (room, deed, at, by_member, kind, whom, detail)
     VALUES (?1, (SELECT coalesce(max(deed), 0) + 1 FROM deeds WHERE room = ?1), ?2, ?3, ?4, ?5, ?6) RETURNING deed`,
  )
  const dropOld = database.prepare('DELETE FROM deeds WHERE room = ? AND deed <= ?')
  return (room, deed) => {
    const { at, by, kind, whom } = deed
    const row = insert.get(room, at, by, kind, whom, detailOf(deed)) as { deed: number }
    if (row.deed > DEEDS_KEPT_MAX) dropOld.run(room, row.deed - DEEDS_KEPT_MAX)
  }
}

/** Prepares the ending of what is too old, inside a transaction of the caller. */
export function prepareDeedPurge(database: DatabaseSync): Pick<DeedTableHere, 'purge'> {
  const purge = database.prepare(numbered(PURGE_DEEDS))
  return { purge: (upTo) => void purge.run(upTo) }
}

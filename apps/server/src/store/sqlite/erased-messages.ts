import type { DatabaseSync } from 'node:sqlite'
import type { MessageId } from '@confab/protocol'
import type { ErasedTable } from '../erased-table.ts'

/** The same table as seen from a database thread, where nothing waits. */
type ErasedTableHere = {
  [Call in keyof ErasedTable]: (
    ...args: Parameters<ErasedTable[Call]>
  ) => Awaited<ReturnType<ErasedTable[Call]>>
}

/** What is read of what was erased. */
export type ErasedReader = Pick<ErasedTableHere, 'readErased'>

/** Prepares the reading of what was erased. */
export function prepareErasedReader(database: DatabaseSync): ErasedReader {
  const erased = database.prepare(
    `SELECT message_id AS messageId FROM erased_messages
     WHERE room = (SELECT room FROM rooms WHERE room_id = ?) AND erased_by = ? AND version > ? AND erased_at > ?
     ORDER BY sequence LIMIT ?`,
  )
  return {
    readErased(roomId, { erasedBy, above, after, limit }) {
      const rows = erased.all(roomId, erasedBy, above, after, limit) as { messageId: MessageId }[]
      return rows.map(({ messageId }) => messageId)
    },
  }
}

/** Prepares the purging of it, inside a transaction of the caller; `deleted` is told when there was something to purge. */
export function prepareErasedWriter(
  database: DatabaseSync,
  deleted: () => void,
): Pick<ErasedTableHere, 'purge'> {
  const purge = database.prepare('DELETE FROM erased_messages WHERE erased_at <= ?')
  return {
    purge(upTo) {
      if (purge.run(upTo).changes > 0) deleted()
    },
  }
}

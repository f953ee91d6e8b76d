import type { MessageId } from '@confab/protocol'
import type pg from 'pg'
import type { ErasedTable } from '../erased-table.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

const ERASED = {
  name: 'erased',
  text: `SELECT message_id AS "messageId" FROM erased_messages
         WHERE room = (SELECT room FROM rooms WHERE room_id = $1) AND erased_by = $2 AND version > $3 AND erased_at > $4
         ORDER BY sequence LIMIT $5`,
}
const PURGE = { name: 'purge-erased', text: 'DELETE FROM erased_messages WHERE erased_at <= $1' }

/** What PostgreSQL knows of what was erased. */
export function createErasedTable(read: Ask, noting: pg.Pool): ErasedTable {
  const turn = inTurn()
  return {
    async readErased(roomId, { erasedBy, above, after, limit }) {
      const rows = await read<{ messageId: MessageId }>(ERASED, [roomId, erasedBy, above, after, limit])
      return rows.map(({ messageId }) => messageId)
    },
    purge: (upTo) =>
      turn(() =>
        inHarmlessTransaction(noting, async (ask) => {
          await ask(PURGE, [upTo])
        }),
      ),
  }
}

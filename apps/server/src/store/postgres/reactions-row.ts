import type { ReactionsRecord } from '@confab/protocol'

/** The columns of the record beside a message; the table is called n where they are asked for. */
export const REACTIONS_COLUMNS = 'n.message_id AS "messageId", n.sequence, n.version, n.reactions'

/** A row of them. */
export type ReactionsRow = Omit<ReactionsRecord, 'kind' | 'reactions'> & { reactions: string }

/** The record in a row. */
export function reactionsRecord({ messageId, sequence, version, reactions }: ReactionsRow): ReactionsRecord {
  return { kind: 'reactions', messageId, sequence, version, reactions: JSON.parse(reactions) }
}

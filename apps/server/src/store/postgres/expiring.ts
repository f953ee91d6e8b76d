import type { Sequence } from '@confab/protocol'
import { segmentOf } from '../../search/postings.ts'
import type { Ask } from './pool.ts'
import { LOCK_SEGMENT } from './search-index.ts'

// The messages say which files go with them, so these come first.
const ERASE_FILES = {
  name: 'erase-files-up-to',
  text: `UPDATE files SET state = 'erasing', bytes = 0, due_at = 0 WHERE room = $1 AND file_id IN (
           SELECT file ->> 'fileId' FROM messages CROSS JOIN json_array_elements(messages.extra::json -> 'files') AS file
           WHERE messages.room = $1 AND messages.sequence <= $2 AND messages.extra IS NOT NULL
           UNION SELECT file ->> 'fileId' FROM erased_messages AS erased
           CROSS JOIN json_array_elements(erased.record::json -> 'files') AS file
           WHERE erased.room = $1 AND erased.sequence <= $2)`,
}

const ERASE = ['messages', 'erased_messages', 'edits', 'reactions', 'reactors', 'mentions'].map((table) => ({
  name: `erase-${table}-up-to`,
  text: `DELETE FROM ${table} WHERE room = $1 AND sequence <= $2`,
}))

const INDEXED = {
  name: 'indexed-up-to',
  text: 'SELECT segment FROM search_segments WHERE room = $1 AND segment <= $2 ORDER BY segment',
}

const ERASE_INDEX = ['search_segments', 'search_postings'].map((table) => ({
  name: `erase-${table}-up-to`,
  text: `DELETE FROM ${table} WHERE room = $1 AND segment <= $2`,
}))

/**
 * Sends the erasing of messages up to a place, and of all that hangs on them, behind whatever else their batch writes. Whoever is indexing one of these
 * stretches is waited for, and finds afterwards that it is erased.
 */
export async function sendExpiring(
  ask: Ask,
  expiredUpTo: ReadonlyMap<number, Sequence>,
): Promise<Promise<unknown>[]> {
  const sent: Promise<unknown>[] = []
  for (const [room, upTo] of [...expiredUpTo].sort(([a], [b]) => a - b)) {
    const segment = segmentOf(upTo)
    const indexed = await ask<{ segment: number }>(INDEXED, [room, segment])
    for (const one of new Set([...indexed.map((row) => row.segment), segment]))
      await ask(LOCK_SEGMENT, [room, one])
    sent.push(ask(ERASE_FILES, [room, upTo]))
    for (const erase of ERASE) sent.push(ask(erase, [room, upTo]))
    for (const erase of ERASE_INDEX) sent.push(ask(erase, [room, segment]))
  }
  return sent
}

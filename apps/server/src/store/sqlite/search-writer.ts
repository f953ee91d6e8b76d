import type { DatabaseSync } from 'node:sqlite'
import type { MessageRecord, Sequence } from '@confab/protocol'
import { changedPlaces, SEGMENT_PLACES, segmentOf } from '../../search/postings.ts'
import { changedTerms } from '../../search/segment.ts'
import type { PackedSegment } from './search-reader.ts'

const prepareStatements = (database: DatabaseSync) => ({
  isIndexed: database.prepare('SELECT 1 FROM search_segments WHERE room = ? AND segment = ?'),
  changedSince: database.prepare(
    `SELECT 1 FROM messages WHERE room = ? AND version > ? AND version > sequence
       AND sequence >= ? AND sequence < ? LIMIT 1`,
  ),
  addSegment: database.prepare(
    'INSERT INTO search_segments (room, segment, from_at, to_at) VALUES (?, ?, ?, ?)',
  ),
  postings: database.prepare(
    'SELECT postings FROM search_postings WHERE room = ? AND segment = ? AND term = ?',
  ),
  put: database.prepare(
    `INSERT INTO search_postings (room, segment, term, postings) VALUES (?, ?, ?, ?)
     ON CONFLICT (room, segment, term) DO UPDATE SET postings = excluded.postings`,
  ),
  expiredUpTo: database.prepare(
    `SELECT coalesce(settings ->> '$.expiredUpTo', 0) AS upTo FROM rooms WHERE room = ?`,
  ),
  erase: ['search_segments', 'search_postings'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE room = ? AND segment <= ?`),
  ),
  remove: database.prepare('DELETE FROM search_postings WHERE room = ? AND segment = ? AND term = ?'),
})

/** Prepares the writing of the index, inside a transaction of the caller. */
export function prepareSearchWriter(database: DatabaseSync) {
  const sql = prepareStatements(database)

  return {
    /** A message is another from now on: what of its stretch is indexed follows. */
    changeMessage(room: number, before: MessageRecord, after: MessageRecord): void {
      const segment = segmentOf(after.sequence)
      if (!sql.isIndexed.get(room, segment)) return
      const place = after.sequence - segment * SEGMENT_PLACES
      for (const { term, isIn } of changedTerms(before, after)) {
        const row = sql.postings.get(room, segment, term) as { postings: Uint8Array } | undefined
        const postings = changedPlaces(row?.postings ?? null, place, isIn)
        if (postings) sql.put.run(room, segment, term, postings)
        else sql.remove.run(room, segment, term)
      }
    },

    /** The stretch that is erased in part is looked through from now on: it is one, and it would be indexed anew with every step. */
    expireUpTo(room: number, upTo: Sequence): void {
      for (const erase of sql.erase) erase.run(room, segmentOf(upTo))
    },

    /** Adds a stretch to the index, unless some of it is erased or a message of it changed since it was read, or it is there already. */
    addSegment({ room, segment, head, fromAt, toAt, terms, postings }: PackedSegment): void {
      const from = segment * SEGMENT_PLACES
      if (sql.isIndexed.get(room, segment)) return
      const expired = sql.expiredUpTo.get(room)
      // Nor is anything added of a room that was deleted meanwhile.
      if (!expired || Number(expired.upTo) >= Math.max(from, 1)) return
      if (sql.changedSince.get(room, head, from, from + SEGMENT_PLACES)) return
      terms.forEach((term, i) => {
        sql.put.run(room, segment, term, Buffer.from(postings[i] ?? '', 'base64'))
      })
      sql.addSegment.run(room, segment, fromAt, toAt)
    },
  }
}

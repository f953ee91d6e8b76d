import type { MessageRecord, RoomId } from '@confab/protocol'
import type pg from 'pg'
import { changedPlaces, SEGMENT_PLACES, segmentOf } from '../../search/postings.ts'
import { buildSegment, changedTerms, nextToIndex } from '../../search/segment.ts'
import { MESSAGE_RECORD, type MessageRow, messageRecord } from '../records.ts'
import type { Ask } from './pool.ts'
import { inTransaction } from './transaction.ts'

/**
 * Whoever holds it changes what is indexed of a stretch. The lock of the room's row would do as well, and would keep everybody from posting
 * while a stretch is written.
 */
export const LOCK_SEGMENT = {
  name: 'lock-segment',
  text: 'SELECT pg_advisory_xact_lock(($1::bigint << 24) | $2::bigint)',
}

const IS_INDEXED = {
  name: 'is-indexed',
  text: 'SELECT FROM search_segments WHERE room = $1 AND segment = $2',
}

const CHANGED_SINCE = {
  name: 'changed-since',
  text: `SELECT FROM messages WHERE room = $1 AND version > $2 AND version > sequence AND sequence >= $3 AND sequence < $4 LIMIT 1`,
}

const SEGMENT = {
  name: 'segment',
  text: `SELECT ${MESSAGE_RECORD} FROM messages WHERE room = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence`,
}

/** Up to where a room's messages are erased. */
export const EXPIRED_UP_TO = `coalesce((settings::json ->> 'expiredUpTo')::bigint, 0)`

const EXPIRED_NOW = {
  name: 'expired-up-to',
  text: `SELECT ${EXPIRED_UP_TO} AS expired FROM rooms WHERE room = $1`,
}

const INDEXED = {
  name: 'indexed',
  text: `SELECT room, head, ${EXPIRED_UP_TO} AS expired, ARRAY(SELECT segment::int FROM search_segments s WHERE s.room = rooms.room) AS indexed
         FROM rooms WHERE room_id = $1`,
}

const ADD_SEGMENT = {
  name: 'add-segment',
  text: 'INSERT INTO search_segments (room, segment, from_at, to_at) VALUES ($1, $2, $3, $4)',
}

const READ_POSTINGS = {
  name: 'read-postings',
  text: `SELECT term, postings FROM unnest($3::text[]) AS asked (term) CROSS JOIN LATERAL (
           SELECT postings FROM search_postings p WHERE p.room = $1 AND p.segment = $2 AND p.term = asked.term LIMIT 1
         ) AS found`,
}

const PUT_POSTINGS = {
  name: 'put-postings',
  text: `INSERT INTO search_postings (room, segment, term, postings)
         SELECT $1, $2, term, postings FROM unnest($3::text[], $4::bytea[]) AS put (term, postings)
         ON CONFLICT (room, segment, term) DO UPDATE SET postings = excluded.postings`,
}

const REMOVE_POSTINGS = {
  name: 'remove-postings',
  text: 'DELETE FROM search_postings WHERE room = $1 AND segment = $2 AND term = ANY ($3::text[])',
}

/** A message that is another from now on. */
export type ChangedMessage = { room: number; before: MessageRecord; record: MessageRecord }

/** Follows changed messages in what is indexed of them, inside the transaction that changes them. Answers what was sent last. */
export async function followChanges(
  ask: Ask,
  changes: readonly ChangedMessage[],
): Promise<Promise<unknown>[]> {
  const sent: Promise<unknown>[] = []
  // In one order for everybody, or two batches could wait for each other.
  const inOrder = changes.toSorted((a, b) => a.room - b.room || a.record.sequence - b.record.sequence)
  for (const { room, before, record } of inOrder) {
    const segment = segmentOf(record.sequence)
    await ask(LOCK_SEGMENT, [room, segment])
    if ((await ask(IS_INDEXED, [room, segment])).length === 0) continue
    const changed = changedTerms(before, record)
    const terms = changed.map(({ term }) => term)
    const rows = await ask<{ term: string; postings: Buffer }>(READ_POSTINGS, [room, segment, terms])
    const postings = new Map(rows.map((row) => [row.term, row.postings]))
    const place = record.sequence - segment * SEGMENT_PLACES
    const become = changed.map(({ term, isIn }) => ({
      term,
      postings: changedPlaces(postings.get(term) ?? null, place, isIn),
    }))
    const put = become.flatMap(({ term, postings: bytes }) => (bytes ? [{ term, bytes }] : []))
    const gone = become.filter((one) => one.postings === null).map(({ term }) => term)
    if (put.length > 0)
      sent.push(
        ask(PUT_POSTINGS, [
          room,
          segment,
          put.map(({ term }) => term),
          put.map(({ bytes }) => Buffer.from(bytes)),
        ]),
      )
    if (gone.length > 0) sent.push(ask(REMOVE_POSTINGS, [room, segment, gone]))
  }
  return sent
}

/** Indexes the newest stretch of a room that is full and is not. Answers whether there was one. */
export async function indexSegment(pool: pg.Pool, ask: Ask, roomId: RoomId): Promise<boolean> {
  const [row] = await ask<{ room: number; head: number; expired: number; indexed: number[] }>(INDEXED, [
    roomId,
  ])
  if (!row) return false
  const { room, head, expired } = row
  const segment = nextToIndex({ after: expired, head }, new Set(row.indexed))
  if (segment === null) return false
  const [from, to] = [segment * SEGMENT_PLACES, (segment + 1) * SEGMENT_PLACES]
  const messages = (await ask<MessageRow>(SEGMENT, [room, from, to])).map(messageRecord)
  const { fromAt, toAt, terms, postings } = buildSegment(segment, messages)
  await inTransaction(pool, async (inside) => {
    await inside(LOCK_SEGMENT, [room, segment])
    const [there, changed, [now]] = await Promise.all([
      inside(IS_INDEXED, [room, segment]),
      // What was changed between then and now is not what was read; the next call reads it anew.
      inside(CHANGED_SINCE, [room, head, from, to]),
      inside<{ expired: number }>(EXPIRED_NOW, [room]),
    ])
    // Nor is what is of a room that was deleted meanwhile.
    const isExpired = !now || Number(now.expired) >= Math.max(from, 1)
    if (there.length > 0 || changed.length > 0 || isExpired) return { answer: null, sent: [] }
    const bytes = postings.map((each) => Buffer.from(each))
    return {
      answer: null,
      sent: [
        inside(PUT_POSTINGS, [room, segment, terms, bytes]),
        inside(ADD_SEGMENT, [room, segment, fromAt, toAt]),
      ],
    }
  })
  return true
}

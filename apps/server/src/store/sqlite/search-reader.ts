import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Epoch, MemberId, MessageRecord, RoomId, Sequence } from '@confab/protocol'
import { SEGMENT_PLACES } from '../../search/postings.ts'
import type { Looked, PostingRow, Question, SegmentTime } from '../../search/question.ts'
import { type Found, foundResults } from '../../search/result.ts'
import { runNow, searching } from '../../search/searching.ts'
import { buildSegment, nextToIndex } from '../../search/segment.ts'
import { MESSAGE_RECORD, type MessageRow, messageRecord } from '../records.ts'
import { type Seer, searchedAbove } from '../seen.ts'
import type { SearchAsked, TokenHash } from '../store.ts'

/** A stretch of history ready to be written to the index, as it crosses threads: postings in base64. `head` is as of when it was read. */
export type PackedSegment = {
  room: number
  segment: number
  head: Sequence
  fromAt: number
  toAt: number
  terms: string[]
  postings: string[]
}

/** `erased`: up to where messages are. */
type RoomRow = { room: number; epoch: Epoch; head: Sequence; expired: Sequence }

/** What is looked at of a message: so little, and as a list, because it is what a search mostly does. */
const LOOKED = 'sequence, author_id, posted_at, body, extra'

type LookedRow = [
  sequence: Sequence,
  authorId: MemberId,
  postedAt: number,
  body: string,
  extra: string | null,
]

function asArrays(statement: StatementSync): StatementSync {
  statement.setReturnArrays(true)
  return statement
}

function lookedOf([sequence, authorId, postedAt, body, extra]: LookedRow): Looked {
  if (extra === null) return { sequence, authorId, postedAt, body }
  const { files } = JSON.parse(extra) as Pick<Looked, 'files'>
  return { sequence, authorId, postedAt, body, ...(files && { files }) }
}

const prepareStatements = (database: DatabaseSync) => ({
  room: database.prepare(
    `SELECT room, epoch, head, coalesce(settings ->> '$.expiredUpTo', 0) AS expired FROM rooms WHERE room_id = ?`,
  ),
  me: database.prepare(
    `SELECT member_id AS memberId, coalesce(extra ->> '$.seesAbove', 0) AS seesAbove FROM members WHERE room = ? AND role NOT IN ('removed', 'banned')
       AND identity = (SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL)`,
  ),
  members: database.prepare('SELECT member_id AS memberId, name FROM members WHERE room = ?'),
  segments: database.prepare(
    `SELECT segment, from_at AS fromAt, to_at AS toAt FROM search_segments WHERE room = ? AND segment <= ?`,
  ),
  postings: database.prepare(
    'SELECT postings FROM search_postings WHERE room = ? AND segment = ? AND term = ?',
  ),
  record: database.prepare(`SELECT ${MESSAGE_RECORD} FROM messages WHERE room = ? AND sequence = ?`),
  message: asArrays(database.prepare(`SELECT ${LOOKED} FROM messages WHERE room = ? AND sequence = ?`)),
  stretch: asArrays(
    database.prepare(
      `SELECT ${LOOKED} FROM messages WHERE room = ? AND sequence >= ? AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
    ),
  ),
  segment: asArrays(
    database.prepare(
      `SELECT ${LOOKED} FROM messages WHERE room = ? AND sequence >= ? AND sequence < ? ORDER BY sequence`,
    ),
  ),
})

/** Prepares searching on a handle, and the reading of what is to be indexed. Each call is one snapshot. */
export function prepareSearchReader(database: DatabaseSync) {
  const sql = prepareStatements(database)

  function inSnapshot<T>(read: () => T): T {
    database.exec('BEGIN')
    try {
      return read()
    } finally {
      database.exec('ROLLBACK')
    }
  }

  const segments = (room: number, upTo: number) => sql.segments.all(room, upTo) as SegmentTime[]

  function postings(
    room: number,
    { groups, segments: asked }: Extract<Question, { ask: 'postings' }>,
  ): PostingRow[] {
    const rows: PostingRow[] = []
    for (const segment of asked) {
      const begin = rows.length
      for (const terms of groups) {
        const before = rows.length
        for (const term of terms) {
          const row = sql.postings.get(room, segment, term) as { postings: Uint8Array } | undefined
          if (row) rows.push({ term, segment, postings: row.postings })
        }
        // Without a term of every group nothing in the segment is meant.
        if (rows.length === before) {
          rows.length = begin
          break
        }
      }
    }
    return rows
  }

  function answer(room: number, question: Question): unknown {
    switch (question.ask) {
      case 'members':
        return sql.members.all(room) as { memberId: MemberId; name: string }[]
      case 'segments':
        return segments(room, question.upTo)
      case 'postings':
        return postings(room, question)
      case 'messages':
        return question.sequences.flatMap((sequence): Looked[] => {
          const row = sql.message.get(room, sequence) as unknown as LookedRow | undefined
          return row ? [lookedOf(row)] : []
        })
      case 'records':
        return question.sequences.flatMap((sequence): MessageRecord[] => {
          const row = sql.record.get(room, sequence) as MessageRow | undefined
          return row ? [messageRecord(row)] : []
        })
      case 'stretch': {
        const { from, before, limit } = question
        return (sql.stretch.all(room, from, before, limit) as unknown as LookedRow[]).map(lookedOf)
      }
    }
  }

  return {
    search(
      roomId: RoomId,
      { query, before, limit }: SearchAsked,
      tokenHash: TokenHash,
    ): ({ epoch: Epoch } & Found) | null {
      return inSnapshot(() => {
        const row = sql.room.get(roomId) as RoomRow | undefined
        const me = row && (sql.me.get(row.room, tokenHash) as Seer | undefined)
        if (!row || !me) return null
        const { room, epoch, head } = row
        const after = searchedAbove(query, row.expired, me)
        const found = runNow(searching(query, { after, head }, before, limit), (question) =>
          answer(room, question),
        )
        return { epoch, ...foundResults(query, found) }
      })
    },

    /** The newest stretch of a room that is full and not indexed; null when there is none. */
    readSegment(roomId: RoomId): PackedSegment | null {
      // Indexed outside of the snapshot: while one is held the log cannot begin anew, and every commit would pay for it.
      const read = inSnapshot(() => {
        const row = sql.room.get(roomId) as RoomRow | undefined
        if (!row) return null
        const { room, head, expired } = row
        const segment = nextToIndex(
          { after: expired, head },
          new Set(segments(room, head).map((one) => one.segment)),
        )
        if (segment === null) return null
        const from = segment * SEGMENT_PLACES
        const rows = sql.segment.all(room, from, from + SEGMENT_PLACES) as unknown as LookedRow[]
        return { room, segment, head, rows }
      })
      if (!read) return null
      const { room, segment, head, rows } = read
      const { fromAt, toAt, terms, postings: encoded } = buildSegment(segment, rows.map(lookedOf))
      const packed = encoded.map((bytes) => Buffer.from(bytes).toString('base64'))
      return { room, segment, head, fromAt, toAt, terms, postings: packed }
    },
  }
}

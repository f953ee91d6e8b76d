import type { Epoch, RoomId, Sequence } from '@confab/protocol'
import type pg from 'pg'
import { SEARCH_LOOKED_AT_MAX } from '../../limits.ts'
import { SEGMENT_PLACES } from '../../search/postings.ts'
import type { Looked, PostingRow, Question } from '../../search/question.ts'
import { foundResults } from '../../search/result.ts'
import { runLater, searching } from '../../search/searching.ts'
import { MESSAGE_RECORD, type MessageRow, messageRecord } from '../records.ts'
import { type Seer, searchedAbove } from '../seen.ts'
import type { Store } from '../store.ts'
import { type Ask, asking } from './pool.ts'
import { EXPIRED_UP_TO } from './search-index.ts'

const ROOM = {
  name: 'search-room',
  text: `SELECT room, epoch, head, ${EXPIRED_UP_TO} AS expired, me.member_id AS "memberId",
           coalesce((me.extra::json ->> 'seesAbove')::bigint, 0) AS "seesAbove" FROM rooms CROSS JOIN LATERAL (
           SELECT member_id, extra FROM members WHERE members.room = rooms.room AND role NOT IN ('removed', 'banned')
             AND identity = (SELECT identity FROM tokens WHERE token_hash = $2 AND revoked_at IS NULL) LIMIT 1
         ) AS me WHERE room_id = $1`,
}

type RoomRow = { room: number; epoch: Epoch; head: Sequence; expired: Sequence } & Seer

const MEMBERS = {
  name: 'search-members',
  text: 'SELECT member_id AS "memberId", name FROM members WHERE room = $1',
}

const SEGMENTS = {
  name: 'search-segments',
  text: `SELECT segment, from_at AS "fromAt", to_at AS "toAt" FROM search_segments WHERE room = $1 AND segment <= $2`,
}

/** All postings of a term in one value, each behind its segment and its length: a row for each would cost more than all that is in it. */
const POSTINGS = {
  name: 'search-postings',
  text: `SELECT asked.term, string_agg(int4send(found.segment::int) || int4send(length(postings)) || postings, '') AS packed
         FROM unnest($2::text[]) AS asked (term) CROSS JOIN unnest($3::bigint[]) AS segments (segment)
         CROSS JOIN LATERAL (
           SELECT segment, postings FROM search_postings p
           WHERE p.room = $1 AND p.segment = segments.segment AND p.term = asked.term LIMIT 1
         ) AS found GROUP BY asked.term`,
}

function* unpacked({ term, packed }: { term: string; packed: Buffer }): Generator<PostingRow> {
  for (let at = 0; at < packed.length; ) {
    const [segment, length] = [packed.readUInt32BE(at), packed.readUInt32BE(at + 4)]
    at += 8
    yield { term, segment, postings: packed.subarray(at, at + length) }
    at += length
  }
}

/** What is looked at of a message. */
const LOOKED = 'sequence, author_id AS "authorId", posted_at AS "postedAt", body, extra'

const atPlaces = (columns: string) =>
  `SELECT found.* FROM unnest($2::bigint[]) WITH ORDINALITY AS asked (place, turn) CROSS JOIN LATERAL (
     SELECT ${columns} FROM messages WHERE room = $1 AND sequence = place LIMIT 1
   ) AS found ORDER BY turn`

const MESSAGES = { name: 'search-messages', text: atPlaces(LOOKED) }

const RECORDS = { name: 'search-records', text: atPlaces(MESSAGE_RECORD) }

const STRETCH = {
  name: 'search-stretch',
  text: `SELECT ${LOOKED} FROM messages WHERE room = $1 AND sequence >= $2 AND sequence < $3
         ORDER BY sequence DESC LIMIT $4`,
}

const UNINDEXED = {
  name: 'unindexed',
  text: `SELECT room_id AS "roomId" FROM rooms WHERE room_id > $1 AND head >= ${SEGMENT_PLACES - 1}
           AND (head + 1) / ${SEGMENT_PLACES} - coalesce((settings::json ->> 'expiredUpTo')::bigint / ${SEGMENT_PLACES} + 1, 0)
             > (SELECT count(*) FROM search_segments WHERE search_segments.room = rooms.room)
         ORDER BY room_id LIMIT $2`,
}

/** Searching, on connections of its own: several questions in one snapshot, which is when membership is looked up, too (D9). */
export function createSearchReader(pool: pg.Pool): Pick<Store, 'search' | 'readUnindexed'> {
  return {
    async search(roomId, { query, before, limit }, tokenHash) {
      return inSnapshot(pool, async (ask) => {
        const [row] = await ask<RoomRow>(ROOM, [roomId, tokenHash])
        if (!row) return null
        const { room, epoch, head } = row
        const after = searchedAbove(query, row.expired, row)
        const found = await runLater(searching(query, { after, head }, before, limit), (question) =>
          answer(ask, room, question),
        )
        return { epoch, ...foundResults(query, found) }
      })
    },

    async readUnindexed(after, limit) {
      const rows = await asking(pool)<{ roomId: RoomId }>(UNINDEXED, [after ?? '', limit])
      return rows.map(({ roomId }) => roomId)
    },
  }
}

async function answer(ask: Ask, room: number, question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'members':
      return ask(MEMBERS, [room])
    case 'segments':
      return ask(SEGMENTS, [room, question.upTo])
    case 'postings':
      return (
        await ask<{ term: string; packed: Buffer }>(POSTINGS, [
          room,
          question.groups.flat(),
          question.segments,
        ])
      ).flatMap((row) => [...unpacked(row)])
    case 'messages':
      return (await ask<LookedRow>(MESSAGES, [room, question.sequences])).map(lookedOf)
    case 'records':
      return (await ask<MessageRow>(RECORDS, [room, question.sequences])).map(messageRecord)
    case 'stretch': {
      const { from, before, limit } = question
      const most = Math.min(limit, SEARCH_LOOKED_AT_MAX)
      return (await ask<LookedRow>(STRETCH, [room, from, before, most])).map(lookedOf)
    }
  }
}

type LookedRow = Omit<Looked, 'files'> & { extra: string | null }

function lookedOf({ extra, ...row }: LookedRow): Looked {
  return extra === null ? row : { ...row, ...(JSON.parse(extra) as Pick<Looked, 'files'>) }
}

/**
 * Reads in one snapshot on one connection, which is closed if anything is wrong with it. Nobody waits for its begin, which goes out with the
 * first question, or for its end: the answer is known before.
 */
async function inSnapshot<T>(pool: pg.Pool, read: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const ask = asking(client)
  try {
    const begun = ask('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const [found] = await Promise.all([read(ask), begun])
    ask('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    )
    return found
  } catch (error) {
    client.release(true)
    throw error
  }
}

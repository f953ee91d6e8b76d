import type pg from 'pg'
import type { LastRead } from '../store.ts'
import { inTransaction } from './transaction.ts'

// In the order of the rows, so that two nodes that keep the same ones wait for each other instead of standing in each other's way.
const SAVE_LAST_READS = {
  name: 'save-last-reads',
  text: `INSERT INTO last_reads (room, member_id, sequence)
    SELECT rooms.room, member_id, least(max(up_to), max(head))
    FROM unnest($1::text[], $2::text[], $3::bigint[]) AS seen (room_id, token_hash, up_to)
    JOIN rooms USING (room_id)
    JOIN tokens ON tokens.token_hash = seen.token_hash AND revoked_at IS NULL
    JOIN members ON members.room = rooms.room AND members.identity = tokens.identity AND role NOT IN ('removed', 'banned')
    GROUP BY rooms.room, member_id ORDER BY rooms.room, member_id
    ON CONFLICT (room, member_id) DO UPDATE SET sequence = greatest(last_reads.sequence, excluded.sequence)`,
}

/** Keeps how far members have seen. It is no promise to anybody, so the disk is not waited for. */
export async function saveLastReads(pool: pg.Pool, reads: readonly LastRead[]): Promise<void> {
  await inTransaction(pool, async (ask) => ({
    answer: null,
    sent: [
      ask('SET LOCAL synchronous_commit = off'),
      ask(SAVE_LAST_READS, [
        reads.map(({ roomId }) => roomId),
        reads.map(({ tokenHash }) => tokenHash),
        reads.map(({ upTo }) => upTo),
      ]),
    ],
  }))
}

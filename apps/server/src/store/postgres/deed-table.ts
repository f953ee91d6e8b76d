import type pg from 'pg'
import { DEEDS_KEPT_MAX } from '../../limits.ts'
import { ABOVE_ALL_DEEDS, deedsFor, PURGE_DEEDS, READ_DEEDS } from '../deed-statements.ts'
import { type DeedRow, type DeedTable, detailOf, type NewDeed } from '../deed-table.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import type { SendRows } from './send-rows.ts'
import { inHarmlessTransaction } from './transaction.ts'

/** An entry for the room with this key. */
export type RoomDeed = NewDeed & { room: number }

// Whoever writes has the lock of the room's row, so nobody else takes the same number.
const INSERT = {
  name: 'insert-deeds',
  text: `INSERT INTO deeds (room, deed, at, by_member, kind, whom, detail)
         SELECT room, coalesce((SELECT max(deed) FROM deeds WHERE deeds.room = done.room), 0)
             + row_number() OVER (PARTITION BY room ORDER BY nth), at, by_member, kind, whom, detail
         FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
           WITH ORDINALITY AS done (room, at, by_member, kind, whom, detail, nth)`,
}
const DROP_OLD = {
  name: 'drop-old-deeds',
  text: `DELETE FROM deeds USING unnest($1::bigint[]) AS done (room)
         WHERE deeds.room = done.room
           AND deeds.deed <= (SELECT max(deed) FROM deeds AS newest WHERE newest.room = done.room) - ${DEEDS_KEPT_MAX}`,
}
const READ = { name: 'read-deeds', text: READ_DEEDS }

/** Sends entries with what they tell of. The oldest of a room go when there are too many. */
export function sendDeeds(send: SendRows, deeds: readonly RoomDeed[]): void {
  send(
    INSERT,
    deeds,
    ({ room }) => room,
    ({ at }) => at,
    ({ by }) => by,
    ({ kind }) => kind,
    ({ whom }) => whom,
    detailOf,
  )
  send(DROP_OLD, [...new Set(deeds.map(({ room }) => room))], (room) => room)
}

/** Writes one entry, in a transaction that has the lock of its room. */
export async function noteDeed(ask: Ask, deed: RoomDeed): Promise<void> {
  const sent: Promise<unknown>[] = []
  sendDeeds(
    (statement, rows, ...columns) => {
      sent.push(
        ask(
          statement,
          columns.map((column) => rows.map(column)),
        ),
      )
    },
    [deed],
  )
  await Promise.all(sent)
}

/** What PostgreSQL knows of what leaders did. */
export function createDeedTable(read: Ask, noting: pg.Pool): DeedTable {
  const turn = inTurn()
  return {
    async read(roomId, tokenHash, { before, limit }) {
      const values = [roomId, tokenHash, before ?? ABOVE_ALL_DEEDS, limit + 1]
      return deedsFor(await read<DeedRow>(READ, values), limit)
    },
    purge: (upTo) =>
      turn(() =>
        inHarmlessTransaction(noting, async (ask) => {
          await ask(PURGE_DEEDS, [upTo])
        }),
      ),
  }
}

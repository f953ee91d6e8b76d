import { memberExtraOf, pinsOf, settingsOf } from '../records.ts'
import type { BatchLedger, MemberWrite } from './batch-ledger.ts'
import { sendDeeds } from './deed-table.ts'
import { sendMessageWrites } from './message-writes.ts'
import type { Ask } from './pool.ts'
import type { SendRows } from './send-rows.ts'

const INSERT_IDENTITIES = {
  name: 'insert-identities',
  text: `WITH known AS (INSERT INTO identities (identity, created_at) SELECT * FROM unnest($1::bigint[], $2::bigint[]))
         INSERT INTO tokens (identity, token_hash) SELECT * FROM unnest($1::bigint[], $3::text[])`,
}
const INSERT_ROOMS = {
  name: 'insert-rooms',
  text: `INSERT INTO rooms (room, room_id, code, epoch, head, latest_at, version, title, created_at)
         SELECT room, room_id, code, epoch, 0, created_at, 1, '', created_at
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[])
           AS made (room, room_id, code, epoch, created_at)`,
}
const INSERT_MEMBERS = {
  name: 'insert-members',
  text: `INSERT INTO members (room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at, extra)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[],
           $8::text[], $9::bigint[], $10::text[])`,
}
const UPDATE_MEMBER = {
  name: 'update-member',
  text: `UPDATE members SET name = $3, name_skeleton = $4, version = $5, role = $6, extra = $7
         WHERE room = $1 AND sequence = $2`,
}
const UPDATE_ROOMS = {
  name: 'update-rooms',
  text: `UPDATE rooms SET head = now.head, latest_at = now.latest_at, version = now.version, title = now.title, code = now.code,
           pins = now.pins, settings = now.settings
         FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[])
           AS now (room, head, latest_at, version, title, code, pins, settings)
         WHERE rooms.room = now.room`,
}

const PUT_PASSWORDS = {
  name: 'put-room-passwords',
  text: `INSERT INTO room_passwords (room, hash, since) SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[])
         ON CONFLICT (room) DO UPDATE SET hash = excluded.hash, since = excluded.since`,
}
const PUT_OWNER_CODES = {
  name: 'put-owner-codes',
  text: `INSERT INTO owner_codes (room, hash, since, made_by)
           SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[])
         ON CONFLICT (room) DO UPDATE SET hash = excluded.hash, since = excluded.since, made_by = excluded.made_by`,
}
const FORGET_KNOCKS = {
  name: 'forget-knocks-of',
  text: `DELETE FROM knocks USING unnest($1::bigint[], $2::text[]) AS came (room, hash)
         WHERE knocks.room = came.room AND knocks.token_hash = came.hash`,
}

/** Sends everything a batch comes to, each kind as one statement, without waiting in between; members as far as their order allows. */
export function sendWrites(ask: Ask, { writes, messageWrites }: BatchLedger): Promise<unknown>[] {
  const { identities, rooms, members, changedRooms, passwords, ownerCodes, forgottenKnocks } = writes
  const sent: Promise<unknown>[] = []
  const send: SendRows = (statement, rows, ...columns) => {
    if (rows.length > 0)
      sent.push(
        ask(
          statement,
          columns.map((column) => rows.map(column)),
        ),
      )
  }
  send(
    INSERT_IDENTITIES,
    identities,
    (row) => row.identity,
    (row) => row.at,
    (row) => row.tokenHash,
  )
  send(
    INSERT_ROOMS,
    rooms,
    ({ room }) => room.room,
    ({ room }) => room.roomId,
    ({ room }) => room.code,
    ({ epoch }) => epoch,
    ({ room }) => room.createdAt,
  )
  for (const run of runsOfMembers(members))
    if (run[0]?.how === 'insert')
      send(
        INSERT_MEMBERS,
        run,
        ({ room }) => room,
        ({ record }) => record.sequence,
        ({ record }) => record.version,
        ({ record }) => record.memberId,
        ({ identity }) => identity,
        ({ record }) => record.name,
        ({ nameSkeleton }) => nameSkeleton,
        ({ record }) => record.role,
        ({ record }) => record.joinedAt,
        ({ record }) => memberExtraOf(record),
      )
    else
      for (const { room, nameSkeleton, record } of run)
        sent.push(
          ask(UPDATE_MEMBER, [
            room,
            record.sequence,
            record.name,
            nameSkeleton,
            record.version,
            record.role,
            memberExtraOf(record),
          ]),
        )
  send(
    PUT_PASSWORDS,
    [...passwords.values()],
    ({ room }) => room,
    ({ hash }) => hash,
    ({ since }) => since,
  )
  send(
    PUT_OWNER_CODES,
    [...ownerCodes.values()],
    ({ room }) => room,
    ({ hash }) => hash,
    ({ since }) => since,
    ({ madeBy }) => madeBy,
  )
  send(
    FORGET_KNOCKS,
    forgottenKnocks,
    ({ room }) => room,
    ({ tokenHash }) => tokenHash,
  )
  sendMessageWrites(send, messageWrites)
  sendDeeds(send, writes.deeds)
  send(
    UPDATE_ROOMS,
    changedRooms,
    ({ room }) => room,
    ({ head }) => head,
    ({ latestAt }) => latestAt,
    ({ version }) => version,
    ({ title }) => title,
    ({ code }) => code,
    pinsOf,
    settingsOf,
  )
  return sent
}

/** Stretches of the same kind of write. */
function runsOfMembers(members: readonly MemberWrite[]): MemberWrite[][] {
  const runs: MemberWrite[][] = []
  for (const member of members) {
    const run = runs.at(-1)
    if (run && run[0]?.how === member.how) run.push(member)
    else runs.push([member])
  }
  return runs
}

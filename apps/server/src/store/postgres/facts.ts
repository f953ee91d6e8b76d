import type { MemberId, RoomId } from '@confab/protocol'
import { CLEAN_UP_MEMBERS_MAX, KNOCK_LIFE_MS } from '@confab/protocol/limits'
import {
  MEMBER_RECORD,
  type MemberRow,
  memberRecord,
  ROOM_RECORD,
  roomOf,
  type WithExtrasRow,
} from '../records.ts'
import type { Change, TokenHash } from '../store.ts'
import type { Facts, MemberFact, RoomFact } from './batch-ledger.ts'
import { readMessageFacts } from './message-facts.ts'
import type { Ask } from './pool.ts'

type MemberFactRow = Omit<MemberFact, 'record'> & MemberRow

type TokenRow = { tokenHash: TokenHash; identity: number; isRevoked: boolean }

// A subquery of one row is looked up; after EXISTS PostgreSQL may read all tokens into a table of its own instead.
const MEMBER_FACT = `m.room, m.identity, m.name_skeleton AS "nameSkeleton", ${MEMBER_RECORD}, (SELECT true FROM tokens AS good
  WHERE good.identity = m.identity AND good.revoked_at IS NULL LIMIT 1) IS NULL AS "isSignedOut"`

// In one order everywhere, so that two nodes never hold what the other waits for.
const LOCK_ROOMS = {
  name: 'lock-rooms',
  text: `SELECT room, room_id AS "roomId", head, latest_at AS "latestAt", ${ROOM_RECORD} FROM rooms
         WHERE room_id = ANY($1) ORDER BY room FOR UPDATE`,
}
const MEMBERS = {
  name: 'members-by-id',
  text: `SELECT ${MEMBER_FACT} FROM unnest($1::bigint[], $2::text[]) AS asked (room, id)
         JOIN members m ON m.room = asked.room AND m.member_id = asked.id`,
}
const MEMBERS_BY_IDENTITY = {
  name: 'members-by-token',
  text: `SELECT ${MEMBER_FACT} FROM unnest($1::bigint[], $2::text[]) AS asked (room, hash)
         JOIN tokens t ON t.token_hash = asked.hash JOIN members m ON m.room = asked.room AND m.identity = t.identity`,
}
const MEMBERS_BY_NAME = {
  name: 'members-by-name',
  text: `SELECT ${MEMBER_FACT} FROM unnest($1::bigint[], $2::text[]) AS asked (room, skeleton)
         JOIN members m ON m.room = asked.room AND m.name_skeleton = asked.skeleton`,
}
const MEMBER_COUNTS = {
  name: 'member-counts',
  text: `SELECT room, count(*)::int AS count FROM members
         WHERE room = ANY($1) AND role NOT IN ('removed', 'banned') GROUP BY room`,
}
const MEMBERS_SINCE = {
  name: 'members-since',
  text: `SELECT found.* FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS asked (room, since, above)
         CROSS JOIN LATERAL (SELECT ${MEMBER_FACT} FROM members m WHERE m.room = asked.room AND m.joined_at >= asked.since
           AND m.role NOT IN ('owner', 'moderator', 'removed') AND (m.role = 'banned') = (asked.above IS NOT NULL)
           AND m.version > coalesce(asked.above, 0)
           ORDER BY m.sequence DESC LIMIT ${CLEAN_UP_MEMBERS_MAX}) AS found`,
}
const LET_IN = {
  name: 'let-in',
  text: `SELECT k.room, k.token_hash AS "tokenHash" FROM unnest($1::bigint[], $2::text[], $3::bigint[]) AS asked (room, hash, after)
         JOIN knocks k ON k.room = asked.room AND k.token_hash = asked.hash
         WHERE k.answer = 'in' AND k.asked_at > asked.after`,
}
const IDENTITIES = {
  name: 'identities-by-token',
  text: `SELECT token_hash AS "tokenHash", identity, revoked_at IS NOT NULL AS "isRevoked"
         FROM tokens WHERE token_hash = ANY($1)`,
}
// By other rooms: a room that another node made since the lock was asked for is met when it is inserted.
const CODES = {
  name: 'codes-taken',
  text: 'SELECT code FROM rooms WHERE code = ANY($1) AND room_id <> ALL($2)',
}
const FREE_ROOMS = {
  name: 'free-rooms',
  text: `SELECT nextval(pg_get_serial_sequence('rooms', 'room')) AS key FROM generate_series(1, $1::int)`,
}
const FREE_IDENTITIES = {
  name: 'free-identities',
  text: `SELECT nextval(pg_get_serial_sequence('identities', 'identity')) AS key FROM generate_series(1, $1::int)`,
}

/** What a change asks after, besides its room. */
type Asked = {
  members: MemberId[]
  tokens: TokenHash[]
  names: string[]
  codes: string[]
}

function askedBy(change: Change): Partial<Asked> {
  switch (change.kind) {
    case 'create-room':
      return { tokens: [change.tokenHash], codes: [change.code] }
    case 'join-room':
      return { members: [change.memberId], tokens: [change.tokenHash], names: [change.nameSkeleton] }
    case 'change-code':
      return { members: [change.memberId], codes: [change.code] }
    case 'claim-room':
      return { members: [change.memberId, change.madeBy] }
    case 'clean-up':
    case 'change-room':
    case 'set-owner-code':
    case 'change-settings':
    case 'lift-ban':
      return { members: [change.memberId] }
    case 'remove-member':
      return { members: [change.memberId, change.ownerId] }
    case 'set-role':
    case 'ban-member':
    case 'mute-member':
    case 'hand-over':
      return { members: [change.memberId, change.actorId] }
    case 'expire-messages':
    case 'close-room':
      return {}
    case 'post-message':
      return { members: [change.authorId] }
    case 'edit-message':
    case 'delete-message':
    case 'erase-messages':
    case 'restore-messages':
    case 'react':
    case 'pin-message':
      return { members: [change.memberId] }
  }
}

/** Locks the rooms of a batch: their counters stand still for everybody else until it is written. */
export async function lockRooms(ask: Ask, changes: readonly Change[]): Promise<RoomFact[]> {
  const roomIds = new Set(changes.map((change) => change.roomId))
  const rows = await ask<WithExtrasRow<RoomFact>>(LOCK_ROOMS, [[...roomIds]])
  return rows.map(roomOf)
}

/**
 * Reads what the changes may ask for, after their rooms are locked: what a statement sees is as of its beginning, so what was read
 * together with the lock could be older than the lock. All questions go out at once.
 */
export async function readFacts(
  ask: Ask,
  changes: readonly Change[],
  rooms: readonly RoomFact[],
): Promise<Facts> {
  const keyOf = new Map<RoomId, number>(rooms.map(({ roomId, room }) => [roomId, room]))
  const pairs = <Id>(idsOf: (asked: Partial<Asked>) => Id[] | undefined) => new Pairs(changes, keyOf, idsOf)
  const all = <Id>(idsOf: (asked: Partial<Asked>) => Id[] | undefined) => [
    ...new Set(changes.flatMap((change) => idsOf(askedBy(change)) ?? [])),
  ]
  const about = <Row>(statement: { name: string; text: string }, asked: Pairs): Promise<Row[]> =>
    asked.rooms.length === 0 ? Promise.resolve([]) : ask<Row>(statement, [asked.rooms, asked.ids])
  const tokens = all((asked) => asked.tokens)
  const codes = all((asked) => asked.codes)
  const limited = limitedRooms(changes, rooms)

  const [
    members,
    byIdentity,
    byName,
    counts,
    since,
    letIn,
    aboutMessages,
    identities,
    taken,
    freeRooms,
    freeIdentities,
  ] = await Promise.all([
    about<MemberFactRow>(
      MEMBERS,
      pairs((asked) => asked.members),
    ),
    about<MemberFactRow>(
      MEMBERS_BY_IDENTITY,
      pairs((asked) => asked.tokens),
    ),
    about<MemberFactRow>(
      MEMBERS_BY_NAME,
      pairs((asked) => asked.names),
    ),
    limited.length > 0 ? ask<{ room: number; count: number }>(MEMBER_COUNTS, [limited]) : [],
    readSince(ask, changes, keyOf),
    readLetIn(ask, changes, rooms),
    readMessageFacts(ask, changes, keyOf, rooms),
    tokens.length > 0 ? ask<TokenRow>(IDENTITIES, [tokens]) : [],
    codes.length > 0 ? ask<{ code: string }>(CODES, [codes, changes.map(({ roomId }) => roomId)]) : [],
    codes.length > 0 ? ask<{ key: number }>(FREE_ROOMS, [codes.length]) : [],
    tokens.length > 0 ? ask<{ key: number }>(FREE_IDENTITIES, [tokens.length]) : [],
  ])
  return {
    rooms,
    members: [...members, ...byIdentity, ...byName, ...since].map(memberFact),
    memberCounts: new Map(counts.map(({ room, count }) => [room, count])),
    letIn,
    ...aboutMessages,
    identities: new Map(identities.map(({ tokenHash, identity }) => [tokenHash, identity])),
    revoked: new Set(identities.flatMap(({ tokenHash, isRevoked }) => (isRevoked ? tokenHash : []))),
    takenCodes: new Set(taken.map(({ code }) => code)),
    freeRooms: freeRooms.map(({ key }) => key),
    freeIdentities: freeIdentities.map(({ key }) => key),
  }
}

/** Who came since the moments that somebody wants to clean up from. */
async function readSince(
  ask: Ask,
  changes: readonly Change[],
  keyOf: ReadonlyMap<RoomId, number>,
): Promise<MemberFactRow[]> {
  const asked = changes.flatMap((change) => {
    const room = keyOf.get(change.roomId)
    return change.kind === 'clean-up' && room !== undefined ? [{ ...change, room }] : []
  })
  if (asked.length === 0) return []
  return ask<MemberFactRow>(MEMBERS_SINCE, [
    asked.map(({ room }) => room),
    asked.map(({ since }) => since),
    asked.map(({ above }) => above),
  ])
}

/** Who of those that want in was let in, of the rooms where newcomers may have to knock. */
async function readLetIn(ask: Ask, changes: readonly Change[], rooms: readonly RoomFact[]) {
  const known = new Map(rooms.map((room) => [room.roomId, room]))
  const settled = new Set(
    changes.filter(({ kind }) => kind === 'change-settings').map(({ roomId }) => roomId),
  )
  const asked = changes.flatMap((change) => {
    const room = known.get(change.roomId)
    if (change.kind !== 'join-room' || !room || !(room.settings || settled.has(room.roomId))) return []
    return { room: room.room, tokenHash: change.tokenHash, after: change.at - KNOCK_LIFE_MS }
  })
  if (asked.length === 0) return []
  return ask<{ room: number; tokenHash: TokenHash }>(LET_IN, [
    asked.map(({ room }) => room),
    asked.map(({ tokenHash }) => tokenHash),
    asked.map(({ after }) => after),
  ])
}

/** Rooms that somebody wants to join and that may have to be full, by what is settled for them or by what is settled on the way. */
function limitedRooms(changes: readonly Change[], rooms: readonly RoomFact[]): number[] {
  const of = (isOne: (change: Change) => boolean) =>
    new Set(changes.filter(isOne).map(({ roomId }) => roomId))
  const joined = of(({ kind }) => kind === 'join-room')
  const settled = of((change) => change.kind === 'change-settings' && typeof change.capacity === 'number')
  const bounded = of((change) => change.kind === 'join-room' && change.membersMax !== undefined)
  const isLimited = ({ roomId, settings }: RoomFact) =>
    bounded.has(roomId) || (joined.has(roomId) && (settings?.capacity !== undefined || settled.has(roomId)))
  return rooms.filter(isLimited).map(({ room }) => room)
}

/** Ids in rooms that exist, as two columns. */
class Pairs {
  readonly rooms: number[] = []
  readonly ids: unknown[] = []

  constructor(
    changes: readonly Change[],
    keyOf: ReadonlyMap<RoomId, number>,
    idsOf: (asked: Partial<Asked>) => unknown[] | undefined,
  ) {
    const seen = new Set<string>()
    for (const change of changes) {
      const room = keyOf.get(change.roomId)
      if (room === undefined) continue
      for (const id of idsOf(askedBy(change)) ?? []) {
        if (seen.has(`${room} ${id}`)) continue
        seen.add(`${room} ${id}`)
        this.rooms.push(room)
        this.ids.push(id)
      }
    }
  }
}

function memberFact({ room, identity, nameSkeleton, isSignedOut, ...row }: MemberFactRow): MemberFact {
  return { room, identity, nameSkeleton, isSignedOut, record: memberRecord(row) }
}

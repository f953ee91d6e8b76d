import type {
  ConfabRecord,
  Cursor,
  Epoch,
  MemberId,
  MemberRecord,
  MessageId,
  RoomCode,
  RoomId,
  RoomRecord,
  RoomSummary,
  Sequence,
} from '@confab/protocol'
import { PAGE_RECORDS_MAX } from '@confab/protocol/limits'
import { REPAIR_RECORDS_MAX } from '../../limits.ts'
import { portionOf, replayOf } from '../changes.ts'
import { editsOf } from '../edits.ts'
import { isAsked, pageOf } from '../page.ts'
import { type MessageRow, memberRecord, messageRecord, roomOf, type WithExtrasRow } from '../records.ts'
import { pageSeen, whereSeen } from '../seen.ts'
import type { Edit, Entry, Head, Standing, Store, TokenHash } from '../store.ts'
import type { Ask } from './pool.ts'
import { reactionsRecord } from './reactions-row.ts'
import {
  FIND_ROOM,
  READ_BANNED,
  READ_CHANGES,
  READ_EDITS,
  READ_ENTRY,
  READ_EXPIRED,
  READ_HEADS,
  READ_PAGE_ABOVE,
  READ_PAGE_BELOW,
  READ_PLACE,
  READ_REACTORS,
  READ_RECORDS,
  READ_REVOKED,
  READ_STANDING,
  READ_SUMMARIES,
  READ_TAKEN_NAMES,
  type Row,
} from './read-statements.ts'

/** Everything that is read of a database. Each is one statement: one snapshot, one way there and back. */
export type RecordReader = Omit<
  Store,
  | 'commit'
  | 'revokeToken'
  | 'saveLastReads'
  | 'search'
  | 'readUnindexed'
  | 'indexSegment'
  | 'files'
  | 'attention'
  | 'credentials'
  | 'doors'
  | 'erased'
  | 'handoffs'
  | 'reports'
  | 'deeds'
  | 'devices'
  | 'operator'
  | 'own'
  | 'close'
>

type SummaryRow = Omit<RoomSummary, 'room' | 'latest'> & {
  room: WithExtrasRow<RoomRecord>
  latest: MessageRow | null
}

/** A room as its row tells of it, and the records that came with it. */
type Found = Head & { room: RoomRecord; rows: readonly Row[]; text: string }

/** Reads records by asking a database. */
export function createRecordReader(ask: Ask): RecordReader {
  async function readEntry(
    roomId: RoomId,
    tokenHashes: readonly TokenHash[],
    cursor: Cursor | null,
  ): Promise<Entry | null> {
    const values = [roomId, tokenHashes, cursor?.epoch ?? null, cursor?.sequence ?? null]
    const found = foundIn(await ask<Row>(READ_ENTRY, values))
    const members = membersIn(found?.rows ?? [], tokenHashes)
    const lastReads = lastReadsIn(found?.rows ?? [])
    if (!found || members.size === 0) return null
    const { epoch, head, room } = found
    const records = found.rows.filter(({ kind }) => kind !== 'me').map(recordOf)
    if (!cursor || found.text === 'reset') {
      const page = pageOf({ before: head + 1 }, [...records, room], PAGE_RECORDS_MAX, head)
      return { epoch, head, members, lastReads, by: 'reset', room, page }
    }
    const replay = replayOf(withRoom(records, room, cursor.sequence))
    // What came is more than a replay carries, which is seen only now: then all of the answer comes from another snapshot.
    return replay
      ? { epoch, head, members, lastReads, by: 'replay', records: replay }
      : readEntry(roomId, tokenHashes, null)
  }

  return {
    async findRoom(code: RoomCode) {
      const [room] = await ask<{ roomId: RoomId }>(FIND_ROOM, [code])
      return room?.roomId ?? null
    },

    readEntry,

    async readChanges(roomId, after, limit) {
      const portion = Math.min(limit, REPAIR_RECORDS_MAX)
      const found = foundIn(await ask<Row>(READ_CHANGES, [roomId, after, portion]))
      if (!found) throw new Error('No such room.')
      const { epoch, head, room, rows } = found
      return { epoch, head, ...portionOf(withRoom(rows.map(recordOf), room, after), portion, head) }
    },

    async readPage(roomId, where, limit, tokenHash) {
      const [statement, place] =
        'before' in where ? [READ_PAGE_BELOW, where.before] : [READ_PAGE_ABOVE, where.after]
      const fitting = Math.min(limit, PAGE_RECORDS_MAX)
      const found = foundIn(await ask<Row>(statement, [roomId, [tokenHash], place, fitting + 1]))
      if (!found) return null
      const { epoch, head, room, rows } = found
      const above = Number(found.text)
      const placed = rows.map(recordOf)
      if (isAsked(where, room.sequence)) placed.push(room)
      return { epoch, page: pageSeen(pageOf(whereSeen(where, above), placed, fitting, head), above) }
    },

    async readRecords(roomId, { messageIds, memberIds }, tokenHash) {
      const found = foundIn(await ask<Row>(READ_RECORDS, [roomId, [tokenHash], messageIds, memberIds]))
      if (!found) return null
      const { epoch, head, rows } = found
      return { epoch, head, records: rows.map(recordOf) }
    },

    async readBanned(roomId, limit, tokenHash) {
      const found = foundIn(await ask<Row>(READ_BANNED, [roomId, [tokenHash], limit]))
      if (!found) return null
      const { epoch, head, rows } = found
      return { epoch, head, records: rows.map(recordOf) }
    },

    async readEdits(roomId, messageId, tokenHash) {
      const [row] = await ask<{ edits: Edit[] }>(READ_EDITS, [roomId, [tokenHash], messageId])
      return row ? editsOf(row.edits) : null
    },

    async readReactors(roomId, messageId, emoji, tokenHash) {
      const values = [roomId, [tokenHash], messageId, emoji]
      const [row] = await ask<{ members: MemberId[]; includesMe: boolean }>(READ_REACTORS, values)
      return row ?? null
    },

    async readPlace(roomId, at, tokenHash) {
      const values = [roomId, [tokenHash], at]
      const [row] = await ask<{ epoch: Epoch; sequence: Sequence | null }>(READ_PLACE, values)
      return row ?? null
    },

    async readStanding(tokenHash, roomId) {
      const [row] = await ask<{ standing: Standing }>(READ_STANDING, [tokenHash, roomId])
      return row?.standing ?? 'stranger'
    },

    async readRevoked(withinMs, limit) {
      const rows = await ask<{ tokenHash: TokenHash }>(READ_REVOKED, [Math.ceil(withinMs), limit])
      return rows.map(({ tokenHash }) => tokenHash)
    },

    async readTakenNames(roomId, nameSkeletons) {
      const rows = await ask<{ skeleton: string }>(READ_TAKEN_NAMES, [roomId, nameSkeletons])
      return new Set(rows.map(({ skeleton }) => skeleton))
    },

    async readSummaries(tokenHash, rooms) {
      const rows = await ask<SummaryRow>(READ_SUMMARIES, [
        tokenHash,
        rooms.map(({ roomId }) => roomId),
        rooms.map(({ after }) => after),
      ])
      return rows.map(({ room, latest, ...summary }) => ({
        ...summary,
        room: roomOf(room),
        latest: latest && messageRecord(latest),
      }))
    },

    async readExpired(at, after, limit) {
      const rows = await ask<{ roomId: RoomId }>(READ_EXPIRED, [at, after ?? '', limit])
      return rows.map(({ roomId }) => roomId)
    },

    async readHeads(roomIds) {
      const rows = await ask<{ roomId: RoomId } & Head>(READ_HEADS, [roomIds])
      return new Map(rows.map(({ roomId, epoch, head }) => [roomId, { epoch, head }]))
    },
  }
}

/** The room's own record beside what else changed above a version, if it did. */
const withRoom = (changed: ConfabRecord[], room: RoomRecord, after: Sequence): ConfabRecord[] =>
  room.version > after ? [...changed, room] : changed

/** What most rooms have. */
const NO_EXTRAS: { pins: string | null; settings: string | null } = { pins: null, settings: null }

/** The room's row is the first, if there is such a room. */
function foundIn([row, ...rows]: readonly Row[]): Found | null {
  if (row?.kind !== 'room') return null
  const { sequence: head, version, id, of, name: title, at: createdAt, text, extra } = row
  const code = id as RoomCode
  const extras = extra === null ? NO_EXTRAS : (JSON.parse(extra) as typeof NO_EXTRAS)
  const room = { kind: 'room', sequence: 1, version, code, title, createdAt, ...extras } as const
  return { epoch: of as Epoch, head, room: roomOf(room), rows, text }
}

/** The members found, in the order in which they were asked for. */
function membersIn(rows: readonly Row[], tokenHashes: readonly TokenHash[]): Map<TokenHash, MemberRecord> {
  const found = new Map<string, MemberRecord>()
  for (const row of rows)
    if (row.kind === 'me') found.set(row.text, memberOf({ ...row, extra: entering(row).extra }))
  const members = new Map<TokenHash, MemberRecord>()
  for (const tokenHash of tokenHashes) {
    const member = found.get(tokenHash)
    if (member) members.set(tokenHash, member)
  }
  return members
}

function lastReadsIn(rows: readonly Row[]): Map<TokenHash, Sequence> {
  const mine = rows.filter(({ kind }) => kind === 'me')
  return new Map(mine.map((row) => [row.text as TokenHash, entering(row).lastRead]))
}

/** What is told of whoever enters besides their record. */
const entering = ({ extra }: Row) => JSON.parse(extra ?? '') as { extra: string | null; lastRead: Sequence }

function recordOf(row: Row): ConfabRecord {
  const { kind, sequence, version, of, name: authorName, at: postedAt, text: body, extra } = row
  const messageId = row.id as MessageId
  if (kind === 'reactions') return reactionsRecord({ messageId, sequence, version, reactions: extra ?? '[]' })
  if (kind !== 'message') return memberOf(row)
  const authorId = of as MemberId
  return messageRecord({ kind, messageId, sequence, version, authorId, authorName, postedAt, body, extra })
}

function memberOf({ sequence, version, id, of, name, at: joinedAt, extra }: Row): MemberRecord {
  const [memberId, role] = [id as MemberId, of as MemberRecord['role']]
  return memberRecord({ kind: 'member', memberId, sequence, version, name, role, joinedAt, extra })
}

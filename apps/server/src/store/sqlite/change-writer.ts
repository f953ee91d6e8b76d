import type { DatabaseSync } from 'node:sqlite'
import type { MemberId, MemberRecord, RoomId } from '@confab/protocol'
import { KNOCK_LIFE_MS } from '@confab/protocol/limits'
import { MEMBERS_REMEMBERED_MAX, ROOMS_REMEMBERED_MAX } from '../../limits.ts'
import { applyChange } from '../change-rules.ts'
import { type Ledger, type LedgerRoom, newRoom } from '../ledger.ts'
import {
  MEMBER_RECORD,
  type MemberRow,
  memberExtraOf,
  memberRecord,
  pinsOf,
  ROOM_RECORD,
  roomOf,
  settingsOf,
  type WithExtrasRow,
} from '../records.ts'
import type { Change, LastRead, Outcome, TokenHash } from '../store.ts'
import { prepareAttentionEnd } from './attention-writer.ts'
import { prepareDeedNote } from './deeds.ts'
import { prepareMessageLedger } from './message-ledger.ts'
import { prepareReadMarks } from './read-positions.ts'
import type { PackedSegment } from './search-reader.ts'
import { prepareSearchWriter } from './search-writer.ts'

/** A room that is remembered, with those of its members who were met. */
type OpenRoom = LedgerRoom & {
  members: Map<MemberId, MemberRecord>
  /** Who of them was looked up and is not signed out. */
  signedIn: Set<MemberId>
  isChanged: boolean
}

/** Writes changes, inside a transaction of the caller. */
export type ChangeWriter = {
  write(changes: readonly Change[]): Outcome[]
  /** Ends a token for good. */
  revoke(tokenHash: TokenHash): void
  /** Keeps how far members have seen. */
  saveLastReads(reads: readonly LastRead[]): void
  /** Adds a stretch of history to the search index. */
  addSegment(segment: PackedSegment): void
  /** The transaction came to nothing: what was written in it is not so. */
  forget(): void
}

const prepareStatements = (database: DatabaseSync) => ({
  dataVersion: database.prepare('PRAGMA data_version'),
  room: database.prepare(
    `SELECT room, head, latest_at AS latestAt, ${ROOM_RECORD} FROM rooms WHERE room_id = ?`,
  ),
  codeTaken: database.prepare('SELECT 1 FROM rooms WHERE code = ?'),
  insertRoom: database.prepare(
    `INSERT INTO rooms (room_id, code, epoch, head, latest_at, version, title, created_at)
     VALUES (?, ?, ?, 0, ?, 1, '', ?)`,
  ),
  updateRoom: database.prepare(
    'UPDATE rooms SET head = ?, latest_at = ?, version = ?, code = ?, title = ?, pins = ?, settings = ? WHERE room = ?',
  ),
  identity: database.prepare('SELECT identity FROM tokens WHERE token_hash = ?'),
  insertIdentity: database.prepare('INSERT INTO identities (created_at) VALUES (?)'),
  insertToken: database.prepare('INSERT INTO tokens (token_hash, identity) VALUES (?, ?)'),
  member: database.prepare(`SELECT ${MEMBER_RECORD} FROM members WHERE room = ? AND member_id = ?`),
  memberByToken: database.prepare(
    `SELECT ${MEMBER_RECORD} FROM members
     WHERE room = ? AND identity = (SELECT identity FROM tokens WHERE token_hash = ?)`,
  ),
  nameHolder: database.prepare(
    'SELECT member_id AS memberId FROM members WHERE room = ? AND name_skeleton = ?',
  ),
  memberCount: database.prepare(
    `SELECT count(*) AS count FROM
       (SELECT 1 FROM members WHERE room = ? AND role NOT IN ('removed', 'banned') LIMIT ?)`,
  ),
  letIn: database.prepare(
    "SELECT 1 FROM knocks WHERE room = ? AND token_hash = ? AND answer = 'in' AND asked_at > ?",
  ),
  forgetKnock: database.prepare('DELETE FROM knocks WHERE room = ? AND token_hash = ?'),
  setPassword: database.prepare(
    `INSERT INTO room_passwords (room, hash, since) VALUES (?, ?, ?)
     ON CONFLICT (room) DO UPDATE SET hash = excluded.hash, since = excluded.since`,
  ),
  setOwnerCode: database.prepare(
    `INSERT INTO owner_codes (room, hash, since, made_by) VALUES (?, ?, ?, ?)
     ON CONFLICT (room) DO UPDATE SET hash = excluded.hash, since = excluded.since, made_by = excluded.made_by`,
  ),
  membersSince: database.prepare(
    `SELECT ${MEMBER_RECORD} FROM members WHERE room = ?1 AND joined_at >= ?2 AND role NOT IN ('owner', 'moderator', 'removed')
       AND (role = 'banned') = (?3 IS NOT NULL) AND version > coalesce(?3, 0) ORDER BY sequence DESC LIMIT ?4`,
  ),
  insertMember: database.prepare(
    `INSERT INTO members (room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at, extra)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  changeMember: database.prepare(
    `UPDATE members SET name = ?, name_skeleton = coalesce(?, name_skeleton), role = ?, version = ?, extra = ?
     WHERE room = ? AND sequence = ?`,
  ),
  revoked: database.prepare('SELECT 1 FROM tokens WHERE token_hash = ? AND revoked_at IS NOT NULL'),
  signedIn: database.prepare(
    `SELECT 1 FROM tokens WHERE revoked_at IS NULL
       AND identity = (SELECT identity FROM members WHERE room = ? AND member_id = ?)`,
  ),
  revoke: database.prepare(
    `UPDATE tokens SET revoked_at = CAST(unixepoch('subsec') * 1000 AS INTEGER)
     WHERE token_hash = ? AND revoked_at IS NULL`,
  ),
})

/**
 * Prepares the writing of changes on a handle. Rooms and members are remembered from one batch to the next: who posts has mostly
 * posted before, and asking the tables who they are costs as much as writing what they say.
 */
export function prepareChangeWriter(database: DatabaseSync): ChangeWriter {
  const sql = prepareStatements(database)
  const searchWriter = prepareSearchWriter(database)
  const noteDeed = prepareDeedNote(database)
  const endAttention = prepareAttentionEnd(database)
  const rooms = new Map<RoomId, OpenRoom>()
  let changed: OpenRoom[] = []
  let membersRemembered = 0
  let dataVersion: unknown = null

  function remember({ members }: OpenRoom, member: MemberRecord): void {
    membersRemembered += Number(!members.has(member.memberId))
    members.set(member.memberId, member)
  }

  function forget(): void {
    rooms.clear()
    changed = []
    membersRemembered = 0
  }

  /** What is remembered holds unless somebody else wrote, which nobody should; and it is only so much. */
  function look(): void {
    const { data_version: current } = sql.dataVersion.get() ?? {}
    const isMuch = rooms.size > ROOMS_REMEMBERED_MAX || membersRemembered > MEMBERS_REMEMBERED_MAX
    if (isMuch || current !== dataVersion) forget()
    dataVersion = current
  }

  function open(roomId: RoomId, row: LedgerRoom): OpenRoom {
    const room: OpenRoom = { ...row, members: new Map(), signedIn: new Set(), isChanged: false }
    rooms.set(roomId, room)
    return room
  }

  function identityOf(tokenHash: TokenHash, at: number): number {
    const known = sql.identity.get(tokenHash) as { identity: number } | undefined
    if (known) return known.identity
    const identity = Number(sql.insertIdentity.run(at).lastInsertRowid)
    sql.insertToken.run(tokenHash, identity)
    return identity
  }

  const ledger: Ledger<OpenRoom> = {
    ...prepareMessageLedger(database, searchWriter),
    room(roomId) {
      const known = rooms.get(roomId)
      if (known) return known
      const row = sql.room.get(roomId) as WithExtrasRow<LedgerRoom> | undefined
      return row ? open(roomId, roomOf(row)) : null
    },
    isCodeTaken: (code) => sql.codeTaken.get(code) !== undefined,
    insertRoom(roomId, code, epoch, at) {
      const room = Number(sql.insertRoom.run(roomId, code, epoch, at, at).lastInsertRowid)
      return open(roomId, newRoom(room, code, at))
    },
    markChanged(room) {
      if (!room.isChanged) changed.push(room)
      room.isChanged = true
    },
    member(room, memberId) {
      const known = room.members.get(memberId)
      if (known) return known
      const row = sql.member.get(room.room, memberId) as MemberRow | undefined
      if (!row) return null
      const member = memberRecord(row)
      remember(room, member)
      return member
    },
    memberByToken({ room }, tokenHash) {
      const row = sql.memberByToken.get(room, tokenHash) as MemberRow | undefined
      return row ? memberRecord(row) : null
    },
    isRevoked: (tokenHash) => sql.revoked.get(tokenHash) !== undefined,
    isSignedOut({ room, signedIn }, memberId) {
      // Remembered as the member is: whoever posts has mostly posted before.
      if (signedIn.has(memberId)) return false
      if (!sql.signedIn.get(room, memberId)) return true
      signedIn.add(memberId)
      return false
    },
    nameHolder({ room }, nameSkeleton) {
      const holder = sql.nameHolder.get(room, nameSkeleton) as { memberId: MemberId } | undefined
      return holder?.memberId ?? null
    },
    memberCount: ({ room }, atMost) => Number(sql.memberCount.get(room, atMost)?.count),
    isLetIn: ({ room }, tokenHash, at) => sql.letIn.get(room, tokenHash, at - KNOCK_LIFE_MS) !== undefined,
    forgetKnock: ({ room, settings }, tokenHash) => {
      // Where nothing was ever settled nobody knocks.
      if (settings) sql.forgetKnock.run(room, tokenHash)
    },
    setPassword: ({ room, version }, hash) => void sql.setPassword.run(room, hash, version),
    setOwnerCode: ({ room, version }, hash, madeBy) => void sql.setOwnerCode.run(room, hash, version, madeBy),
    membersSince: ({ room }, { since, above, limit }) =>
      (sql.membersSince.all(room, since, above, limit) as MemberRow[]).map(memberRecord),
    noteDeed: ({ room }, deed) => noteDeed(room, deed),
    insertMember(room, member, tokenHash, nameSkeleton) {
      const { memberId, sequence, version, name, role, joinedAt } = member
      const identity = identityOf(tokenHash, joinedAt)
      sql.insertMember.run(
        room.room,
        sequence,
        version,
        memberId,
        identity,
        name,
        nameSkeleton,
        role,
        joinedAt,
        memberExtraOf(member),
      )
      remember(room, member)
    },
    changeMember(room, member, nameSkeleton) {
      const { name, role, version, sequence } = member
      sql.changeMember.run(name, nameSkeleton, role, version, memberExtraOf(member), room.room, sequence)
      remember(room, member)
    },
  }

  return {
    write(changes) {
      look()
      const outcomes = changes.map((change) => applyChange(ledger, change))
      for (const room of changed) {
        const { head, latestAt, version, code, title } = room
        sql.updateRoom.run(head, latestAt, version, code, title, pinsOf(room), settingsOf(room), room.room)
        room.isChanged = false
      }
      changed = []
      return outcomes
    },
    revoke(tokenHash) {
      identityOf(tokenHash, Date.now())
      sql.revoke.run(tokenHash)
      endAttention(tokenHash)
      // Who was signed in may not be any more, and it happens too seldom to find out who.
      forget()
    },
    saveLastReads: prepareReadMarks(database),
    addSegment: searchWriter.addSegment,
    forget,
  }
}

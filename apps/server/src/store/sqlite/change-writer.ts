import type { DatabaseSync } from 'node:sqlite'
import type { MemberId, MemberRecord, MessageRecord, RefusalCode, RoomId, RoomRecord } from '@confab/protocol'
import { MEMBERS_REMEMBERED_MAX, ROOMS_REMEMBERED_MAX } from '../../limits.ts'
import type { Change, Outcome, TokenHash } from '../store.ts'
import { MEMBER_RECORD, MESSAGE_RECORD, ROOM_RECORD } from './records.ts'

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

type RoomRow = { room: number; head: number; latestAt: number } & RoomRecord

/** A room as it stands: its counter moves here and goes to the table once, at the end of a batch. */
type OpenRoom = { row: RoomRow; members: Map<MemberId, MemberRecord>; isChanged: boolean }

/** Writes changes, inside a transaction of the caller. */
export type ChangeWriter = {
  write(changes: readonly Change[]): Outcome[]
  /** The transaction came to nothing: what was written in it is not so. */
  forget(): void
}

const refused = (code: RefusalCode): Outcome => ({ outcome: 'refused', code })

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
    'UPDATE rooms SET head = ?, latest_at = ?, version = ?, title = ? WHERE room = ?',
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
  insertMember: database.prepare(
    `INSERT INTO members (room, sequence, version, member_id, identity, name, name_skeleton, role, joined_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  renameMember: database.prepare(
    'UPDATE members SET name = ?, name_skeleton = ?, version = ? WHERE room = ? AND sequence = ?',
  ),
  message: database.prepare(`SELECT ${MESSAGE_RECORD} FROM messages WHERE message_id = ? AND room = ?`),
  insertMessage: database.prepare(
    `INSERT INTO messages (room, sequence, version, message_id, author_id, author_name, posted_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id, room) DO NOTHING`,
  ),
})

/**
 * Prepares the writing of changes on a handle. Every change is checked before anything of it is written, so a refused one
 * leaves no trace and undoes nobody else's. Rooms and members are remembered from one batch to the next: who posts has
 * mostly posted before, and asking the tables who they are costs as much as writing what they say.
 */
export function prepareChangeWriter(database: DatabaseSync): ChangeWriter {
  const sql = prepareStatements(database)
  const rooms = new Map<RoomId, OpenRoom>()
  let changed: OpenRoom[] = []
  let membersRemembered = 0
  let dataVersion: unknown = null

  function openRoom(roomId: RoomId): OpenRoom | null {
    const known = rooms.get(roomId)
    if (known) return known
    const row = sql.room.get(roomId) as RoomRow | undefined
    if (!row) return null
    const room: OpenRoom = { row, members: new Map(), isChanged: false }
    rooms.set(roomId, room)
    return room
  }

  /** The next sequence of a room, and the time of what takes it: never before an earlier one's. */
  function advance({ row }: OpenRoom, at: number) {
    row.head += 1
    row.latestAt = Math.max(row.latestAt, at)
    return { sequence: row.head, at: row.latestAt }
  }

  function memberOf(room: OpenRoom, memberId: MemberId): MemberRecord | null {
    const known = room.members.get(memberId)
    if (known) return known
    const member = sql.member.get(room.row.room, memberId) as MemberRecord | undefined
    if (member) remember(room, member)
    return member ?? null
  }

  function remember({ members }: OpenRoom, member: MemberRecord): void {
    membersRemembered += Number(!members.has(member.memberId))
    members.set(member.memberId, member)
  }

  /** Its counter goes to the table at the end of the batch. */
  function markChanged(room: OpenRoom): void {
    if (!room.isChanged) changed.push(room)
    room.isChanged = true
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

  function identityOf(tokenHash: TokenHash, at: number): number {
    const known = sql.identity.get(tokenHash) as { identity: number } | undefined
    if (known) return known.identity
    const identity = Number(sql.insertIdentity.run(at).lastInsertRowid)
    sql.insertToken.run(tokenHash, identity)
    return identity
  }

  function addMember(
    room: OpenRoom,
    role: MemberRecord['role'],
    change: ChangeOf<'create-room'> | ChangeOf<'join-room'>,
  ) {
    const identity = identityOf(change.tokenHash, change.at)
    const { sequence, at } = advance(room, change.at)
    const { memberId, name, nameSkeleton } = change
    sql.insertMember.run(room.row.room, sequence, sequence, memberId, identity, name, nameSkeleton, role, at)
    const member: MemberRecord = {
      kind: 'member',
      memberId,
      sequence,
      version: sequence,
      name,
      role,
      joinedAt: at,
    }
    remember(room, member)
    markChanged(room)
    return member
  }

  function createRoom(change: ChangeOf<'create-room'>): Outcome {
    const existing = openRoom(change.roomId)
    if (existing) {
      const member = sql.memberByToken.get(existing.row.room, change.tokenHash) as MemberRecord | undefined
      return member?.role === 'owner'
        ? { outcome: 'repeated', records: [roomRecord(existing.row), member] }
        : refused('id-conflict')
    }
    // Two codes of 50 random bits met: asking again brings another code.
    if (sql.codeTaken.get(change.code)) return refused('busy')
    const { roomId, code, epoch, at } = change
    const room = Number(sql.insertRoom.run(roomId, code, epoch, at, at).lastInsertRowid)
    const row: RoomRow = {
      kind: 'room',
      room,
      head: 0,
      latestAt: at,
      sequence: 1,
      version: 1,
      code,
      title: '',
      createdAt: at,
    }
    const opened: OpenRoom = { row, members: new Map(), isChanged: false }
    rooms.set(roomId, opened)
    advance(opened, at)
    return { outcome: 'applied', records: [roomRecord(row), addMember(opened, 'owner', change)] }
  }

  function joinRoom(change: ChangeOf<'join-room'>): Outcome {
    const room = openRoom(change.roomId)
    if (!room) return refused('not-found')
    const me = sql.memberByToken.get(room.row.room, change.tokenHash) as MemberRecord | undefined
    if (me?.name === change.name) return { outcome: 'repeated', records: [me] }
    const holder = sql.nameHolder.get(room.row.room, change.nameSkeleton)
    if (holder && holder.memberId !== me?.memberId) return refused('name-taken')
    if (me) return renameMember(room, me, change)
    if (memberOf(room, change.memberId)) return refused('id-conflict')
    return { outcome: 'applied', records: [addMember(room, 'member', change)] }
  }

  function renameMember(room: OpenRoom, me: MemberRecord, change: ChangeOf<'join-room'>): Outcome {
    const { sequence: version } = advance(room, change.at)
    sql.renameMember.run(change.name, change.nameSkeleton, version, room.row.room, me.sequence)
    const member: MemberRecord = { ...me, name: change.name, version }
    remember(room, member)
    markChanged(room)
    return { outcome: 'applied', records: [member] }
  }

  function changeRoom(change: ChangeOf<'change-room'>): Outcome {
    const room = openRoom(change.roomId)
    if (!room || memberOf(room, change.memberId)?.role !== 'owner') return refused('forbidden')
    if (room.row.title === change.title) return { outcome: 'repeated', records: [roomRecord(room.row)] }
    room.row.version = advance(room, change.at).sequence
    room.row.title = change.title
    markChanged(room)
    return { outcome: 'applied', records: [roomRecord(room.row)] }
  }

  function postMessage(change: ChangeOf<'post-message'>): Outcome {
    const room = openRoom(change.roomId)
    const author = room && memberOf(room, change.authorId)
    if (!room || !author) return refused('forbidden')
    const { messageId, authorId, body } = change
    const sequence = room.row.head + 1
    const postedAt = Math.max(room.row.latestAt, change.at)
    const { changes } = sql.insertMessage.run(
      room.row.room,
      sequence,
      sequence,
      messageId,
      authorId,
      author.name,
      postedAt,
      body,
    )
    // The unique id is asked by inserting: one look instead of two on the path that matters.
    if (changes === 0) {
      const existing = sql.message.get(messageId, room.row.room) as MessageRecord | undefined
      return existing?.authorId === authorId && existing.body === body
        ? { outcome: 'repeated', records: [existing] }
        : refused('id-conflict')
    }
    advance(room, change.at)
    markChanged(room)
    const message: MessageRecord = {
      kind: 'message',
      messageId,
      sequence,
      version: sequence,
      authorId,
      authorName: author.name,
      postedAt,
      body,
    }
    return { outcome: 'applied', records: [message] }
  }

  function write(change: Change): Outcome {
    switch (change.kind) {
      case 'create-room':
        return createRoom(change)
      case 'join-room':
        return joinRoom(change)
      case 'change-room':
        return changeRoom(change)
      case 'post-message':
        return postMessage(change)
    }
  }

  return {
    write(changes) {
      look()
      const outcomes = changes.map(write)
      for (const room of changed) {
        const { row } = room
        sql.updateRoom.run(row.head, row.latestAt, row.version, row.title, row.room)
        room.isChanged = false
      }
      changed = []
      return outcomes
    },
    forget,
  }
}

function roomRecord({ sequence, version, code, title, createdAt }: RoomRow): RoomRecord {
  return { kind: 'room', sequence, version, code, title, createdAt }
}

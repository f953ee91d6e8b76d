import type {
  Epoch,
  MemberId,
  MemberRecord,
  MessageRecord,
  RefusalCode,
  RoomCode,
  RoomId,
  RoomRecord,
  Sequence,
} from '@confab/protocol'
import type { Change, Outcome, TokenHash } from './store.ts'

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

/** A room as it stands while a commit is written: its counter moves here, and goes to the table once. `room` is its key there. */
export type LedgerRoom = { room: number; head: Sequence; latestAt: number } & RoomRecord

/**
 * What the rules ask of a store while they judge the changes of one commit, and what they have it write. Every answer is as of the
 * changes before: what was inserted is found. A room's counter stands still meanwhile for everybody else.
 */
export interface Ledger<Room extends LedgerRoom> {
  room(roomId: RoomId): Room | null
  isCodeTaken(code: RoomCode): boolean
  /** Makes a room at 0, and answers it with its key. */
  insertRoom(roomId: RoomId, code: RoomCode, epoch: Epoch, at: number): Room
  /** The room's counter or record moved. */
  markChanged(room: Room): void
  member(room: Room, memberId: MemberId): MemberRecord | null
  /** The member whose identity this token proves, or proved. */
  memberByToken(room: Room, tokenHash: TokenHash): MemberRecord | null
  isRevoked(tokenHash: TokenHash): boolean
  /** Every token of this member's identity was revoked, so nobody is left who could ask for anything in its name. */
  isSignedOut(room: Room, memberId: MemberId): boolean
  nameHolder(room: Room, nameSkeleton: string): MemberId | null
  insertMember(room: Room, member: MemberRecord, tokenHash: TokenHash, nameSkeleton: string): void
  /** The member as it is from now on, at its old place: its name with this skeleton (null: as it was), its role, its version. */
  changeMember(room: Room, member: MemberRecord, nameSkeleton: string | null): void
  /** Null once it is inserted; the message that has this id already, if there is one. */
  insertMessage(room: Room, message: MessageRecord): MessageRecord | null
}

const refused = (code: RefusalCode): Outcome => ({ outcome: 'refused', code })

/**
 * What becomes of a change: the same in every store. It is checked before anything of it is written, so a refused one leaves no
 * trace and undoes nobody else's.
 */
export function applyChange<Room extends LedgerRoom>(ledger: Ledger<Room>, change: Change): Outcome {
  switch (change.kind) {
    case 'create-room':
      return createRoom(ledger, change)
    case 'join-room':
      return joinRoom(ledger, change)
    case 'change-room':
      return changeRoom(ledger, change)
    case 'remove-member':
      return removeMember(ledger, change)
    case 'post-message':
      return postMessage(ledger, change)
  }
}

/** A room nothing has happened in yet. */
export function newRoom(room: number, code: RoomCode, at: number): LedgerRoom {
  return {
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
}

/** The record in a room's row. */
export function roomRecord({ sequence, version, code, title, createdAt }: RoomRecord): RoomRecord {
  return { kind: 'room', sequence, version, code, title, createdAt }
}

function createRoom<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'create-room'>): Outcome {
  if (ledger.isRevoked(change.tokenHash)) return refused('forbidden')
  const existing = ledger.room(change.roomId)
  if (existing) {
    const member = ledger.memberByToken(existing, change.tokenHash)
    return member?.role === 'owner'
      ? { outcome: 'repeated', records: [roomRecord(existing), member] }
      : refused('id-conflict')
  }
  // Two codes of 50 random bits met: asking again brings another code.
  if (ledger.isCodeTaken(change.code)) return refused('busy')
  const room = ledger.insertRoom(change.roomId, change.code, change.epoch, change.at)
  advance(room, change.at)
  return { outcome: 'applied', records: [roomRecord(room), addMember(ledger, room, 'owner', change)] }
}

function joinRoom<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'join-room'>): Outcome {
  const room = ledger.room(change.roomId)
  if (!room) return refused('not-found')
  if (ledger.isRevoked(change.tokenHash)) return refused('forbidden')
  const me = ledger.memberByToken(room, change.tokenHash)
  if (me?.name === change.name && me.role !== 'removed') return { outcome: 'repeated', records: [me] }
  const holder = ledger.nameHolder(room, change.nameSkeleton)
  if (holder !== null && holder !== me?.memberId) return refused('name-taken')
  if (me) return changeMember(ledger, room, me, change)
  if (ledger.member(room, change.memberId)) return refused('id-conflict')
  return { outcome: 'applied', records: [addMember(ledger, room, 'member', change)] }
}

/** A member takes another name, or who was removed is back under this one. */
function changeMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  me: MemberRecord,
  change: ChangeOf<'join-room'>,
): Outcome {
  const { sequence: version } = advance(room, change.at)
  const role = me.role === 'removed' ? 'member' : me.role
  const member: MemberRecord = { ...me, name: change.name, role, version }
  ledger.changeMember(room, member, change.nameSkeleton)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [member] }
}

function addMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  role: MemberRecord['role'],
  { memberId, name, nameSkeleton, tokenHash, at }: ChangeOf<'create-room'> | ChangeOf<'join-room'>,
): MemberRecord {
  const { sequence, at: joinedAt } = advance(room, at)
  const member: MemberRecord = {
    kind: 'member',
    memberId,
    sequence,
    version: sequence,
    name,
    role,
    joinedAt,
  }
  ledger.insertMember(room, member, tokenHash, nameSkeleton)
  ledger.markChanged(room)
  return member
}

function changeRoom<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'change-room'>): Outcome {
  const room = ledger.room(change.roomId)
  if (!room || actor(ledger, room, change.memberId)?.role !== 'owner') return refused('forbidden')
  if (room.title === change.title) return { outcome: 'repeated', records: [roomRecord(room)] }
  room.version = advance(room, change.at).sequence
  room.title = change.title
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

function removeMember<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'remove-member'>,
): Outcome {
  const room = ledger.room(change.roomId)
  if (!room || actor(ledger, room, change.ownerId)?.role !== 'owner') return refused('forbidden')
  const member = ledger.member(room, change.memberId)
  if (!member) return refused('not-found')
  // A room is never without its owner: nobody else could ever do what only an owner may.
  if (member.role === 'owner') return refused('forbidden')
  if (member.role === 'removed') return { outcome: 'repeated', records: [member] }
  const removed: MemberRecord = {
    ...member,
    role: 'removed',
    version: advance(room, change.at).sequence,
  }
  ledger.changeMember(room, removed, null)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [removed] }
}

/** The member who asks for something, if they may ask for anything. */
function actor<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  memberId: MemberId,
): MemberRecord | null {
  const member = ledger.member(room, memberId)
  return !member || member.role === 'removed' || ledger.isSignedOut(room, memberId) ? null : member
}

function postMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'post-message'>,
): Outcome {
  const room = ledger.room(change.roomId)
  const author = room && actor(ledger, room, change.authorId)
  if (!room || !author) return refused('forbidden')
  const { messageId, authorId, body } = change
  const sequence = room.head + 1
  const message: MessageRecord = {
    kind: 'message',
    messageId,
    sequence,
    version: sequence,
    authorId,
    authorName: author.name,
    postedAt: Math.max(room.latestAt, change.at),
    body,
  }
  const existing = ledger.insertMessage(room, message)
  if (existing)
    return existing.authorId === authorId && existing.body === body
      ? { outcome: 'repeated', records: [existing] }
      : refused('id-conflict')
  advance(room, change.at)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [message] }
}

/** The next sequence of a room, and the time of what takes it: never before an earlier one's. */
function advance(room: LedgerRoom, at: number): { sequence: Sequence; at: number } {
  room.head += 1
  room.latestAt = Math.max(room.latestAt, at)
  return { sequence: room.head, at: room.latestAt }
}

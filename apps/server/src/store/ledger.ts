import type {
  Epoch,
  FileId,
  FileRecord,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  ReactionsRecord,
  RefusalCode,
  RoomCode,
  RoomId,
  RoomRecord,
  Sequence,
} from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { isOut } from '@confab/protocol/can'
import type { NewDeed } from './deed-table.ts'
import type { Change, Outcome, TokenHash } from './store.ts'

/** One kind of change. */
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

/** A room as it stands while a commit is written: its counter moves here, and goes to the table once. `room` is its key there. */
export type LedgerRoom = { room: number; head: Sequence; latestAt: number } & RoomRecord

/** The part of a ledger that is about messages and what stands around them. */
export interface MessagesLedger<Room extends LedgerRoom> {
  /** Null once it is inserted; the message that has this id already, if there is one. */
  insertMessage(room: Room, message: MessageRecord): MessageRecord | null
  message(room: Room, messageId: MessageId): MessageRecord | null
  /** The message as it is from now on, at its old place. */
  changeMessage(room: Room, message: MessageRecord): void
  /** How often its body was replaced, as far as that is kept. */
  editCount(room: Room, message: MessageRecord): number
  /** Keeps the body that a message had, to be seen by whoever asks. */
  keepEdit(room: Room, message: MessageRecord, replacedAt: number): void
  /** What a message said before, and who reacted to it, is gone for good. Its reactions' record is changed apart. */
  forgetAround(room: Room, message: MessageRecord): void
  reactions(room: Room, message: MessageRecord): ReactionsRecord | null
  /** The reactions' record as it is from now on. */
  putReactions(room: Room, reactions: ReactionsRecord): void
  hasReacted(room: Room, message: MessageRecord, emoji: string, memberId: MemberId): boolean
  addReactor(room: Room, message: MessageRecord, emoji: string, memberId: MemberId, at: Sequence): void
  removeReactor(room: Room, message: MessageRecord, emoji: string, memberId: MemberId): void
  /** Those who have reacted longest, at most `REACTORS_LISTED_MAX`. */
  reactors(room: Room, message: MessageRecord, emoji: string): MemberId[]
  /** The author's uploads to this room that can be posted, in this order; null when one of them cannot. */
  readyFiles(room: Room, authorId: MemberId, fileIds: readonly FileId[]): FileRecord[] | null
  /** They are a message's from now on. */
  postFiles(room: Room, fileIds: readonly FileId[]): void
  /** When a member posted last, as far as it was noted; null if it was not. */
  lastPostAt(room: Room, memberId: MemberId): number | null
  /** They post. Noted where members have to wait between two posts. */
  noteLastPost(room: Room, memberId: MemberId, at: number): void
  /** The place of the last among the first `limit` messages that were posted at a moment or before; null if none was. */
  lastPostedUpTo(room: Room, at: number, limit: number): Sequence | null
  /** The place of the newest message but so many; 0 where there are no more. */
  placeBelowNewest(room: Room, count: number): Sequence
  /** Nothing is left of the messages placed up to there, and of what stands around them; their files are to be erased. */
  expireUpTo(room: Room, upTo: Sequence): void
  /** Nobody may have them any more, and their bytes are to be erased. */
  eraseFiles(room: Room, fileIds: readonly FileId[]): void
  /** Nobody may have them any more, and their bytes are to be erased at `dueAt`, unless they are brought back. */
  setAsideFiles(room: Room, fileIds: readonly FileId[], dueAt: number): void
  /** They are a message's again. */
  bringBackFiles(room: Room, fileIds: readonly FileId[]): void
  /** The message as it was before it was erased, kept for a while. */
  keepErased(room: Room, message: MessageRecord, erased: Erased): void
  erased(room: Room, messageId: MessageId): (Erased & { record: MessageRecord }) | null
  forgetErased(room: Room, message: MessageRecord): void
}

/** Who erased a message, when, and with which change. */
export type Erased = { version: Sequence; erasedBy: MemberId; erasedAt: number }

/**
 * What the rules ask of a store while they judge the changes of one commit, and what they have it write. Every answer is as of the
 * changes before: what was inserted is found. A room's counter stands still meanwhile for everybody else.
 */
export interface Ledger<Room extends LedgerRoom> extends MessagesLedger<Room> {
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
  /** How many are members and not out; above `atMost` it need not be counted on. Asked where a capacity is settled. */
  memberCount(room: Room, atMost: number): number
  /** Whether whoever has this token knocked and was let in, not longer ago than that holds. Asked where newcomers knock. */
  isLetIn(room: Room, tokenHash: TokenHash, at: number): boolean
  /** They came in, and would have to knock again. */
  forgetKnock(room: Room, tokenHash: TokenHash): void
  /** The room's password is this one from its present version on. */
  setPassword(room: Room, hash: string): void
  /** The code that makes somebody its owner is this one from its present version on, set by a member. */
  setOwnerCode(room: Room, hash: string, madeBy: MemberId): void
  /**
   * Those who became members at a moment or after it and neither own nor moderate, the last who came first: those who are in, or those whom a change
   * above a version banned.
   */
  membersSince(room: Room, asked: { since: number; above: Sequence | null; limit: number }): MemberRecord[]
  /** What a leader did, told with what it changed or not at all. */
  noteDeed(room: Room, deed: NewDeed): void
  insertMember(room: Room, member: MemberRecord, tokenHash: TokenHash, nameSkeleton: string): void
  /** The member as it is from now on, at its old place: its name with this skeleton (null: as it was), its role, its version. */
  changeMember(room: Room, member: MemberRecord, nameSkeleton: string | null): void
}

/** A change that is not made; `retryAfterMs` where waiting is all it takes. */
export const refused = (code: RefusalCode, retryAfterMs?: number): Outcome => ({
  outcome: 'refused',
  code,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
})

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
export function roomRecord(row: RoomRecord): RoomRecord {
  const { sequence, version, code, title, createdAt, pins, settings } = row
  return {
    kind: 'room',
    sequence,
    version,
    code,
    title,
    createdAt,
    ...(pins ? { pins } : {}),
    ...(settings ? { settings } : {}),
  }
}

/** The member who asks for something, if they may ask for anything. */
export function actor<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  memberId: MemberId,
): MemberRecord | null {
  const member = ledger.member(room, memberId)
  return !member || isOut(member.role) || ledger.isSignedOut(room, memberId) ? null : member
}

/** The next sequence of a room, and the time of what takes it: never before an earlier one's. */
export function advance(room: LedgerRoom, at: number): { sequence: Sequence; at: number } {
  room.head += 1
  room.latestAt = Math.max(room.latestAt, at)
  return { sequence: room.head, at: room.latestAt }
}

import type {
  ConfabRecord,
  Cursor,
  Edits,
  Epoch,
  FileId,
  MemberId,
  MemberRecord,
  MessageId,
  Page,
  RefusalCode,
  RoomCode,
  RoomId,
  RoomRecord,
  RoomSummary,
  Sequence,
} from '@confab/protocol'
import type { SearchQuery } from '../search/query.ts'
import type { Found } from '../search/result.ts'
import type { AttentionTable } from './attention-table.ts'
import type { CredentialTable } from './credential-table.ts'
import type { DeedTable } from './deed-table.ts'
import type { DeviceNote, DeviceTable, SignInProof } from './device-table.ts'
import type { DoorPlate, DoorTable } from './door-table.ts'
import type { ErasedTable } from './erased-table.ts'
import type { FileTable } from './file-table.ts'
import type { HandoffCodeHash, HandoffTable } from './handoff-table.ts'
import type { DeletedLeft, OperatorTable } from './operator-table.ts'
import type { OwnTable } from './own-table.ts'
import type { PageWhere } from './page.ts'
import type { Evidence, ReportedLine, ReportTable } from './report-table.ts'
import type { TokenHash } from './token-hash.ts'

export type {
  DeletedLeft,
  DeviceNote,
  DoorPlate,
  Evidence,
  HandoffCodeHash,
  ReportedLine,
  SignInProof,
  TokenHash,
}

/** One durable change somebody asks for. `at` is the server's clock in milliseconds; the store never lets it go back within a room. */
export type Change =
  | {
      kind: 'create-room'
      roomId: RoomId
      code: RoomCode
      epoch: Epoch
      tokenHash: TokenHash
      memberId: MemberId
      name: string
      nameSkeleton: string
      at: number
    }
  | {
      /** Becoming a member, or one again, or, for one who is, taking another name. `memberId` is used by a new member only. */
      kind: 'join-room'
      roomId: RoomId
      tokenHash: TokenHash
      memberId: MemberId
      name: string
      nameSkeleton: string
      /** The code they came by: it is nobody's way in once the room has another. */
      code?: RoomCode
      /** Who is new has shown that they know the password of this version. */
      passwordSince?: Sequence
      /** How many members the server lets into any room. */
      membersMax?: number
      at: number
    }
  | { kind: 'change-code'; roomId: RoomId; memberId: MemberId; code: RoomCode; at: number }
  | {
      /** Who became a member since then is put out for good; or, of those who were by a change above `above`, let in again. */
      kind: 'clean-up'
      roomId: RoomId
      memberId: MemberId
      since: number
      above: Sequence | null
      at: number
    }
  | {
      /** The oldest of what is older than the room keeps it is erased, with all that stands beside it: at most `EXPIRED_AT_ONCE_MAX` messages. */
      kind: 'expire-messages'
      roomId: RoomId
      at: number
    }
  | {
      /** Whoever runs the server closes the room to newcomers, or opens it again. */
      kind: 'close-room'
      roomId: RoomId
      isLocked: boolean
      at: number
    }
  | {
      /** Whoever runs the server lets somebody come again who was banned. */
      kind: 'lift-ban'
      roomId: RoomId
      memberId: MemberId
      at: number
    }
  | { kind: 'change-room'; roomId: RoomId; memberId: MemberId; title: string; at: number }
  | {
      /** `ownerId` puts `memberId` out of the room. */
      kind: 'remove-member'
      roomId: RoomId
      memberId: MemberId
      ownerId: MemberId
      at: number
    }
  | {
      /** `actorId` gives `memberId` another role. */
      kind: 'set-role'
      roomId: RoomId
      memberId: MemberId
      actorId: MemberId
      role: 'moderator' | 'member' | 'reader'
      at: number
    }
  | {
      /** `actorId` puts `memberId` out for good, or lets them come again. */
      kind: 'ban-member'
      roomId: RoomId
      memberId: MemberId
      actorId: MemberId
      isBanned: boolean
      at: number
    }
  | {
      /** `memberId` writes nothing `until` a time, or writes again if that is past. */
      kind: 'mute-member'
      roomId: RoomId
      memberId: MemberId
      actorId: MemberId
      until: number
      at: number
    }
  | {
      /** `memberId` owns the room from now on, and `actorId` moderates it. */
      kind: 'hand-over'
      roomId: RoomId
      memberId: MemberId
      actorId: MemberId
      at: number
    }
  | {
      /** `memberId`, who owns the room, lets whoever knows a code own it. `codeHash` is the code as it is kept. */
      kind: 'set-owner-code'
      roomId: RoomId
      memberId: MemberId
      codeHash: string
      at: number
    }
  | {
      /** `memberId` owns the room by the code of this version, and `madeBy`, who set it, moderates from now on. */
      kind: 'claim-room'
      roomId: RoomId
      memberId: MemberId
      codeSince: Sequence
      madeBy: MemberId
      at: number
    }
  | {
      /** What is left out stays as it is. */
      kind: 'change-settings'
      roomId: RoomId
      memberId: MemberId
      isLocked?: boolean
      whoPosts?: 'everybody' | 'moderators'
      whoExports?: 'owner' | 'moderators' | 'members'
      capacity?: number | null
      slowMs?: number | null
      newcomersSee?: number | null
      keptHours?: number | null
      entry?: 'open' | 'password' | 'knock'
      isGuarded?: boolean
      /** As it is kept; never as it is typed. */
      passwordHash?: string
      at: number
    }
  | {
      kind: 'post-message'
      roomId: RoomId
      messageId: MessageId
      authorId: MemberId
      body: string
      replyTo?: MessageId
      /** Uploads of the author to this room, each once. */
      files?: readonly FileId[]
      at: number
    }
  | {
      kind: 'edit-message'
      roomId: RoomId
      messageId: MessageId
      memberId: MemberId
      body: string
      at: number
    }
  | { kind: 'delete-message'; roomId: RoomId; messageId: MessageId; memberId: MemberId; at: number }
  | {
      /** `memberId`, who leads, deletes many, and can bring them back for a while. */
      kind: 'erase-messages'
      roomId: RoomId
      messageIds: readonly MessageId[]
      memberId: MemberId
      /** Whose they are, where it is about one person. */
      of?: MemberId
      at: number
    }
  | {
      kind: 'restore-messages'
      roomId: RoomId
      messageIds: readonly MessageId[]
      memberId: MemberId
      at: number
    }
  | {
      kind: 'react'
      roomId: RoomId
      messageId: MessageId
      memberId: MemberId
      emoji: string
      isOn: boolean
      at: number
    }
  | {
      kind: 'pin-message'
      roomId: RoomId
      messageId: MessageId
      memberId: MemberId
      isPinned: boolean
      at: number
    }

/**
 * What became of a change, once it is on disk (D1). `applied`: its records, one for each sequence it took, in order.
 * `repeated`: it was there already, nothing was stored, and these are the records of then in their present state (D3).
 */
export type Outcome =
  | { outcome: 'applied'; records: ConfabRecord[] }
  | { outcome: 'repeated'; records: ConfabRecord[] }
  /** `retryAfterMs`: as long as it has to wait to be judged otherwise. */
  | { outcome: 'refused'; code: RefusalCode; retryAfterMs?: number }

/** What is searched for: at most `limit` messages, from below `before` on; null for the newest. */
export type SearchAsked = { query: SearchQuery; before: Sequence | null; limit: number }

/** How far the member with this token has seen a room. */
export type LastRead = { roomId: RoomId; tokenHash: TokenHash; upTo: Sequence }

/** Where a room stands. */
export type Head = { epoch: Epoch; head: Sequence }

/** What a token is to a room; `revoked` is nothing to any room, whatever it was. */
export type Standing = 'member' | 'removed' | 'banned' | 'stranger' | 'revoked'

/**
 * What members need to enter, from one snapshot: those of the asked for who are members, and what they missed. A replay's records changed
 * above the cursor, in the order of their versions. `lastReads`: how far each of them has seen the room, where they came in if they
 * never said.
 */
export type Entry = Head & {
  members: ReadonlyMap<TokenHash, MemberRecord>
  lastReads: ReadonlyMap<TokenHash, Sequence>
} & ({ by: 'replay'; records: ConfabRecord[] } | { by: 'reset'; room: RoomRecord; page: Page })

/** An earlier body of a message, and when it was replaced. */
export type Edit = Edits['edits'][number]

/** The store did not take a change, or could not read. Whether a change was written is unknown; asking again is safe (D3). */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/**
 * Durable truth. Everything is asynchronous, and every promise may reject with `StoreUnavailable`. Reads see every commit
 * that was answered before they began. Who asks by a token is a member as long as they were not removed and the token was not revoked,
 * and that is looked up in the snapshot that is read (D9).
 */
export interface Store {
  /**
   * Writes all changes in one durable transaction, in order, and answers each. Outcomes of one change never undo another's.
   * With no change it is a probe: the disk is written to all the same, and it rejects when that fails.
   */
  commit(changes: readonly Change[]): Promise<Outcome[]>

  /** The room with this code. */
  findRoom(code: RoomCode): Promise<RoomId | null>

  /**
   * Lets members in who come from the same place: what changed since the cursor, or a fresh page if that is too much or the cursor
   * is foreign. Null when none of them is a member; `readStanding` says what they are instead.
   */
  readEntry(roomId: RoomId, tokenHashes: readonly TokenHash[], cursor: Cursor | null): Promise<Entry | null>

  /** What changed above `after`, in the order of versions, at most `limit` records; `upTo` is how far they reach. */
  readChanges(
    roomId: RoomId,
    after: Sequence,
    limit: number,
  ): Promise<Head & { upTo: Sequence; records: ConfabRecord[] }>

  /**
   * Records by their place, for a member: the last `limit` placed below `before`, or the first placed above `after`, as far as a page
   * carries them. Null for whoever is no member.
   */
  readPage(
    roomId: RoomId,
    where: PageWhere,
    limit: number,
    tokenHash: TokenHash,
  ): Promise<{ epoch: Epoch; page: Page } | null>

  /** Messages and members by their ids, in no order, for a member; those that are not there are left out. Null for whoever is no member. */
  readRecords(
    roomId: RoomId,
    ids: { messageIds: readonly MessageId[]; memberIds: readonly MemberId[] },
    tokenHash: TokenHash,
  ): Promise<(Head & { records: ConfabRecord[] }) | null>

  /** What a message said before, the newest that fit a page, the oldest of them first, for a member. Null for whoever is no member. */
  readEdits(
    roomId: RoomId,
    messageId: MessageId,
    tokenHash: TokenHash,
  ): Promise<{ edits: Edit[]; isComplete: boolean } | null>

  /** Who is banned, the last one first, at most `limit`, for a member. Null for whoever is no member. */
  readBanned(
    roomId: RoomId,
    limit: number,
    tokenHash: TokenHash,
  ): Promise<(Head & { records: ConfabRecord[] }) | null>

  /** Who reacted to a message with one emoji, the earliest first, and whether whoever asks did. Null for whoever is no member. */
  readReactors(
    roomId: RoomId,
    messageId: MessageId,
    emoji: string,
    tokenHash: TokenHash,
  ): Promise<{ members: MemberId[]; includesMe: boolean } | null>

  /** Messages that a query means, the newest first, for a member. Null for whoever is no member. */
  search(roomId: RoomId, asked: SearchAsked, tokenHash: TokenHash): Promise<({ epoch: Epoch } & Found) | null>

  /** Rooms behind `after` that have stretches of history which are not indexed, in the order of their ids, at most `limit`. */
  readUnindexed(after: RoomId | null, limit: number): Promise<RoomId[]>

  /** Indexes the newest stretch of a room that is not. Answers whether there was one: then there may be another. */
  indexSegment(roomId: RoomId): Promise<boolean>

  /** Rooms behind `after` that have something older at a moment than they keep it, in the order of their ids, at most `limit`. */
  readExpired(at: number, after: RoomId | null, limit: number): Promise<RoomId[]>

  /** Why somebody was not let in: asked only then. Whoever asks about no room is a stranger there, unless revoked. */
  readStanding(tokenHash: TokenHash, roomId: RoomId | null): Promise<Standing>

  /** Which of these name skeletons are taken in the room: what a suggestion steers around. */
  readTakenNames(roomId: RoomId, nameSkeletons: readonly string[]): Promise<Set<string>>

  /** The place of the first message posted at or after a moment, null if there is none, for a member. Null for whoever is no member. */
  readPlace(
    roomId: RoomId,
    at: number,
    tokenHash: TokenHash,
  ): Promise<{ epoch: Epoch; sequence: Sequence | null } | null>

  /**
   * Keeps how far members have seen their rooms: never back, never beyond the head, and nothing for whoever is no member. The last
   * moments of it may be lost when the machine dies.
   */
  saveLastReads(reads: readonly LastRead[]): Promise<void>

  /** What is new above `after`, or what was seen when that is later, in those of the rooms in which this identity is a member, in the order asked. */
  readSummaries(
    tokenHash: TokenHash,
    rooms: readonly { roomId: RoomId; after: Sequence }[],
  ): Promise<RoomSummary[]>

  /** Where these rooms stand, in one query: what the sweep asks. Rooms that do not exist are left out. */
  readHeads(roomIds: readonly RoomId[]): Promise<Map<RoomId, Head>>

  /** Ends a token for good, whether anybody ever joined a room with it or not. Once more changes nothing. */
  revokeToken(tokenHash: TokenHash): Promise<void>

  /** The newest `limit` of the tokens that were revoked in the last `withinMs`, by the store's own clock. */
  readRevoked(withinMs: number, limit: number): Promise<TokenHash[]>

  /** What is known of files; their bytes lie elsewhere. */
  readonly files: FileTable

  /** Who wants to be called for what, and how they can be. */
  readonly attention: AttentionTable

  /** What identities can sign in with elsewhere. */
  readonly credentials: CredentialTable

  /** What stands at the doors of rooms. */
  readonly doors: DoorTable

  /** Codes that carry identities to other devices. */
  readonly handoffs: HandoffTable

  /** On which devices identities are, and how they sign in on more. */
  readonly devices: DeviceTable

  /** What was erased and can still be brought back. */
  readonly erased: ErasedTable

  /** What members told whoever runs the server. */
  readonly reports: ReportTable

  /** What is kept of one identity, for itself. */
  readonly own: OwnTable

  /** What those who lead rooms did in them. */
  readonly deeds: DeedTable

  /** What only whoever runs the server asks for. */
  readonly operator: OperatorTable

  /** Ends after everything already asked for is answered. */
  close(): Promise<void>
}

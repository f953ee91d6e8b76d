import type {
  AttentionLevel,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  RoomId,
  RoomRecord,
  Sequence,
} from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/**
 * What an identity wants to be called for: its levels where they are not `all`, whom it would rather not read, until when it wants quiet, and whether it
 * can be called.
 */
export type AttentionState = {
  levels: { roomId: RoomId; level: AttentionLevel }[]
  ignored: { roomId: RoomId; memberIds: MemberId[] }[]
  quietUntil: number | null
  isSubscribed: boolean
}

/** A browser that can be called: what its push service gave it. */
export type PushSubscription = { endpoint: string; p256dh: string; auth: string; language: string }

/** A member who can be called: how far they have seen the room, how much is new to them among the newest hundred, and their browsers. */
export type Listener = {
  memberId: MemberId
  lastRead: Sequence
  unread: number
  /** Whose messages are nothing to call them for. */
  ignores: readonly MemberId[]
  subscriptions: PushSubscription[]
}

/** Whom to look for: the next of those to whom everything is worth a call, behind a key; or members by their ids, unless nothing is. */
export type ListenersAsked =
  | { level: 'all'; after: number; limit: number }
  | { level: 'mentions'; memberIds: readonly MemberId[] }

/** Some who can be called, and the key behind which there may be more; null when there are none. */
export type ListenersFound = { listeners: Listener[]; next: number | null }

/** What came of setting a level. */
export type LevelOutcome = 'done' | 'forbidden' | 'limit-reached'

/** What came of ignoring somebody. `not-found`: they are no member of the room, and never were. */
export type IgnoreOutcome = LevelOutcome | 'not-found' | 'invalid'

/**
 * What a store knows of who wants to be called for what, and how they can be. None of it is a change of a room. It belongs to identities,
 * and goes with the last of their tokens.
 */
export interface AttentionTable {
  /** Nothing said, for whoever is nobody. */
  read(tokenHash: TokenHash): Promise<AttentionState>

  /** For members. An identity has at most `limit` levels other than `all`. */
  setLevel(tokenHash: TokenHash, roomId: RoomId, level: AttentionLevel, limit: number): Promise<LevelOutcome>

  /** For members, of others who are or were one. An identity ignores at most `limit`. What they write counts as unread no more. */
  setIgnored(
    tokenHash: TokenHash,
    roomId: RoomId,
    ignored: { memberId: MemberId; isIgnored: boolean },
    limit: number,
  ): Promise<IgnoreOutcome>

  /** Answers whether the token is anybody's. */
  setQuiet(tokenHash: TokenHash, until: number | null): Promise<boolean>

  /**
   * Keeps a subscription, whoever had the endpoint before; of one identity the `limit` newest. In at most `roomsMax` rooms, and those it
   * joins from then on, it is called. Answers whether the token is anybody's.
   */
  subscribe(
    tokenHash: TokenHash,
    subscription: PushSubscription,
    bounds: { at: number; limit: number; roomsMax: number },
  ): Promise<boolean>

  /** Drops a subscription of one's own. */
  unsubscribe(tokenHash: TokenHash, endpoint: string): Promise<void>

  /** Drops subscriptions that are no more, whosever they were. */
  forget(endpoints: readonly string[]): Promise<void>

  /** The secret half of the server's key for push, the same on every node and after every start: the one offered, unless there is one. */
  keepPushKey(offered: string): Promise<string>

  /** Those of the rooms in which anybody can be called at all. */
  readListened(roomIds: readonly RoomId[]): Promise<RoomId[]>

  /** Members of a room who can be called and are not to be left in quiet at this moment. */
  readListeners(roomId: RoomId, asked: ListenersAsked, now: number): Promise<ListenersFound>

  /** The room as it is now, with messages and members by their ids; null when there is no such room. */
  readSubjects(
    roomId: RoomId,
    ids: { messageIds: readonly MessageId[]; memberIds: readonly MemberId[] },
  ): Promise<{ room: RoomRecord; messages: MessageRecord[]; members: MemberRecord[] } | null>
}

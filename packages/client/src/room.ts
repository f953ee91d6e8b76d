import type {
  AnswerKnock,
  BanMember,
  ChangeCode,
  ChangeRoom,
  ChangeSettings,
  ClaimRoom,
  CleanUp,
  ConfabRecord,
  Edits,
  EraseMessages,
  FileId,
  FileLinks,
  FileRecord,
  HandOver,
  Knock,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  MuteMember,
  Reactors,
  RefusalCode,
  RemoveMember,
  RestoreMessages,
  RoomId,
  RoomRecord,
  Sequence,
  SetOwnerCode,
  SetRole,
} from '@confab/protocol'
import type { Answer } from './answer.ts'
import type { Attachment } from './attachments.ts'
import type { ChangeId, PendingChange } from './changes.ts'
import type { Roster } from './roster.ts'
import type { Found, SearchOptions } from './searching.ts'
import type { Timeline } from './timeline.ts'

type Leading =
  | ChangeCode
  | CleanUp
  | EraseMessages
  | RestoreMessages
  | AnswerKnock
  | ChangeRoom
  | ChangeSettings
  | SetRole
  | HandOver
  | SetOwnerCode
  | ClaimRoom
  | MuteMember
  | RemoveMember
  | BanMember
type AsWish<Command> = Command extends Leading ? Omit<Command, 'ref' | 'roomId'> : never

/** What those who lead a room can ask for in it: a command of the protocol, less what the room knows itself. */
export type LeadingWish = AsWish<Leading>

/** What a room looks like at one moment. Never changes; after a change there is another. */
export type RoomView = {
  /**
   * `entering`: nothing to show yet; `catching-up`: showing what is known while (re)entering; `refused`: see `refusal`. Who was
   * removed is refused as 'removed' and keeps what they were told until then; joining by the code makes the room live again.
   */
  readonly phase: 'entering' | 'catching-up' | 'live' | 'refused'
  readonly refusal: RefusalCode | null
  readonly room: RoomRecord | null
  readonly me: MemberRecord | null
  readonly timeline: Timeline
  /** Own edits, deletions, reactions and pins that are not done yet, or were refused. Those not refused are shown in `timeline` and `room`. */
  readonly changes: readonly PendingChange[]
  /**
   * The server was restored from a backup since, and something that stood here is gone: what came behind this place. Null
   * when that never happened.
   */
  readonly restoredAfter: Sequence | null
  /** How far this member has seen the room, in any tab and on any device; 0 while that is not known. */
  readonly lastRead: Sequence
  readonly roster: Roster
}

/** What a post may have beside its text. */
export type PostOptions = {
  replyTo?: MessageId
  files?: readonly FileRecord[]
  attachments?: readonly Attachment[]
}

/** A room this client is in. */
export interface Room {
  readonly roomId: RoomId
  readonly view: RoomView
  /** Calls after every change of `view`, once for each frame. The answer ends it. */
  subscribe(listener: () => void): () => void
  /** Hears every record as spans bring it, in the order of versions. Not those of pages and resets. */
  onRecords(listener: (records: readonly ConfabRecord[]) => void): () => void
  /**
   * On screen at once, on disk, then sent. A text with nothing to see in it is ignored, unless it has files. `replyTo` is the message it answers,
   * `attachments` go with it: on disk as well, uploaded, then posted. `files` are uploaded already (`sendFile`).
   */
  post(body: string, options?: PostOptions): MessageId
  /** Takes one file out of a post that did not go out yet. With nothing left in it the post is taken away. */
  cancelFile(messageId: MessageId, fileId: FileId): void
  /** Sends a refused post again, under the same id. */
  retry(messageId: MessageId): void
  /** Takes a refused or waiting post away. One in flight stays. */
  discard(messageId: MessageId): void
  /**
   * Gives one's own message another body: on screen at once, on disk, then sent. One that is still on its way is sent with it. The same body
   * again, or one with nothing to see in it, changes nothing. May end in `view.changes` as refused: 'too-large', 'not-found', 'limit-reached'.
   */
  edit(messageId: MessageId, body: string): void
  /** Deletes one's own message, or any as the owner: in the same way. One that nobody can have heard of is taken back without a trace. */
  deleteMessage(messageId: MessageId): void
  /** Adds one's reaction to a message, or takes it back: in the same way. Refused as 'invalid', 'not-found', 'limit-reached'. */
  react(messageId: MessageId, emoji: string, isOn: boolean): void
  /** Pins a message, or unpins it: in the same way. Owners only: refused as 'forbidden', 'not-found', 'limit-reached'. */
  pin(messageId: MessageId, isPinned: boolean): void
  /** Sends a refused change again. */
  retryChange(changeId: ChangeId): void
  /** Takes a refused or waiting change away. One in flight stays. */
  discardChange(changeId: ChangeId): void
  /**
   * A message by its id, wherever it is placed, with one's own changes in it; null when there is none. Undefined while it is being asked for:
   * asking does that, and the view changes when it came. Call it for what is on screen, on every change of the view.
   */
  message(messageId: MessageId): MessageRecord | null | undefined
  /** A member by their id, who may have been removed: in the same way. */
  member(memberId: MemberId): MemberRecord | null | undefined
  /** What a message said before, the oldest first. Refused as 'not-found', 'rate-limited', 'unavailable'. */
  fetchEdits(messageId: MessageId): Promise<Answer<Pick<Edits, 'edits' | 'isComplete'>>>
  /** Links to files of the room's messages, for a quarter of an hour at least: `urlOf` makes addresses of them. Refused as 'not-found', 'rate-limited', 'unavailable'. */
  fetchFileLinks(fileIds: readonly FileId[]): Promise<Answer<Pick<FileLinks, 'links' | 'endsAt'>>>
  /** Who reacted with an emoji, the earliest first, as far as is told, and whether oneself did. Refused as 'not-found', 'rate-limited', 'unavailable'. */
  fetchReactors(
    messageId: MessageId,
    emoji: string,
  ): Promise<Answer<Pick<Reactors, 'members' | 'includesMe'>>>
  /** Who is banned from the room, the last one first, for those who may take it back. Refused as 'forbidden', 'rate-limited', 'unavailable'. */
  fetchBanned(): Promise<Answer<readonly MemberRecord[]>>
  /** Call on every input; sends at most every `TYPING_REPEAT_MS`. */
  setTyping(isTyping: boolean): void
  /** Whether the end is followed, as it is from the start. Reading further up, say false: a full window then keeps what is read. */
  follow(isFollowing: boolean): void
  /** This member has seen the room up to a place. Their other tabs and devices are told, nobody else; a lower place than before is nothing. */
  markRead(upTo: Sequence): void
  /** Tells the server at once what was marked: the page is about to be hidden. */
  tellRead(): void
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Puts the window at the end. */
  showLatest(): Promise<void>
  /** Puts the window around a place. */
  showAround(sequence: Sequence): Promise<void>
  /** The place of the first message at or after a moment of the server's clock; null when all are older. Refused as 'unavailable', 'removed'. */
  fetchPlace(at: number): Promise<Answer<{ sequence: Sequence | null }>>
  /**
   * Looks for messages, the newest first; the protocol's `search` says what a query may be. Refused as 'unavailable', 'busy',
   * 'rate-limited'. Days in it are those of this device.
   */
  search(query: string, options?: SearchOptions): Promise<Answer<Found>>
  /** Who waits to be let in, the longest first. Owners and moderators: refused as 'forbidden', 'unavailable'. */
  fetchKnocks(): Promise<Answer<readonly Knock[]>>
  /**
   * Does what those who lead a room do with it and the people in it: its title and settings, roles, mutes, removals. Commands as the protocol
   * has them, and what each is refused as; 'unavailable' too.
   */
  lead(wish: LeadingWish): Promise<Answer<null>>
  /** This tab goes out; the membership stays. */
  leave(): void
}

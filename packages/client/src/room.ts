import type {
  ConfabRecord,
  MemberId,
  MemberRecord,
  MessageId,
  RefusalCode,
  RoomId,
  RoomRecord,
  Sequence,
} from '@confab/protocol'
import type { Answer } from './answer.ts'
import type { Roster } from './roster.ts'
import type { Found, SearchOptions } from './searching.ts'
import type { Timeline } from './timeline.ts'

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
  /**
   * The server was restored from a backup since, and something that stood here is gone: what came behind this place. Null
   * when that never happened.
   */
  readonly restoredAfter: Sequence | null
  readonly roster: Roster
}

/** A room this client is in. */
export interface Room {
  readonly roomId: RoomId
  readonly view: RoomView
  /** Calls after every change of `view`, once for each frame. The answer ends it. */
  subscribe(listener: () => void): () => void
  /** Hears every record as spans bring it, in the order of versions. Not those of pages and resets. */
  onRecords(listener: (records: readonly ConfabRecord[]) => void): () => void
  /** On screen at once, on disk, then sent. A text with nothing to see in it is ignored. */
  post(body: string): MessageId
  /** Sends a refused post again, under the same id. */
  retry(messageId: MessageId): void
  /** Takes a refused or waiting post away. One in flight stays. */
  discard(messageId: MessageId): void
  /** Call on every input; sends at most every `TYPING_REPEAT_MS`. */
  setTyping(isTyping: boolean): void
  /** Whether the end is followed, as it is from the start. Reading further up, say false: a full window then keeps what is read. */
  follow(isFollowing: boolean): void
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  /** Puts the window at the end. */
  showLatest(): Promise<void>
  /** Puts the window around a place. */
  showAround(sequence: Sequence): Promise<void>
  /**
   * Looks for messages, the newest first; the protocol's `search` says what a query may be. Refused as 'unavailable', 'busy',
   * 'rate-limited'. Days in it are those of this device.
   */
  search(query: string, options?: SearchOptions): Promise<Answer<Found>>
  /** Owners only: refused as 'forbidden', 'invalid', 'unavailable'. */
  changeTitle(title: string): Promise<Answer<null>>
  /** Puts somebody out of the room. Owners only: refused as 'forbidden', 'not-found', 'unavailable'. They may join again by the code. */
  removeMember(memberId: MemberId): Promise<Answer<null>>
  /** This tab goes out; the membership stays. */
  leave(): void
}

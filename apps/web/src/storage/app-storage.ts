import type { ChangeId, ClientStorage, StoredChange, StoredPost } from '@confab/client'
import type { FileId, MemberId, MessageId, RoomCode, RoomId, Sequence, TabId } from '@confab/protocol'

/** A room this browser has been in: enough to list it, to greet its link and to enter it without asking again. */
export type KnownRoom = {
  roomId: RoomId
  code: RoomCode
  /** Codes the room had before, the latest first: links with them still lead there in this browser. */
  formerCodes?: readonly RoomCode[]
  /** Empty until its owner gives one. */
  title: string
  /** Who this browser is in there, and under which name. */
  memberId: MemberId
  name: string
  /** The place up to which everything was seen. */
  lastReadSequence: Sequence
  /** This browser's clock, in milliseconds; orders the list of rooms. */
  lastOpenedAt: number
}

/** What stands unsent in a room's message box. */
export type Draft = {
  text: string
  caret: number
  /** Which parts of the text are bound to members. */
  mentions?: readonly { memberId: MemberId; from: number; to: number }[]
  /** Which message it answers. */
  replyTo?: MessageId
  /** What is to go with it; their bytes are kept beside it. */
  files?: readonly DraftFile[]
}

/** A file in a draft. */
export type DraftFile = {
  fileId: FileId
  name: string
  mediaType: string
  bytes: number
  width?: number
  height?: number
  durationMs?: number
}

/** Whether there is anything in a draft worth keeping. */
export function isEmptyDraft(draft: Draft): boolean {
  return draft.text === '' && draft.replyTo === undefined && !draft.files?.length
}

/** What this tab has to send: a post, or a change of a message. */
export type Unsent = StoredPost | StoredChange

/** Something to send was saved, or is none any more. */
export type UnsentChange =
  | { kind: 'saved'; id: MessageId | ChangeId; unsent: Unsent }
  | { kind: 'removed'; id: MessageId | ChangeId }

/** Everything the app keeps in this browser: the client's part, and the screens' own. */
export interface AppStorage extends ClientStorage {
  /** Every known room, the one opened last first. */
  loadKnownRooms(): Promise<KnownRoom[]>
  saveKnownRoom(room: KnownRoom): Promise<void>
  /** Forgets the room whole: its entry, its draft, its stored page and what is unsent. */
  forgetKnownRoom(roomId: RoomId): Promise<void>
  loadDraft(roomId: RoomId): Promise<Draft | null>
  /** Null, or an empty one, takes the draft away. */
  saveDraft(roomId: RoomId, draft: Draft | null): Promise<void>
  /** Drops what nobody is to find any more: the bytes of files that nothing needs, and messages that their rooms keep no longer. */
  dropStale(): Promise<void>
  /** The name last used; empty when there is none. */
  loadName(): Promise<string>
  saveName(name: string): Promise<void>
  /** The tabs, of this life or an earlier one, that have something waiting here. */
  loadWaitingTabs(): Promise<TabId[]>
  /** Tells of everything to send that this tab saves or takes away. */
  watchUnsent(listener: (change: UnsentChange) => void): void
}

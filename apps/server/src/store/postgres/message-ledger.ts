import type {
  FileId,
  FileRecord,
  MemberId,
  MessageId,
  MessageRecord,
  ReactionsRecord,
  Sequence,
} from '@confab/protocol'
import { REACTORS_LISTED_MAX } from '@confab/protocol/limits'
import type { Erased, LedgerRoom, MessagesLedger } from '../ledger.ts'

/** What the changes of a batch may ask about messages, read at once while their rooms are locked. */
export type MessageFacts = {
  messages: readonly { room: number; record: MessageRecord }[]
  editCounts: readonly { room: number; sequence: Sequence; count: number }[]
  reactions: readonly { room: number; record: ReactionsRecord }[]
  /** Of each emoji that is asked about those who have reacted longest, in order: as many as are listed, and one for each change. */
  reactors: readonly Reactor[]
  /** Who of those that ask has reacted. */
  hasReacted: readonly Reactor[]
  readyFiles: readonly ReadyFile[]
  erased: readonly ErasedFact[]
  /** What is to be erased, as it is found for what a room keeps before the batch. */
  expired: readonly Expired[]
  lastPosts: readonly LastPost[]
  newestPlaces: readonly NewestPlaces[]
}

/** A message as it was before it was erased, and how it was. */
export type ErasedFact = Erased & { room: number; record: MessageRecord }

/** The last of the first messages of a room that were posted at a moment or before. */
export type Expired = { room: number; at: number; upTo: Sequence | null }

/** The places of the newest messages of a room, the newest first: as many as newcomers may be shown, and one more. */
export type NewestPlaces = { room: number; places: readonly Sequence[] }

/** When a member posted last. */
export type LastPost = { room: number; memberId: MemberId; at: number }

/** An upload that can be posted, and by whom. */
export type ReadyFile = { room: number; fileId: FileId; memberId: MemberId; record: FileRecord }

/** Somebody who reacted to the message at a place. */
export type Reactor = { room: number; sequence: Sequence; emoji: string; memberId: MemberId }

/** What a batch comes to, as far as it is about messages: each thing once, as it is in the end. */
export type MessageWrites = {
  inserted: Map<string, { room: number; record: MessageRecord }>
  /** With what they were before the batch. */
  changed: Map<string, { room: number; before: MessageRecord; record: MessageRecord }>
  edits: { room: number; record: MessageRecord; replacedAt: number }[]
  /** Messages around which everything is forgotten. */
  forgotten: { room: number; sequence: Sequence }[]
  reactions: Map<string, { room: number; record: ReactionsRecord }>
  /** `at` is null for one who took it back. */
  reactors: Map<string, Reactor & { at: Sequence | null }>
  postedFiles: FileId[]
  erasedFiles: FileId[]
  /** `dueAt` is null for those that were brought back. */
  asideFiles: Map<FileId, { fileId: FileId; dueAt: number | null }>
  keptErased: Map<string, ErasedFact>
  forgottenErased: { room: number; sequence: Sequence }[]
  /** Rooms, and up to where nothing is left of their messages. */
  expiredUpTo: Map<number, Sequence>
  lastPosts: Map<string, LastPost>
}

type Around = MessagesLedger<LedgerRoom>

/** The part of a ledger that is about messages, over facts read beforehand. */
export class MessageLedger implements Around {
  readonly messageWrites: MessageWrites = {
    inserted: new Map(),
    changed: new Map(),
    edits: [],
    forgotten: [],
    reactions: new Map(),
    reactors: new Map(),
    postedFiles: [],
    erasedFiles: [],
    asideFiles: new Map(),
    keptErased: new Map(),
    forgottenErased: [],
    expiredUpTo: new Map(),
    lastPosts: new Map(),
  }
  readonly #messages = new Map<string, MessageRecord>()
  readonly #editCounts = new Map<string, number>()
  readonly #reactions = new Map<string, ReactionsRecord>()
  readonly #inTurn = new Map<string, MemberId[]>()
  readonly #haveReacted = new Set<string>()
  readonly #readyFiles = new Map<FileId, ReadyFile>()
  readonly #erased = new Map<string, ErasedFact>()
  readonly #expired: readonly Expired[]
  readonly #newestPlaces: Map<number, readonly Sequence[]>
  readonly #lastPosts = new Map<string, LastPost>()

  constructor(facts: MessageFacts) {
    for (const { room, record } of facts.messages) this.#messages.set(key(room, record.messageId), record)
    for (const { room, sequence, count } of facts.editCounts) this.#editCounts.set(key(room, sequence), count)
    for (const { room, record } of facts.reactions) this.#reactions.set(key(room, record.sequence), record)
    for (const { room, sequence, emoji, memberId } of facts.reactors) {
      const kind = key(room, sequence, emoji)
      this.#inTurn.set(kind, [...(this.#inTurn.get(kind) ?? []), memberId])
    }
    for (const erased of facts.erased) this.#erased.set(key(erased.room, erased.record.messageId), erased)
    this.#expired = facts.expired
    this.#newestPlaces = new Map(facts.newestPlaces.map(({ room, places }) => [room, places]))
    for (const last of facts.lastPosts) this.#lastPosts.set(key(last.room, last.memberId), last)
    for (const file of facts.readyFiles) this.#readyFiles.set(file.fileId, file)
    for (const { room, sequence, emoji, memberId } of facts.hasReacted)
      this.#haveReacted.add(key(room, sequence, emoji, memberId))
  }

  insertMessage(inRoom: LedgerRoom, record: MessageRecord): MessageRecord | null {
    const { room } = inRoom
    const id = key(room, record.messageId)
    const existing = this.message(inRoom, record.messageId)
    if (existing) return existing
    this.#messages.set(id, record)
    const newest = this.#newestPlaces.get(room)
    if (newest) this.#newestPlaces.set(room, [record.sequence, ...newest])
    this.messageWrites.inserted.set(id, { room, record })
    return null
  }

  message({ room }: LedgerRoom, messageId: MessageId): MessageRecord | null {
    const message = this.#messages.get(key(room, messageId))
    return message && message.sequence > (this.messageWrites.expiredUpTo.get(room) ?? 0) ? message : null
  }

  changeMessage({ room }: LedgerRoom, record: MessageRecord): void {
    const id = key(room, record.messageId)
    const { inserted, changed } = this.messageWrites
    const known = this.#messages.get(id) ?? record
    this.#messages.set(id, record)
    // One that this very batch brings is inserted as it is in the end.
    if (inserted.has(id)) inserted.set(id, { room, record })
    else changed.set(id, { room, before: changed.get(id)?.before ?? known, record })
  }

  editCount({ room }: LedgerRoom, { sequence }: MessageRecord): number {
    return this.#editCounts.get(key(room, sequence)) ?? 0
  }

  keepEdit({ room }: LedgerRoom, record: MessageRecord, replacedAt: number): void {
    const place = key(room, record.sequence)
    this.#editCounts.set(place, (this.#editCounts.get(place) ?? 0) + 1)
    this.messageWrites.edits.push({ room, record, replacedAt })
  }

  forgetAround({ room }: LedgerRoom, { sequence }: MessageRecord): void {
    const { edits, forgotten, reactors } = this.messageWrites
    forgotten.push({ room, sequence })
    this.messageWrites.edits = edits.filter((edit) => edit.room !== room || edit.record.sequence !== sequence)
    for (const [id, reactor] of reactors)
      if (reactor.room === room && reactor.sequence === sequence) reactors.delete(id)
  }

  reactions({ room }: LedgerRoom, { sequence }: MessageRecord): ReactionsRecord | null {
    return this.#reactions.get(key(room, sequence)) ?? null
  }

  putReactions({ room }: LedgerRoom, record: ReactionsRecord): void {
    const place = key(room, record.sequence)
    this.#reactions.set(place, record)
    this.messageWrites.reactions.set(place, { room, record })
  }

  hasReacted({ room }: LedgerRoom, { sequence }: MessageRecord, emoji: string, memberId: MemberId): boolean {
    return this.#haveReacted.has(key(room, sequence, emoji, memberId))
  }

  addReactor(...[{ room }, { sequence }, emoji, memberId, at]: Parameters<Around['addReactor']>): void {
    const kind = key(room, sequence, emoji)
    const id = key(room, sequence, emoji, memberId)
    this.#haveReacted.add(id)
    // Behind everybody there was. Whether all of those were read does not matter: more were than this batch can take away of the first.
    this.#inTurn.set(kind, [...(this.#inTurn.get(kind) ?? []), memberId])
    this.messageWrites.reactors.set(id, { room, sequence, emoji, memberId, at })
  }

  removeReactor(...[{ room }, { sequence }, emoji, memberId]: Parameters<Around['removeReactor']>): void {
    const kind = key(room, sequence, emoji)
    const id = key(room, sequence, emoji, memberId)
    this.#haveReacted.delete(id)
    this.#inTurn.set(
      kind,
      (this.#inTurn.get(kind) ?? []).filter((other) => other !== memberId),
    )
    this.messageWrites.reactors.set(id, { room, sequence, emoji, memberId, at: null })
  }

  readyFiles({ room }: LedgerRoom, authorId: MemberId, fileIds: readonly FileId[]): FileRecord[] | null {
    const records = fileIds.flatMap((fileId) => {
      const file = this.#readyFiles.get(fileId)
      return file?.room === room && file.memberId === authorId ? [file.record] : []
    })
    return records.length === fileIds.length ? records : null
  }

  postFiles(_room: LedgerRoom, fileIds: readonly FileId[]): void {
    for (const fileId of fileIds) this.#readyFiles.delete(fileId)
    this.messageWrites.postedFiles.push(...fileIds)
  }

  eraseFiles(_room: LedgerRoom, fileIds: readonly FileId[]): void {
    this.messageWrites.erasedFiles.push(...fileIds)
  }

  setAsideFiles(_room: LedgerRoom, fileIds: readonly FileId[], dueAt: number): void {
    for (const fileId of fileIds) this.messageWrites.asideFiles.set(fileId, { fileId, dueAt })
  }

  bringBackFiles(_room: LedgerRoom, fileIds: readonly FileId[]): void {
    for (const fileId of fileIds) this.messageWrites.asideFiles.set(fileId, { fileId, dueAt: null })
  }

  keepErased({ room }: LedgerRoom, record: MessageRecord, erased: Erased): void {
    const id = key(room, record.messageId)
    const kept = { room, record, ...erased }
    this.#erased.set(id, kept)
    this.messageWrites.keptErased.set(id, kept)
  }

  erased({ room }: LedgerRoom, messageId: MessageId): ErasedFact | null {
    const erased = this.#erased.get(key(room, messageId))
    return erased && erased.record.sequence > (this.messageWrites.expiredUpTo.get(room) ?? 0) ? erased : null
  }

  forgetErased({ room }: LedgerRoom, { messageId, sequence }: MessageRecord): void {
    const id = key(room, messageId)
    this.#erased.delete(id)
    this.messageWrites.keptErased.delete(id)
    this.messageWrites.forgottenErased.push({ room, sequence })
  }

  lastPostAt({ room }: LedgerRoom, memberId: MemberId): number | null {
    return this.#lastPosts.get(key(room, memberId))?.at ?? null
  }

  noteLastPost({ room }: LedgerRoom, memberId: MemberId, at: number): void {
    const last = { room, memberId, at }
    this.#lastPosts.set(key(room, memberId), last)
    this.messageWrites.lastPosts.set(key(room, memberId), last)
  }

  placeBelowNewest({ room }: LedgerRoom, count: number): Sequence {
    return this.#newestPlaces.get(room)?.[count] ?? 0
  }

  lastPostedUpTo({ room }: LedgerRoom, at: number): Sequence | null {
    // What was settled in this batch is not what was asked for: the next look finds it.
    return this.#expired.find((one) => one.room === room && one.at === at)?.upTo ?? null
  }

  expireUpTo({ room }: LedgerRoom, upTo: Sequence): void {
    this.messageWrites.expiredUpTo.set(room, upTo)
  }

  reactors({ room }: LedgerRoom, { sequence }: MessageRecord, emoji: string): MemberId[] {
    return (this.#inTurn.get(key(room, sequence, emoji)) ?? []).slice(0, REACTORS_LISTED_MAX)
  }
}

const key = (...parts: (string | number)[]): string => parts.join(' ')

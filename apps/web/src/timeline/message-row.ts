import type { PendingChange, PendingFile, PendingPost, PlacedRecord, PostRefusalCode } from '@confab/client'
import {
  type FileRecord,
  type MemberId,
  type MemberRecord,
  type MessageId,
  type MessageRecord,
  mentionsIn,
  type ReactionsRecord,
  type Sequence,
} from '@confab/protocol'

/** A message, whether it is on its way or long there. `at` and the other times are server milliseconds. */
export type MessageRow = {
  kind: 'message'
  key: MessageId
  /** Its place, once it has one. */
  sequence: Sequence | null
  authorId: MemberId
  authorName: string
  isMine: boolean
  /** Begins a group, and so carries the name and the time. */
  isFirst: boolean
  at: number
  body: string
  files: readonly FileRecord[]
  /** Those of its files that are on their way, in their order. */
  attachments: readonly PendingFile[]
  state: 'sent' | 'queued' | 'sending' | 'refused'
  refusal: PostRefusalCode | null
  /** When it was written, by this browser's clock; null once sent. */
  createdAt: number | null
  /** What it answers. */
  replyTo: MessageId | null
  editedAt: number | null
  /** Who deleted it; nothing else of it is left then. */
  deletedBy: MemberId | null
  isDeleted: boolean
  reactions: readonly Reaction[]
  /** It mentions whoever looks. */
  isToMe: boolean
  isPinned: boolean
  /** What they asked to become of it, and is not done. */
  changes: readonly PendingChange[]
}

export type Reaction = ReactionsRecord['reactions'][number]

/** What belongs to messages and stands elsewhere, by message. */
export type Beside = {
  reactions: ReadonlyMap<MessageId, readonly Reaction[]>
  changes: ReadonlyMap<MessageId, readonly PendingChange[]>
  pins: ReadonlySet<MessageId>
}

type BesideInput = {
  records: readonly PlacedRecord[]
  changes?: readonly PendingChange[]
  pins?: readonly MessageId[]
}

const NONE: readonly never[] = []

/** Gathers what belongs to messages and stands elsewhere. */
export function besideOf({ records, changes = NONE, pins = NONE }: BesideInput): Beside {
  const reactions = new Map<MessageId, readonly Reaction[]>()
  for (const record of records) {
    if (record.kind === 'reactions') reactions.set(record.messageId, record.reactions)
  }
  return { reactions, changes: Map.groupBy(changes, ({ wish }) => wish.messageId), pins: new Set(pins) }
}

const standing = (messageId: MessageId, { reactions, changes, pins }: Beside) => ({
  reactions: reactions.get(messageId) ?? NONE,
  changes: changes.get(messageId) ?? NONE,
  isPinned: pins.has(messageId),
})

/** The row of a message that has its place. */
export function sentRow(record: MessageRecord, me: MemberRecord | null, beside: Beside): MessageRow {
  const isMine = record.authorId === me?.memberId
  return {
    kind: 'message',
    key: record.messageId,
    sequence: record.sequence,
    authorId: record.authorId,
    authorName: record.authorName,
    isMine,
    isFirst: true,
    at: record.postedAt,
    body: record.body,
    files: record.files ?? NONE,
    attachments: NONE,
    state: 'sent',
    refusal: null,
    createdAt: null,
    replyTo: record.replyTo ?? null,
    editedAt: record.editedAt ?? null,
    isDeleted: record.deletedAt !== undefined,
    deletedBy: record.deletedBy ?? null,
    isToMe: me !== null && !isMine && mentionsIn(record.body).includes(me.memberId),
    ...standing(record.messageId, beside),
  }
}

/** The row of a post that is not acked. */
export function pendingRow(post: PendingPost, me: MemberRecord, at: number, beside: Beside): MessageRow {
  return {
    kind: 'message',
    key: post.messageId,
    sequence: null,
    authorId: me.memberId,
    authorName: me.name,
    isMine: true,
    isFirst: true,
    at,
    body: post.body,
    files: post.attachments ?? NONE,
    attachments: post.attachments ?? NONE,
    state: post.state,
    refusal: post.refusal,
    createdAt: post.createdAt,
    replyTo: post.replyTo ?? null,
    editedAt: null,
    isDeleted: false,
    deletedBy: null,
    isToMe: false,
    ...standing(post.messageId, beside),
  }
}

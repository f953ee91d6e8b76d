import {
  type ConfabRecord,
  type MemberId,
  type MessageId,
  type MessageRecord,
  REACTORS_LISTED_MAX,
  type ReactionsRecord,
  type RoomRecord,
} from '@confab/protocol'
import { assertNever } from './answer.ts'
import type { ChangeQueue, ChangeWish, QueuedChange } from './changes.ts'
import type { PendingPost } from './outbox.ts'

/** Who changes something, and by how many milliseconds the server's clock is ahead of theirs. */
export type Author = { me: MemberId; aheadMs: number }

/** What is known of one message, as the server told it. */
export type KnownMessage = {
  readonly message: MessageRecord | null
  readonly reactions: ReactionsRecord | null
  readonly room: RoomRecord | null
}

type ReactWish = Extract<ChangeWish, { kind: 'react' }>
type Reaction = ReactionsRecord['reactions'][number]

/** What is refused is shown no more; what is done is shown until the history does. */
const isShown = ({ state }: QueuedChange): boolean => state !== 'refused'

/** Changes that are shown, by their message, in the order of asking. */
const byMessage = (queue: ChangeQueue): ReadonlyMap<MessageId, ChangeQueue> =>
  Map.groupBy(queue.filter(isShown), ({ wish }) => wish.messageId)

/** Records with one's own changes in them. Those that no change is about are the same ones as before. */
export function overlayRecords(
  records: readonly ConfabRecord[],
  queue: ChangeQueue,
  author: Author,
): readonly ConfabRecord[] {
  if (!queue.some(isShown)) return records
  const changes = byMessage(queue)
  const reactionsOf = new Map<MessageId, ReactionsRecord>()
  for (const record of records)
    if (record.kind === 'reactions' && changes.has(record.messageId))
      reactionsOf.set(record.messageId, record)
  return records.flatMap((record): ConfabRecord | ConfabRecord[] => {
    if (record.kind === 'room') return overlayRoom(record, queue)
    if (record.kind === 'member') return record
    const own = changes.get(record.messageId)
    if (!own) return record
    // Shown with its message, which knows whether there are any at all.
    if (record.kind === 'reactions') return []
    const message = overlayMessage(record, own, author)
    const reactions = overlayReactions(message, reactionsOf.get(record.messageId) ?? null, own, author)
    return reactions ? [message, reactions] : message
  })
}

/** A message with one's own changes in it. */
export const overlayOne = (message: MessageRecord, queue: ChangeQueue, author: Author): MessageRecord =>
  overlayMessage(message, byMessage(queue).get(message.messageId) ?? [], author)

function overlayMessage(
  message: MessageRecord,
  changes: ChangeQueue,
  { me, aheadMs }: Author,
): MessageRecord {
  let shown = message
  for (const { wish, createdAt } of changes) {
    if (shown.deletedAt !== undefined) return shown
    const at = Math.max(createdAt + aheadMs, message.postedAt)
    if (wish.kind === 'edit' && wish.body !== shown.body) shown = { ...shown, body: wish.body, editedAt: at }
    if (wish.kind === 'delete') shown = tombstone(shown, me, at)
  }
  return shown
}

/** What is left of a message: its place, and whose it was. */
function tombstone(message: MessageRecord, deletedBy: MemberId, deletedAt: number): MessageRecord {
  const { kind, messageId, sequence, version, authorId, authorName, postedAt } = message
  return {
    kind,
    messageId,
    sequence,
    version,
    authorId,
    authorName,
    postedAt,
    body: '',
    deletedAt,
    deletedBy,
  }
}

function overlayReactions(
  message: MessageRecord,
  known: ReactionsRecord | null,
  changes: ChangeQueue,
  { me }: Author,
): ReactionsRecord | null {
  const { messageId, sequence, version } = message
  const before = known ?? { kind: 'reactions', messageId, sequence, version, reactions: [] }
  if (message.deletedAt !== undefined) return known && { ...known, reactions: [] }
  const after = changes.reduce(
    (reactions, { wish }) => (wish.kind === 'react' ? react(reactions, wish, me) : reactions),
    before.reactions,
  )
  return after === before.reactions ? known : { ...before, reactions: after }
}

/**
 * Whether a member is known to have reacted, or not to. Null when there are more than are listed. Whoever is not listed among all who
 * reacted has not.
 */
function hasReacted(reaction: Reaction | undefined, memberId: MemberId): boolean | null {
  if (!reaction) return false
  if (reaction.members.includes(memberId)) return true
  return reaction.count > reaction.members.length ? null : false
}

function react(reactions: Reaction[], { emoji, isOn, wasOn }: ReactWish, me: MemberId): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji)
  if ((hasReacted(known, me) ?? wasOn) === isOn) return reactions
  if (isOn) {
    if (!known) return [...reactions, { emoji, count: 1, members: [me] }]
    // Oneself is listed even where the list is full, so that it shows as one's own.
    const members = [...known.members.slice(0, REACTORS_LISTED_MAX - 1), me]
    return reactions.map((one) => (one === known ? { emoji, count: one.count + 1, members } : one))
  }
  return reactions.flatMap((one) => {
    if (one !== known) return one
    if (one.count <= 1) return []
    return { emoji, count: one.count - 1, members: one.members.filter((memberId) => memberId !== me) }
  })
}

/** The room with one's own pins in it. Nothing that is about to be deleted is pinned. */
export function overlayRoom(room: RoomRecord, queue: ChangeQueue): RoomRecord {
  const before = room.pins ?? []
  let pins = before
  for (const change of queue) {
    const { wish } = change
    if (!isShown(change) || (wish.kind !== 'pin' && wish.kind !== 'delete')) continue
    const isPinned = wish.kind === 'pin' && wish.isPinned
    if (pins.includes(wish.messageId) === isPinned) continue
    pins = isPinned ? [...pins, wish.messageId] : pins.filter((pin) => pin !== wish.messageId)
  }
  return pins === before ? room : { ...room, pins }
}

/** Posts on their way with one's own changes in them: those of which the outcome has to be known first. */
export function overlayPending(posts: readonly PendingPost[], queue: ChangeQueue): readonly PendingPost[] {
  if (posts.length === 0 || !queue.some(isShown)) return posts
  const changes = byMessage(queue)
  return posts.flatMap((post) => {
    const own = changes.get(post.messageId) ?? []
    if (own.some(({ wish }) => wish.kind === 'delete')) return []
    const bodies = own.flatMap(({ wish }) => (wish.kind === 'edit' ? [wish.body] : []))
    const body = bodies.at(-1)
    return body === undefined ? post : { ...post, body }
  })
}

/** Whether a member is shown as having reacted. */
export const isReacted = (reactions: ReactionsRecord | null, emoji: string, me: MemberId | null): boolean =>
  reactions?.reactions.some((one) => one.emoji === emoji && me !== null && one.members.includes(me)) ?? false

/** The version of what a change changes: it is new again once something happened to it. Null when it stands nowhere. */
export function versionOf(wish: ChangeWish, { message, reactions, room }: KnownMessage): number | null {
  switch (wish.kind) {
    case 'edit':
    case 'delete':
      return message?.version ?? null
    case 'react':
      return message ? (reactions?.version ?? 0) : null
    case 'pin':
      return room?.version ?? null
    default:
      return assertNever(wish)
  }
}

/** Whether what is known says what was wished for. Null when it cannot tell. */
export function isSo(
  wish: ChangeWish,
  { message, reactions, room }: KnownMessage,
  me: MemberId | null,
): boolean | null {
  const isDeleted = message?.deletedAt !== undefined
  switch (wish.kind) {
    case 'edit':
      return isDeleted || message?.body === wish.body
    case 'delete':
      return isDeleted
    case 'react': {
      const reaction = reactions?.reactions.find(({ emoji }) => emoji === wish.emoji)
      if (isDeleted) return true
      const isOn = me === null ? null : hasReacted(reaction, me)
      return isOn === null ? null : isOn === wish.isOn
    }
    case 'pin':
      // Of what was deleted nothing is pinned, whoever was faster.
      return isDeleted || (room?.pins?.includes(wish.messageId) ?? false) === wish.isPinned
    default:
      return assertNever(wish)
  }
}

/**
 * Whether a change that is done need not be shown any more: the history shows it, or something newer, or does not show its message at all.
 * `now` is null while something of the history is missing.
 */
export function isOver(
  { wish, done }: QueuedChange,
  known: KnownMessage,
  me: MemberId | null,
  now: number | null,
): boolean {
  if (!done) return false
  const version = versionOf(wish, known)
  if (version === null || (now !== null && now >= done.until)) return true
  if (done.version !== null && version > done.version) return true
  // Where nobody can tell, it is in what is known once nothing is missing: its span comes ahead of its answer.
  return isSo(wish, known, me) ?? now !== null
}

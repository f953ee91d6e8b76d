import type {
  ConfabRecord,
  FileId,
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  ReactionsRecord,
} from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { can, isMuted } from '@confab/protocol/can'
import { EDITS_MAX, PINS_MAX, REACTION_KINDS_MAX, REACTORS_LISTED_MAX } from '@confab/protocol/limits'
import { actor, advance, type ChangeOf, type Ledger, type LedgerRoom, refused, roomRecord } from './ledger.ts'
import { isSeen, placeSeen } from './seen.ts'
import type { Outcome } from './store.ts'

type Reaction = ReactionsRecord['reactions'][number]

/** Adds a message, once for each id. */
export function postMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'post-message'>,
): Outcome {
  const room = ledger.room(change.roomId)
  const author = room && actor(ledger, room, change.authorId)
  if (!author) return refused('forbidden')
  if (isMuted(author, change.at)) return refused('muted')
  if (!can(author, 'post-message', {}, room, change.at)) return refused('forbidden')
  const { messageId, authorId, body, replyTo, files: fileIds } = change
  // Files are ready only once, and nobody waits for what is there: whether this was posted before is asked first.
  const slowMs = can(author, 'mute-member', { role: 'member' }) ? 0 : (room.settings?.slowMs ?? 0)
  const before = fileIds || slowMs ? ledger.message(room, messageId) : null
  if (before) return answerAgain(before, change)
  const waitMs = slowMs && waitToPost(ledger, room, change, slowMs)
  if (waitMs > 0) return refused('rate-limited', waitMs)
  const files = fileIds && ledger.readyFiles(room, authorId, fileIds)
  if (files === null) return refused('files-missing')
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
    ...(files ? { files } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
  }
  // Whoever answers nothing is not asked about, which is nearly everybody.
  if (replyTo !== undefined && !messageFor(ledger, room, author, replyTo)) return refused('not-found')
  const existing = ledger.insertMessage(room, message)
  if (existing) return answerAgain(existing, change)
  if (fileIds) ledger.postFiles(room, fileIds)
  if (slowMs) ledger.noteLastPost(room, authorId, change.at)
  advance(room, change.at)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [message] }
}

/** How long whoever posts has to wait still. A clock that went back makes nobody wait longer than the room says. */
function waitToPost<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  { authorId, at }: ChangeOf<'post-message'>,
  slowMs: number,
): number {
  const lastAt = ledger.lastPostAt(room, authorId)
  return lastAt === null ? 0 : Math.min(slowMs, lastAt + slowMs - at)
}

/** The answer to a post whose id is known. */
function answerAgain(existing: MessageRecord, change: ChangeOf<'post-message'>): Outcome {
  return isSamePost(existing, change) ? { outcome: 'repeated', records: [existing] } : refused('id-conflict')
}

/** What was edited or deleted since does not say any more what was posted; the id and its author do. */
function isSamePost(existing: MessageRecord, post: ChangeOf<'post-message'>): boolean {
  if (existing.authorId !== post.authorId) return false
  if (existing.editedAt !== undefined || existing.deletedAt !== undefined) return true
  return (
    existing.body === post.body &&
    existing.replyTo === post.replyTo &&
    fileIdsOf(existing).join() === (post.files ?? []).join()
  )
}

/** The files of a message. */
export const fileIdsOf = ({ files = [] }: MessageRecord): FileId[] => files.map(({ fileId }) => fileId)

/** Gives a message another body. */
export function editMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'edit-message'>,
): Outcome {
  const found = standingMessage(ledger, change)
  // Whose message it is not learns no more than that.
  if (found && isMuted(found.me, change.at)) return refused('muted')
  if (!found || !can(found.me, 'edit-message', authorOf(found.message), found.room, change.at))
    return refused('not-found')
  const { room, message } = found
  if (change.body === '' && !message.files) return refused('invalid')
  if (message.body === change.body) return { outcome: 'repeated', records: [message] }
  if (ledger.editCount(room, message) >= EDITS_MAX) return refused('limit-reached')
  const { sequence: version, at } = advance(room, change.at)
  ledger.keepEdit(room, message, at)
  const edited: MessageRecord = { ...message, version, body: change.body, editedAt: at }
  ledger.changeMessage(room, edited)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [edited] }
}

/** Leaves nothing of a message but its place: its pin and the reactions to it go with it, each a change of its own (D2). */
export function deleteMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'delete-message'>,
): Outcome {
  const room = ledger.room(change.roomId)
  const me = room && actor(ledger, room, change.memberId)
  if (!room || !me) return refused('forbidden')
  const message = messageFor(ledger, room, me, change.messageId)
  if (!message || !can(me, 'delete-message', authorOf(message))) return refused('not-found')
  // What was erased can be brought back, until its author deletes it as well.
  const erased = message.authorId === me.memberId ? ledger.erased(room, message.messageId) : null
  if (message.deletedAt !== undefined && !erased) return { outcome: 'repeated', records: [message] }
  const records = buryMessage(ledger, room, message, change)
  if (erased) ledger.forgetErased(room, message)
  ledger.eraseFiles(room, fileIdsOf(erased?.record ?? message))
  ledger.markChanged(room)
  return { outcome: 'applied', records }
}

/** A message is its place from now on, and its files are the caller's to see to. Answers what changed, the tombstone first. */
export function buryMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  message: MessageRecord,
  by: { memberId: MemberId; at: number },
): [MessageRecord, ...ConfabRecord[]] {
  const { kind, messageId, sequence, authorId, authorName, postedAt } = message
  const { sequence: version, at } = advance(room, by.at)
  const tombstone: MessageRecord = {
    kind,
    messageId,
    sequence,
    version,
    authorId,
    authorName,
    postedAt,
    body: '',
    deletedAt: at,
    deletedBy: by.memberId,
  }
  ledger.changeMessage(room, tombstone)
  ledger.forgetAround(room, message)
  const others: ConfabRecord[] = []
  const reactions = ledger.reactions(room, message)
  if (reactions && reactions.reactions.length > 0) {
    const none = { ...reactions, version: advance(room, by.at).sequence, reactions: [] }
    ledger.putReactions(room, none)
    others.push(none)
  }
  if (room.pins?.includes(messageId)) {
    setPins(
      room,
      room.pins.filter((pin) => pin !== messageId),
      by.at,
    )
    others.push(roomRecord(room))
  }
  return [tombstone, ...others]
}

/** Adds somebody's reaction to a message, or takes it back. */
export function react<Room extends LedgerRoom>(ledger: Ledger<Room>, change: ChangeOf<'react'>): Outcome {
  const found = standingMessage(ledger, change)
  if (found && isMuted(found.me, change.at)) return refused('muted')
  if (!found || !can(found.me, 'react', {}, {}, change.at)) return refused('not-found')
  const { room, message } = found
  const { emoji, memberId, isOn } = change
  const { messageId, sequence } = message
  const before = ledger.reactions(room, message)
  if (ledger.hasReacted(room, message, emoji, memberId) === isOn)
    return { outcome: 'repeated', records: before ? [before] : [] }
  const reactions = before?.reactions ?? []
  const isNewKind = !reactions.some((reaction) => reaction.emoji === emoji)
  if (isNewKind && reactions.length >= REACTION_KINDS_MAX) return refused('limit-reached')
  const { sequence: version } = advance(room, change.at)
  if (isOn) ledger.addReactor(room, message, emoji, memberId, version)
  else ledger.removeReactor(room, message, emoji, memberId)
  const record: ReactionsRecord = {
    kind: 'reactions',
    messageId,
    sequence,
    version,
    reactions: isOn
      ? withReactor(reactions, emoji, memberId)
      : withoutReactor(reactions, change, () => ledger.reactors(room, message, emoji)),
  }
  ledger.putReactions(room, record)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [record] }
}

function withReactor(
  reactions: readonly Reaction[],
  emoji: string,
  memberId: Reaction['members'][number],
): Reaction[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji)
  if (!known) return [...reactions, { emoji, count: 1, members: [memberId] }]
  const members = known.members.length < REACTORS_LISTED_MAX ? [...known.members, memberId] : known.members
  return reactions.map((reaction) =>
    reaction === known ? { emoji, count: known.count + 1, members } : reaction,
  )
}

/** `left` tells who is listed now; whoever was further down than the list goes changes nothing in it. */
function withoutReactor(
  reactions: readonly Reaction[],
  { emoji, memberId }: ChangeOf<'react'>,
  left: () => Reaction['members'],
): Reaction[] {
  return reactions.flatMap((reaction) => {
    if (reaction.emoji !== emoji) return reaction
    if (reaction.count <= 1) return []
    const members = reaction.members.includes(memberId) ? left() : reaction.members
    return { emoji, count: reaction.count - 1, members }
  })
}

/** Pins a message in its room, or unpins it. */
export function pinMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'pin-message'>,
): Outcome {
  const room = ledger.room(change.roomId)
  if (!room || !can(actor(ledger, room, change.memberId), 'pin-message')) return refused('forbidden')
  const { messageId, isPinned } = change
  const pins = room.pins ?? []
  if (pins.includes(messageId) === isPinned) return { outcome: 'repeated', records: [roomRecord(room)] }
  // What was deleted is pinned no more, so whatever is to be unpinned stands.
  if (!standingMessage(ledger, change)) return refused('not-found')
  if (isPinned && pins.length >= PINS_MAX) return refused('limit-reached')
  setPins(room, isPinned ? [...pins, messageId] : pins.filter((pin) => pin !== messageId), change.at)
  ledger.markChanged(room)
  return { outcome: 'applied', records: [roomRecord(room)] }
}

function setPins(room: LedgerRoom, pins: LedgerRoom['pins'] & {}, at: number): void {
  room.version = advance(room, at).sequence
  if (pins.length > 0) room.pins = pins
  else delete room.pins
}

/** A message that was not deleted, for somebody who may do something with it. */
function standingMessage<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  { roomId, messageId, memberId }: ChangeOf<'edit-message'> | ChangeOf<'react'> | ChangeOf<'pin-message'>,
): { room: Room; me: MemberRecord; message: MessageRecord } | null {
  const room = ledger.room(roomId)
  const me = room && actor(ledger, room, memberId)
  if (!room || !me) return null
  const message = messageFor(ledger, room, me, messageId)
  return message && message.deletedAt === undefined ? { room, me, message } : null
}

/** A message that is there for somebody; what is their own always is. */
function messageFor<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  me: MemberRecord,
  messageId: MessageId,
): MessageRecord | null {
  const message = ledger.message(room, messageId)
  return message && (isSeen(message, placeSeen(me)) || message.authorId === me.memberId) ? message : null
}

/** Whom a message concerns, for those who may do something with their own alone. */
const authorOf = ({ authorId }: MessageRecord) => ({ memberId: authorId })

import {
  type MemberId,
  type MessageId,
  type MessageRecord,
  mentionsIn,
  type PushNote,
  type RoomId,
  type RoomRecord,
  type Sequence,
} from '@confab/protocol'
import { PUSH_PAUSE_MS, PUSH_PAUSE_MS_MAX } from '../limits.ts'
import type { Listener } from '../store/attention-table.ts'
import { excerptOf } from './excerpt.ts'

/** What was written lately in a room, as it is now, the oldest first; whom each message answers, and the names of who is mentioned. */
export type Burst = {
  roomId: RoomId
  room: RoomRecord
  messages: readonly MessageRecord[]
  authorOf: ReadonlyMap<MessageId, MemberId>
  names: ReadonlyMap<MemberId, string>
}

/** When somebody was last called from a room, for what, and how often since they last read. */
export type Call = { at: number; upTo: Sequence; times: number }

/** A note but for its language, which each browser has its own. */
export type NoteSaid = Omit<PushNote, 'language'>

/** Who is mentioned in a message or answered by it. */
export function addressedBy({ body, replyTo }: MessageRecord, authorOf: Burst['authorOf']): MemberId[] {
  const answered = replyTo === undefined ? undefined : authorOf.get(replyTo)
  return answered === undefined ? mentionsIn(body) : [...mentionsIn(body), answered]
}

/**
 * What somebody who is away is called for: the newest that mentions or answers them, else the newest of all. Null when they have
 * seen or been told of all of it, wrote it, or were called a moment ago. `before` is the call before this one; `now` is monotonic.
 */
export function callFor(
  burst: Burst,
  listener: Listener,
  level: 'all' | 'mentions',
  before: Call | null,
  now: number,
): { note: NoteSaid; call: Call } | null {
  const { memberId, lastRead, ignores } = listener
  // Whoever read since answered.
  const unanswered = before && lastRead < before.upTo ? before : null
  const after = Math.max(lastRead, before?.upTo ?? 0)
  const fresh = burst.messages.filter(
    ({ sequence, authorId }) => sequence > after && authorId !== memberId && !ignores.includes(authorId),
  )
  const toThem = fresh.findLast((message) => addressedBy(message, burst.authorOf).includes(memberId))
  const message = toThem ?? (level === 'all' ? fresh.at(-1) : undefined)
  if (!message) return null
  if (before && now < before.at + pauseMs(toThem ? 1 : (unanswered?.times ?? 1))) return null
  const upTo = Math.max(...fresh.map(({ sequence }) => sequence))
  return {
    note: noteOf(burst, message, listener),
    call: { at: now, upTo, times: (unanswered?.times ?? 0) + 1 },
  }
}

/** How long nobody is called again who was called so often and did not come. */
const pauseMs = (times: number): number => Math.min(PUSH_PAUSE_MS_MAX, PUSH_PAUSE_MS * 2 ** (times - 1))

function noteOf(burst: Burst, message: MessageRecord, { memberId, unread }: Listener): NoteSaid {
  const { messageId, sequence, postedAt, authorName, body, files, replyTo } = message
  const isReply = replyTo !== undefined && burst.authorOf.get(replyTo) === memberId
  const isMention = mentionsIn(body).includes(memberId)
  return {
    roomId: burst.roomId,
    code: burst.room.code,
    title: burst.room.title,
    kind: isMention ? 'mention' : isReply ? 'reply' : 'message',
    memberName: authorName,
    excerpt: excerptOf(body, (mentioned) => burst.names.get(mentioned) ?? null),
    ...(files && files.length > 0 ? { fileCount: files.length } : {}),
    sequence,
    messageId,
    at: Math.max(0, postedAt),
    unread: Math.max(1, unread),
  }
}

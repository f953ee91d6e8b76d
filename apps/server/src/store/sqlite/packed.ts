import type { MemberId, MessageId, MessageRecord, RoomId } from '@confab/protocol'
import type { Change, Outcome } from '../store.ts'

// What crosses between the threads for every post is written twice and read twice, on a core that has better to do. So a post
// goes over without the names of its fields, and comes back as what the asker does not know yet. All else is as it is.

type Post = Extract<Change, { kind: 'post-message' }>

type PackedPost = [
  roomId: RoomId,
  messageId: MessageId,
  authorId: MemberId,
  body: string,
  at: number,
  replyTo?: MessageId,
]

/** A change on its way to the thread that writes. */
export type PackedChange = PackedPost | Change

type PackedMessage = [sequence: number, postedAt: number, authorName: string]

/** An outcome on its way back: of a post that was applied, what the store added to it. */
export type PackedOutcome = PackedMessage | Outcome

/** Changes as they go over. */
export function packChanges(changes: readonly Change[]): PackedChange[] {
  return changes.map((change) => (isBare(change) ? packPost(change) : change))
}

/** A post without files, as nearly all are. */
const isBare = (change: Change | undefined): change is Post =>
  change?.kind === 'post-message' && change.files === undefined

function packPost({ roomId, messageId, authorId, body, at, replyTo }: Post): PackedPost {
  return replyTo === undefined
    ? [roomId, messageId, authorId, body, at]
    : [roomId, messageId, authorId, body, at, replyTo]
}

/** Changes as they were before they went over. */
export function unpackChanges(packed: readonly PackedChange[]): Change[] {
  return packed.map((change) => {
    if (!Array.isArray(change)) return change
    const [roomId, messageId, authorId, body, at, replyTo] = change
    return { kind: 'post-message', roomId, messageId, authorId, body, at, ...(replyTo ? { replyTo } : {}) }
  })
}

/** Outcomes of these changes as they come back. */
export function packOutcomes(changes: readonly Change[], outcomes: readonly Outcome[]): PackedOutcome[] {
  return outcomes.map((outcome, i) => {
    if (!isBare(changes[i]) || outcome.outcome !== 'applied') return outcome
    const [message] = outcome.records
    return message?.kind === 'message' ? [message.sequence, message.postedAt, message.authorName] : outcome
  })
}

/** Outcomes of these changes as they were before they came back. */
export function unpackOutcomes(changes: readonly Change[], packed: readonly PackedOutcome[]): Outcome[] {
  return packed.map((outcome, i) => {
    if (!Array.isArray(outcome)) return outcome
    const post = changes[i]
    if (post?.kind !== 'post-message') throw new Error('an outcome of a post for a change that is none')
    return { outcome: 'applied', records: [messageOf(post, outcome)] }
  })
}

function messageOf(post: Post, [sequence, postedAt, authorName]: PackedMessage): MessageRecord {
  const { messageId, authorId, body, replyTo } = post
  return {
    kind: 'message',
    messageId,
    sequence,
    version: sequence,
    authorId,
    authorName,
    postedAt,
    body,
    ...(replyTo ? { replyTo } : {}),
  }
}

import {
  ACK_TIMEOUT_MS,
  type FileRecord,
  type MessageId,
  OUTBOX_POSTS_MAX,
  type RefusalCode,
  refusalKind,
  type Sequence,
} from '@confab/protocol'
import { areReady, type PendingFile } from './attachments.ts'
import { refusedWaitMs } from './backoff.ts'

/**
 * Why a post does not go out: the server's word, or the client's own. `old`: written so long ago that its writer is asked first.
 * `file-refused`: one of its files says why.
 */
export type PostRefusalCode = RefusalCode | 'old' | 'file-refused'

/** What a post says. `replyTo` is the message it answers, which may itself be on its way. */
export type PostContent = {
  readonly body: string
  readonly replyTo?: MessageId
  /** What goes with it, uploaded and ready: with files the body may be empty. */
  readonly files?: readonly FileRecord[]
  /** What goes with it behind those, and is uploaded first. */
  readonly attachments?: readonly PendingFile[]
}

/**
 * An own post that is not acked yet. `createdAt` and `retryAt`, which is set while a refusal makes it wait, are for people: in
 * wall-clock milliseconds.
 */
export type PendingPost = PostContent & {
  readonly messageId: MessageId
  readonly createdAt: number
  readonly state: 'queued' | 'sending' | 'refused'
  readonly refusal: PostRefusalCode | null
  readonly retryAt: number | null
}

/** A post in the outbox, with what its sending needs. Its times are monotonic milliseconds. */
export type OutboxPost = PendingPost & {
  /** Whether it is on disk, or disk refused: only then it is sent. */
  readonly isKept: boolean
  /** Whether this id may be known to the server: it went out, in this life or perhaps in one before. */
  readonly mayBeKnown: boolean
  /** Refusals in a row that ask to try again. */
  readonly refusals: number
  /** Until when a refusal makes it wait. */
  readonly waitsUntil: number | null
  /** When the sent one counts as lost. */
  readonly ackDueAt: number | null
  /** Where its record is placed, once its ack was seen. It stays until the history got there. */
  readonly ackedAt: Sequence | null
}

/** One room's own posts, in order. One of them is in flight at most, so that a retry cannot turn the order round. */
export type Outbox = { readonly posts: readonly OutboxPost[] }

/** An outbox with nothing in it. */
export const EMPTY_OUTBOX: Outbox = { posts: [] }

/** What is still to be confirmed, as people see it. */
export const showPending = (outbox: Outbox): readonly PendingPost[] => outbox.posts

/** The same outbox, with one post changed. */
export const update = (
  outbox: Outbox,
  messageId: MessageId,
  change: (post: OutboxPost) => Partial<OutboxPost>,
): Outbox => ({
  posts: outbox.posts.map((post) => (post.messageId === messageId ? { ...post, ...change(post) } : post)),
})

/** What a new post brings: a refusal if it is one already. One that comes from the disk is kept, and may have gone out before. */
export type NewPost = PostContent & {
  messageId: MessageId
  createdAt: number
  refusal: PostRefusalCode | null
  isKept: boolean
}

/** Whether the outbox takes no more. */
export const isFull = (outbox: Outbox): boolean =>
  outbox.posts.reduce((sum, post) => sum + (post.state === 'refused' ? 0 : 1), 0) >= OUTBOX_POSTS_MAX

const NO_WAIT = { waitsUntil: null, retryAt: null } as const

/**
 * A final refusal says that the server has nothing under this id, unless that is what it says. `old` is our own word, and says nothing about it.
 * What has files still to be uploaded never went out.
 */
const leavesOpen = (refusal: PostRefusalCode | null): boolean =>
  refusal === null || refusal === 'old' || refusal === 'id-conflict'

const begin = (post: NewPost): OutboxPost => ({
  ...post,
  state: post.refusal === null ? 'queued' : 'refused',
  ...NO_WAIT,
  refusals: 0,
  mayBeKnown: post.isKept && leavesOpen(post.refusal) && areReady(post.attachments),
  ackDueAt: null,
  ackedAt: null,
})

/** Adds a post at the end; one that is there already changes nothing. */
export function addPost(outbox: Outbox, post: NewPost): Outbox {
  if (outbox.posts.some(({ messageId }) => messageId === post.messageId)) return outbox
  return { posts: [...outbox.posts, begin(post)] }
}

/** Puts what was kept of a life before ahead of what was written in this one. One that is there already stays as it is. */
export function putFirst(outbox: Outbox, kept: readonly NewPost[]): Outbox {
  const present = new Map(outbox.posts.map((post) => [post.messageId, post]))
  const first = new Map(kept.map((post) => [post.messageId, present.get(post.messageId) ?? begin(post)]))
  return { posts: [...first.values(), ...outbox.posts.filter(({ messageId }) => !first.has(messageId))] }
}

/** The post is on disk, or will never be: it may be sent. */
export const markKept = (outbox: Outbox, messageId: MessageId): Outbox =>
  update(outbox, messageId, () => ({ isKept: true }))

/** The post that is to be sent now, if there is one: none that is about to be deleted. Every `now` is monotonic milliseconds. */
export function nextToSend(
  outbox: Outbox,
  now: number,
  isUnwanted: (messageId: MessageId) => boolean = () => false,
): PendingPost | null {
  const first = outbox.posts.find(
    (post) =>
      post.state !== 'refused' &&
      post.ackedAt === null &&
      (post.state === 'sending' || !isUnwanted(post.messageId)),
  )
  if (!first || first.state === 'sending' || !first.isKept || !areReady(first.attachments)) return null
  return first.waitsUntil !== null && first.waitsUntil > now ? null : first
}

/** Whether a post waits for its ack, whatever holds it up: its message is nothing yet that something could be done with. */
export const isPending = (outbox: Outbox, messageId: MessageId): boolean =>
  outbox.posts.some((post) => post.messageId === messageId && post.ackedAt === null)

/** Whether a post went out and was not answered yet. */
export const isInFlight = (outbox: Outbox, messageId: MessageId): boolean =>
  outbox.posts.some((post) => post.messageId === messageId && post.state === 'sending')

/** Whether nobody can know of a post but this browser. */
export const isUnheardOf = (outbox: Outbox, messageId: MessageId): boolean =>
  outbox.posts.some((post) => post.messageId === messageId && post.ackedAt === null && !post.mayBeKnown)

/** When there is something to look at again, in monotonic milliseconds: an ack that is due or a wait that ends. */
export function nextLookAt(outbox: Outbox): number | null {
  const first = outbox.posts.find((post) => post.state !== 'refused' && post.ackedAt === null)
  return first ? (first.ackDueAt ?? first.waitsUntil) : null
}

/** The post went out. */
export const markSent = (outbox: Outbox, messageId: MessageId, now: number): Outbox =>
  update(outbox, messageId, () => ({
    state: 'sending',
    mayBeKnown: true,
    refusal: null,
    ...NO_WAIT,
    ackDueAt: now + ACK_TIMEOUT_MS,
  }))

/** Whether the post in flight got no answer in time: its outcome is unknown. */
export const isOverdue = (outbox: Outbox, now: number): boolean =>
  outbox.posts.some((post) => post.ackDueAt !== null && post.ackDueAt <= now)

/**
 * The outcome of what was in flight is unknown: it will be sent again, with the same id, after a resume. A new
 * connection may lead to a node that is not busy; only a rate is the same everywhere.
 */
export const loseFlight = (outbox: Outbox): Outbox => ({
  posts: outbox.posts.map((post) =>
    post.state === 'sending' && post.ackedAt === null
      ? { ...post, state: 'queued', ackDueAt: null }
      : post.state === 'queued' && post.refusal !== 'rate-limited' && post.waitsUntil !== null
        ? { ...post, ...NO_WAIT, refusal: null }
        : post,
  ),
})

/** The room may be otherwise than when it made a post wait: it is tried again. */
export const endWaits = (outbox: Outbox): Outbox => ({
  posts: outbox.posts.map((post) => ({ ...post, ...NO_WAIT })),
})

/** Own records were seen, wherever: those posts are acked. They stay until the history has applied their place. */
export function ack(outbox: Outbox, seen: ReadonlyMap<MessageId, Sequence>): Outbox {
  if (!outbox.posts.some((post) => seen.has(post.messageId))) return outbox
  return {
    posts: outbox.posts.map((post) => {
      const ackedAt = seen.get(post.messageId)
      if (ackedAt === undefined) return post
      return { ...post, state: 'sending', refusal: null, ...NO_WAIT, ackDueAt: null, ackedAt }
    }),
  }
}

/** Takes out the acked posts whose place the history has reached: there the record stands instead. */
export function settle(outbox: Outbox, cursor: Sequence): { outbox: Outbox; settled: readonly MessageId[] } {
  const isSettled = (post: OutboxPost) => post.ackedAt !== null && post.ackedAt <= cursor
  const settled = outbox.posts.filter(isSettled).map((post) => post.messageId)
  if (settled.length === 0) return { outbox, settled }
  return { outbox: { posts: outbox.posts.filter((post) => !isSettled(post)) }, settled }
}

/** Another history began: acks of the one before count no more, and the posts go out again (D3 makes that harmless). */
export const forgetAcks = (outbox: Outbox): Outbox => ({
  posts: outbox.posts.map((post) =>
    post.ackedAt === null ? post : { ...post, state: 'queued', ackedAt: null, ackDueAt: null },
  ),
})

/** The server refused a post: for good, or to be tried again after the given time or a backoff. */
export function refusePost(
  outbox: Outbox,
  messageId: MessageId,
  refusal: { code: RefusalCode; retryAfterMs?: number },
  moment: { now: number; wallNow: number; chance: number },
): Outbox {
  return update(outbox, messageId, (post) => {
    if (post.ackedAt !== null || post.state === 'refused') return {}
    if (refusalKind(refusal.code) === 'final')
      return {
        state: 'refused',
        mayBeKnown: leavesOpen(refusal.code),
        refusal: refusal.code,
        ...NO_WAIT,
        ackDueAt: null,
      }
    const delayMs = refusedWaitMs(refusal, post.refusals, moment.chance)
    return {
      state: 'queued',
      refusal: refusal.code,
      waitsUntil: moment.now + delayMs,
      retryAt: moment.wallNow + delayMs,
      refusals: post.refusals + 1,
      ackDueAt: null,
    }
  })
}

/** Nothing that waits will go out any more: it is shown as refused for this. What was in flight was refused as well, or its ack is in the log. */
export const refuseWaiting = (outbox: Outbox, code: RefusalCode): Outbox =>
  outbox.posts.some((post) => post.state !== 'refused' && post.ackedAt === null)
    ? {
        posts: outbox.posts.map((post) =>
          post.state === 'refused' || post.ackedAt !== null
            ? post
            : { ...post, state: 'refused', refusal: code, ...NO_WAIT, ackDueAt: null },
        ),
      }
    : outbox

/** A refused post goes to be sent again, with the same id, at its place in the order. */
export const retryPost = (outbox: Outbox, messageId: MessageId): Outbox =>
  update(outbox, messageId, (post) =>
    post.state === 'refused'
      ? { state: 'queued', refusal: null, ...NO_WAIT, refusals: 0, isKept: false }
      : {},
  )

/**
 * Gives a post another body and sends it, under the same id. Only for one whose id the server cannot know: under a known id it would be
 * refused, because that says something else already (D3).
 */
export const rewordPost = (
  outbox: Outbox,
  messageId: MessageId,
  body: string,
  refusal: PostRefusalCode | null,
): Outbox =>
  update(outbox, messageId, () => ({
    body,
    state: refusal === null ? 'queued' : 'refused',
    refusal,
    ...NO_WAIT,
    refusals: 0,
    isKept: false,
  }))

/** Takes a refused or waiting post away; one in flight stays, because nobody could take it back. */
export const discardPost = (outbox: Outbox, messageId: MessageId): Outbox => ({
  posts: outbox.posts.filter((post) => post.messageId !== messageId || post.state === 'sending'),
})

/** Takes a post away, whatever state it is in. */
export const dropPost = (outbox: Outbox, messageId: MessageId): Outbox => ({
  posts: outbox.posts.filter((post) => post.messageId !== messageId),
})

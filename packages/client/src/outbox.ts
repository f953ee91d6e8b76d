import {
  ACK_TIMEOUT_MS,
  type MessageId,
  OUTBOX_POSTS_MAX,
  type RefusalCode,
  refusalKind,
  type Sequence,
} from '@confab/protocol'
import { BACKOFF_MAX_MS, backoffMs, UNAVAILABLE_MAX_MS } from './backoff.ts'

/** Why a post does not go out: the server's word, or the client's own `old`: written so long ago that its writer is asked first. */
export type PostRefusalCode = RefusalCode | 'old'

/**
 * An own post that is not acked yet. `createdAt` and `retryAt`, which is set while a refusal makes it wait, are for people: in
 * wall-clock milliseconds.
 */
export type PendingPost = {
  readonly messageId: MessageId
  readonly body: string
  readonly createdAt: number
  readonly state: 'queued' | 'sending' | 'refused'
  readonly refusal: PostRefusalCode | null
  readonly retryAt: number | null
}

/** A post in the outbox, with what its sending needs. Its times are monotonic milliseconds. */
type OutboxPost = PendingPost & {
  /** Whether it is on disk, or disk refused: only then it is sent. */
  readonly isKept: boolean
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

const update = (
  outbox: Outbox,
  messageId: MessageId,
  change: (post: OutboxPost) => Partial<OutboxPost>,
): Outbox => ({
  posts: outbox.posts.map((post) => (post.messageId === messageId ? { ...post, ...change(post) } : post)),
})

/** What a new post brings: a refusal if it is one already. */
export type NewPost = {
  messageId: MessageId
  body: string
  createdAt: number
  refusal: PostRefusalCode | null
  isKept: boolean
}

/** Whether the outbox takes no more. */
export const isFull = (outbox: Outbox): boolean =>
  outbox.posts.reduce((sum, post) => sum + (post.state === 'refused' ? 0 : 1), 0) >= OUTBOX_POSTS_MAX

const NO_WAIT = { waitsUntil: null, retryAt: null } as const

const begin = (post: NewPost): OutboxPost => ({
  ...post,
  state: post.refusal === null ? 'queued' : 'refused',
  ...NO_WAIT,
  refusals: 0,
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

/** The post that is to be sent now, if there is one. Every `now` is monotonic milliseconds. */
export function nextToSend(outbox: Outbox, now: number): PendingPost | null {
  const first = outbox.posts.find((post) => post.state !== 'refused' && post.ackedAt === null)
  if (!first || first.state === 'sending' || !first.isKept) return null
  return first.waitsUntil !== null && first.waitsUntil > now ? null : first
}

/** When there is something to look at again, in monotonic milliseconds: an ack that is due or a wait that ends. */
export function nextLookAt(outbox: Outbox): number | null {
  const first = outbox.posts.find((post) => post.state !== 'refused' && post.ackedAt === null)
  return first ? (first.ackDueAt ?? first.waitsUntil) : null
}

/** The post went out. */
export const markSent = (outbox: Outbox, messageId: MessageId, now: number): Outbox =>
  update(outbox, messageId, () => ({
    state: 'sending',
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
      return { state: 'refused', refusal: refusal.code, ...NO_WAIT, ackDueAt: null }
    const longestMs = refusal.code === 'unavailable' ? UNAVAILABLE_MAX_MS : BACKOFF_MAX_MS
    const delayMs = refusal.retryAfterMs ?? backoffMs(post.refusals, moment.chance, longestMs)
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

/** Takes a refused or waiting post away; one in flight stays, because nobody could take it back. */
export const discardPost = (outbox: Outbox, messageId: MessageId): Outbox => ({
  posts: outbox.posts.filter((post) => post.messageId !== messageId || post.state === 'sending'),
})

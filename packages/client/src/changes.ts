import { ACK_TIMEOUT_MS, type MessageId, type RefusalCode, refusalKind } from '@confab/protocol'
import { refusedWaitMs } from './backoff.ts'

/** The name of a change in the browser that made it. The server never hears it: changes are states, so repeating one is harmless. */
export type ChangeId = string & { readonly brand: 'ChangeId' }

/** What somebody wants to become of a message. Each is a state, not a step. `wasOn` is whether one's reaction was shown before. */
export type ChangeWish =
  | { readonly kind: 'edit'; readonly messageId: MessageId; readonly body: string }
  | { readonly kind: 'delete'; readonly messageId: MessageId }
  | {
      readonly kind: 'react'
      readonly messageId: MessageId
      readonly emoji: string
      readonly isOn: boolean
      readonly wasOn: boolean
    }
  | { readonly kind: 'pin'; readonly messageId: MessageId; readonly isPinned: boolean }

/** Why a change does not go out: the server's word, or the client's own `old`: an edit of so long ago that its writer is asked first. */
export type ChangeRefusalCode = RefusalCode | 'old'

/**
 * An own change that is not done yet. `createdAt` and `retryAt`, which is set while a refusal makes it wait, are for people: in
 * wall-clock milliseconds. What was refused is shown no more where the messages are, and stays here with its text until
 * `retryChange` or `discardChange`.
 */
export type PendingChange = {
  readonly changeId: ChangeId
  readonly wish: ChangeWish
  readonly createdAt: number
  readonly state: 'queued' | 'sending' | 'refused'
  readonly refusal: ChangeRefusalCode | null
  readonly retryAt: number | null
}

/** A change with what its sending needs. Its times are monotonic milliseconds. */
export type QueuedChange = PendingChange & {
  /** Whether it is on disk, or disk refused: only then it is sent. */
  readonly isKept: boolean
  /** Refusals in a row that ask to try again. */
  readonly refusals: number
  /** Until when a refusal makes it wait. */
  readonly waitsUntil: number | null
  /** When the sent one counts as lost. */
  readonly answerDueAt: number | null
  /** Set once the server has done it; it is shown until the history shows it, or something newer. */
  readonly done: { readonly version: number | null; readonly until: number } | null
}

/** One room's own changes, in the order of asking. One of them is in flight at most. */
export type ChangeQueue = readonly QueuedChange[]

/** Changes one browser keeps per room that are not done. Of one thing there is one, so this many things were changed offline. */
export const CHANGES_MAX = 500

/**
 * How long a change that is done is shown without the history showing it, in milliseconds. Its span is ahead of its answer but for a hole or
 * another node's delay; past it, something else came of it meanwhile.
 */
export const DONE_SHOWN_MS = 5_000

/** What people are to know of: not what is done already. */
export const showChanges = (queue: ChangeQueue): readonly PendingChange[] => {
  const pending = queue.filter(({ done }) => done === null)
  return pending.length === 0 ? NO_CHANGES : pending
}

const NO_CHANGES: readonly PendingChange[] = []

/** What a new change brings: a refusal if it is one already. */
export type NewChange = {
  changeId: ChangeId
  wish: ChangeWish
  createdAt: number
  refusal: ChangeRefusalCode | null
  isKept: boolean
}

const NO_WAIT = { waitsUntil: null, retryAt: null } as const

const begin = (change: NewChange): QueuedChange => ({
  ...change,
  state: change.refusal === null ? 'queued' : 'refused',
  ...NO_WAIT,
  refusals: 0,
  answerDueAt: null,
  done: null,
})

/** Whether two wishes are about one thing, so that the later one is all that counts. */
function isSameThing(one: ChangeWish, other: ChangeWish): boolean {
  if (one.messageId !== other.messageId || one.kind !== other.kind) return false
  return one.kind !== 'react' || (other.kind === 'react' && one.emoji === other.emoji)
}

/** Whether the later wish makes the earlier one pointless. Nothing of a deleted message is left to change. */
const swallows = (later: ChangeWish, earlier: ChangeWish): boolean =>
  isSameThing(later, earlier) || (later.kind === 'delete' && later.messageId === earlier.messageId)

/** Leaves out what a later one makes pointless. What is in flight cannot be taken back; what was refused takes nothing with it. */
function coalesce(queue: ChangeQueue): ChangeQueue {
  const isSwallowed = ({ state, wish }: QueuedChange, index: number): boolean =>
    state !== 'sending' &&
    queue.slice(index + 1).some((later) => later.state !== 'refused' && swallows(later.wish, wish))
  return queue.some(isSwallowed) ? queue.filter((change, index) => !isSwallowed(change, index)) : queue
}

/** Whether the queue takes no more. */
export const isFull = (queue: ChangeQueue): boolean =>
  queue.reduce((sum, { state }) => sum + (state === 'refused' ? 0 : 1), 0) >= CHANGES_MAX

/**
 * Adds a change at the end. An earlier one of the same thing goes, unless it is in flight; a deletion takes all others of its message with
 * it, and behind one that waits nothing else is wanted.
 */
export function addChange(queue: ChangeQueue, change: NewChange): ChangeQueue {
  const { changeId, wish } = change
  if (queue.some((one) => one.changeId === changeId)) return queue
  const isGoing = queue.some(
    (one) => one.wish.kind === 'delete' && one.wish.messageId === wish.messageId && one.state !== 'refused',
  )
  return isGoing ? queue : coalesce([...queue, begin({ ...change, wish: sinceTheFirst(queue, wish) })])
}

/** What was shown before counts from the first of several changes of mind that never went out. */
function sinceTheFirst(queue: ChangeQueue, wish: ChangeWish): ChangeWish {
  if (wish.kind !== 'react') return wish
  const before = queue.find((one) => one.state === 'queued' && isSameThing(one.wish, wish))?.wish
  return before?.kind === 'react' ? { ...wish, wasOn: before.wasOn } : wish
}

/** Puts what was kept of a life before ahead of what was asked for in this one. */
export function putFirst(queue: ChangeQueue, kept: readonly NewChange[]): ChangeQueue {
  const present = new Set(queue.map(({ changeId }) => changeId))
  const before = kept.filter(({ changeId }) => !present.has(changeId)).reduce(addChange, [])
  return coalesce([...before, ...queue])
}

/** Takes in what another tab asked for. Which of two was meant later only their times tell. */
export const merge = (queue: ChangeQueue, others: readonly NewChange[]): ChangeQueue =>
  coalesce(
    [...queue, ...others.filter((one) => !isThere(queue, one)).map(begin)].toSorted(
      (one, other) => one.createdAt - other.createdAt,
    ),
  )

const isThere = (queue: ChangeQueue, { changeId }: NewChange): boolean =>
  queue.some((one) => one.changeId === changeId)

const update = (
  queue: ChangeQueue,
  changeId: ChangeId,
  change: (one: QueuedChange) => Partial<QueuedChange>,
): ChangeQueue => queue.map((one) => (one.changeId === changeId ? { ...one, ...change(one) } : one))

/** The change is on disk, or will never be: it may be sent. */
export const markKept = (queue: ChangeQueue, changeId: ChangeId): ChangeQueue =>
  update(queue, changeId, () => ({ isKept: true }))

const isWaiting = ({ state, done }: QueuedChange): boolean => state !== 'refused' && done === null

/**
 * The change that is to be sent now, if there is one; `isBlocked` says of what the message is not on the server yet. Every `now` is monotonic
 * milliseconds.
 */
export function nextToSend(
  queue: ChangeQueue,
  now: number,
  isBlocked: (wish: ChangeWish) => boolean,
): QueuedChange | null {
  const waiting = queue.filter(isWaiting)
  if (waiting.some(({ state }) => state === 'sending')) return null
  const first = waiting.find(({ wish }) => !isBlocked(wish))
  if (!first?.isKept) return null
  return first.waitsUntil !== null && first.waitsUntil > now ? null : first
}

/** When there is something to look at again, in monotonic milliseconds: an answer that is due, a wait or a showing that ends. What is past was looked at. */
export function nextLookAt(queue: ChangeQueue, now: number): number | null {
  const times = queue.flatMap(({ answerDueAt, waitsUntil, done }) => {
    const at = done?.until ?? answerDueAt ?? waitsUntil
    return at === null || at <= now ? [] : [at]
  })
  return times.length === 0 ? null : Math.min(...times)
}

/** The change went out. */
export const markSent = (queue: ChangeQueue, changeId: ChangeId, now: number): ChangeQueue =>
  update(queue, changeId, () => ({
    state: 'sending',
    refusal: null,
    ...NO_WAIT,
    answerDueAt: now + ACK_TIMEOUT_MS,
  }))

/** Whether the change in flight got no answer in time: its outcome is unknown. */
export const isOverdue = (queue: ChangeQueue, now: number): boolean =>
  queue.some(({ answerDueAt }) => answerDueAt !== null && answerDueAt <= now)

/**
 * The outcome of what was in flight is unknown: it will be sent again. A new connection may lead to a node that is not busy; only a rate is
 * the same everywhere.
 */
export function loseFlight(queue: ChangeQueue): ChangeQueue {
  if (!queue.some((one) => isWaiting(one) && (one.state === 'sending' || one.waitsUntil !== null)))
    return queue
  return coalesce(
    queue.map((one) => {
      if (!isWaiting(one)) return one
      if (one.state === 'sending') return { ...one, state: 'queued', answerDueAt: null }
      if (one.waitsUntil === null || one.refusal === 'rate-limited') return one
      return { ...one, ...NO_WAIT, refusal: null }
    }),
  )
}

/** The server has done it. It stays until the history shows it; `version` is that of the record it changes, as known now, if it is. */
export const markDone = (
  queue: ChangeQueue,
  changeId: ChangeId,
  { version, now }: { version: number | null; now: number },
): ChangeQueue =>
  coalesce(
    update(queue, changeId, () => ({
      answerDueAt: null,
      refusal: null,
      done: { version, until: now + DONE_SHOWN_MS },
    })),
  )

/** The server refused a change: for good, or to be tried again after the given time or a backoff. */
export function refuseChange(
  queue: ChangeQueue,
  changeId: ChangeId,
  refusal: { code: RefusalCode; retryAfterMs?: number },
  moment: { now: number; wallNow: number; chance: number },
): ChangeQueue {
  return coalesce(
    update(queue, changeId, (change) => {
      if (!isWaiting(change)) return {}
      if (refusalKind(refusal.code) === 'final')
        return { state: 'refused', refusal: refusal.code, ...NO_WAIT, answerDueAt: null }
      const delayMs = refusedWaitMs(refusal, change.refusals, moment.chance)
      return {
        state: 'queued',
        refusal: refusal.code,
        waitsUntil: moment.now + delayMs,
        retryAt: moment.wallNow + delayMs,
        refusals: change.refusals + 1,
        answerDueAt: null,
      }
    }),
  )
}

/** Nothing that waits will go out any more: it is shown as refused for this. */
export const refuseWaiting = (queue: ChangeQueue, code: RefusalCode): ChangeQueue =>
  queue.some(isWaiting)
    ? queue.map((one) =>
        isWaiting(one) ? { ...one, state: 'refused', refusal: code, ...NO_WAIT, answerDueAt: null } : one,
      )
    : queue

/** A refused change goes to be sent again, behind what was asked for since. */
export function retryChange(queue: ChangeQueue, changeId: ChangeId): ChangeQueue {
  const refused = queue.find((one) => one.changeId === changeId && one.state === 'refused')
  if (!refused) return queue
  const { wish, createdAt } = refused
  const others = queue.filter((one) => one !== refused)
  return coalesce([...others, begin({ changeId, wish, createdAt, refusal: null, isKept: false })])
}

/** Takes a refused or waiting change away; one in flight stays, because nobody could take it back. */
export const discardChange = (queue: ChangeQueue, changeId: ChangeId): ChangeQueue =>
  queue.filter((one) => one.changeId !== changeId || (one.state === 'sending' && one.done === null))

/** Takes out what is not wanted any more. */
export const leaveOut = (queue: ChangeQueue, isOver: (change: QueuedChange) => boolean): ChangeQueue =>
  queue.some(isOver) ? queue.filter((change) => !isOver(change)) : queue

/** Takes out what is done and over, and what was done before it to the same thing: the history is past that as well. */
export function settle(queue: ChangeQueue, isOver: (change: QueuedChange) => boolean): ChangeQueue {
  const over = new Set(queue.filter((change) => change.done !== null && isOver(change)))
  return leaveOut(
    queue,
    (change) =>
      over.has(change) ||
      (change.done !== null &&
        queue
          .slice(queue.indexOf(change) + 1)
          .some((later) => over.has(later) && swallows(later.wish, change.wish))),
  )
}

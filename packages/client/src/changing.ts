import {
  cleanText,
  createId,
  isVisibleText,
  type MessageId,
  type RefusalCode,
  type RoomId,
} from '@confab/protocol'
import type { Answer } from './answer.ts'
import { commandFor } from './change-command.ts'
import * as queues from './changes.ts'
import { CHANGES_MAX, type ChangeId, type ChangeQueue, type ChangeWish } from './changes.ts'
import { createAlarm } from './clock.ts'
import { isOver, isReacted, type isSo, type KnownMessage, versionOf } from './overlay.ts'
import { REQUEST_TIMEOUT_MS, type Reply } from './requests.ts'
import type { RoomPort } from './room-port.ts'
import { attempt, type StoredChange } from './storage.ts'
import { OLD_POST_MS } from './stored-post.ts'

/** Keeps one room's own changes of messages on disk and moving. */
export interface Changing {
  readonly queue: ChangeQueue
  edit(messageId: MessageId, body: string): void
  delete(messageId: MessageId): void
  react(messageId: MessageId, emoji: string, isOn: boolean): void
  pin(messageId: MessageId, isPinned: boolean): void
  retry(changeId: ChangeId): void
  discard(changeId: ChangeId): void
  /** A message never left: nothing can become of it. */
  forget(messageId: MessageId): void
  /** Takes in what a storage kept of this tab, nothing perhaps. Only then may anything be sent: it was asked for before. */
  takeIn(changes: readonly StoredChange[]): void
  /** Takes over what another tab asked for, behind one's own. */
  adopt(changes: readonly StoredChange[]): void
  /** Nothing goes out here any more. */
  refuseWaiting(code: RefusalCode): void
  /** Takes out what the history shows by now. */
  settle(): void
  loseFlight(): void
  /** Sends what may be sent. */
  pump(): void
  end(): void
}

/** What changing asks of its room. */
export type ChangingHost = {
  roomId: RoomId
  port: RoomPort
  /** Whether the room is entered and caught up. */
  canSend(): boolean
  /** Whether the message is on its way, so that this has to wait for it. */
  isBlocked(wish: ChangeWish): boolean
  /** Whether nothing is known to be missing. */
  isUpToDate(): boolean
  /** Whether the post of the message is on screen, and not its record. */
  isOnItsWay(messageId: MessageId): boolean
  /** A message that was on its way is deleted, or never came to be: its post is nothing to send any more. Answers whether there was one. */
  dropPost(messageId: MessageId): boolean
  /** What the history shows of a message, without one's own changes. */
  known(messageId: MessageId): KnownMessage
  /** The same with them. */
  shown(messageId: MessageId): KnownMessage
  me(): Parameters<typeof isSo>[2]
  changed(): void
  /** Something changed by itself: the listeners are told. */
  flush(): void
}

/** Makes the changing of one room's messages. */
export function createChanging(host: ChangingHost): Changing {
  const { roomId, port } = host
  const { clock, storage, requests } = port
  const alarm = createAlarm(clock)
  let queue: ChangeQueue = []
  let isTakenIn = false
  /** Taken away while the disk was being read: what it answers may still have them. */
  const takenAway = new Set<ChangeId>()
  /** Counts sendings, so that the answer to one that was given up is not taken for that to the next. */
  let flights = 0
  let isEnded = false

  /** Whatever left the queue leaves the disk. */
  function become(next: ChangeQueue): void {
    if (next === queue) return
    const left = new Set(next.map(({ changeId }) => changeId))
    const gone = queue.filter(({ changeId, done }) => !left.has(changeId) && done === null)
    queue = next
    for (const { changeId } of gone) forgetStored(changeId)
    host.changed()
  }

  /** What is on the disk, and pointless since something else was asked for, leaves it as well. */
  function takeUp(stored: readonly StoredChange[], next: ChangeQueue): void {
    const left = new Set(next.map(({ changeId }) => changeId))
    for (const { changeId } of stored) if (!left.has(changeId)) forgetStored(changeId)
    become(next)
  }

  function forgetStored(changeId: ChangeId): void {
    if (!isTakenIn) takenAway.add(changeId)
    void attempt(clock, () => storage.removeChange(roomId, changeId), undefined)
  }

  function store({ changeId, wish, createdAt, state, refusal }: queues.QueuedChange): Promise<void> {
    // Whether it is old is asked anew in each life.
    const isFinal = state === 'refused' && refusal !== 'old'
    const stored = { roomId, changeId, wish, createdAt, tabId: port.tabId, refusal: isFinal ? refusal : null }
    return attempt(clock, () => storage.saveChange(stored), undefined)
  }

  const find = (changeId: ChangeId) => queue.find((one) => one.changeId === changeId)

  /** First the disk, then the line. */
  function storeThenSend(changeId: ChangeId): void {
    const change = find(changeId)
    if (!change) return
    void store(change).then(() => {
      if (isEnded) return
      // Gone meanwhile: it was taken off the disk before it was on it.
      if (!find(changeId)) return forgetStored(changeId)
      queue = queues.markKept(queue, changeId)
      changing.pump()
      host.flush()
    })
  }

  function ask(wish: ChangeWish): void {
    // Refused ones are a person's to look at; past twice the bound it is a program that does not look.
    if (queue.length >= 2 * CHANGES_MAX) return
    const changeId = createId<ChangeId>(port.fillRandom)
    become(
      queues.addChange(queue, {
        changeId,
        wish,
        createdAt: clock.now(),
        refusal: refusalOf(wish),
        isKept: false,
      }),
    )
    storeThenSend(changeId)
  }

  /** Why a change is refused here already, without touching the network. */
  function refusalOf(wish: ChangeWish): 'too-large' | 'busy' | null {
    if (wish.kind === 'edit' && wish.body.length > port.bodyLengthMax()) return 'too-large'
    return queues.isFull(queue) ? 'busy' : null
  }

  /** Nothing is to become of a message but what it is: what waits to be sent is not wanted any more. */
  function takeBack(wish: ChangeWish): void {
    const isTakenBack = (change: queues.QueuedChange) =>
      change.state !== 'sending' && change.wish.kind === wish.kind && change.wish.messageId === wish.messageId
    become(queues.leaveOut(queue, isTakenBack))
  }

  function fromStorage({ changeId, wish, createdAt, refusal: kept }: StoredChange): queues.NewChange {
    // A word of yesterday may undo what its writer said since on another device. All else is as right as it was then.
    const isOld = wish.kind === 'edit' && clock.now() - createdAt >= OLD_POST_MS
    return { changeId, wish, createdAt, refusal: kept ?? (isOld ? 'old' : null), isKept: true }
  }

  function send(change: queues.QueuedChange, now: number): void {
    flights += 1
    const flight = flights
    become(queues.markSent(queue, change.changeId, now))
    // The queue knows when an answer is overdue; the time here only ends the memory of the ref.
    const ref = requests.expect(REQUEST_TIMEOUT_MS, (answer) => {
      if (flight !== flights || isEnded) return
      answered(change.changeId, answer)
    })
    port.send(commandFor(roomId, change.wish, ref))
  }

  function answered(changeId: ChangeId, answer: Answer<Reply>): void {
    const change = find(changeId)
    if (!change) return
    const now = clock.monotonic()
    const known = host.known(change.wish.messageId)
    if (answer.ok) {
      forgetStored(changeId)
      become(queues.markDone(queue, changeId, { version: versionOf(change.wish, known), now }))
      if (change.wish.kind === 'delete') host.dropPost(change.wish.messageId)
    } else {
      const moment = { now, wallNow: clock.now(), chance: port.random() }
      become(queues.refuseChange(queue, changeId, answer.refusal, moment))
      const refused = find(changeId)
      if (refused?.state === 'refused') refusedForGood(refused)
    }
    changing.pump()
  }

  function refusedForGood(change: queues.QueuedChange): void {
    const { kind, messageId } = change.wish
    const isGone = change.refusal === 'not-found'
    // What never came to be is as good as deleted. And of a message that is gone only words are worth keeping.
    const isAsWished = isGone && kind === 'delete' && host.dropPost(messageId)
    const isPointless = isGone && kind !== 'edit' && host.known(messageId).message?.deletedAt !== undefined
    if (isAsWished || isPointless) become(queues.discardChange(queue, change.changeId))
    else void store(change)
  }

  function lookAgain(): void {
    changing.pump()
    host.flush()
  }

  const changing: Changing = {
    get queue() {
      return queue
    },

    edit(messageId, text) {
      const body = cleanText(text)
      if (!isVisibleText(body)) return
      const wish: ChangeWish = { kind: 'edit', messageId, body }
      const { message } = host.known(messageId)
      const isUnderWay = queue.some(
        ({ wish: other, state }) =>
          other.kind === 'edit' && other.messageId === messageId && state === 'sending',
      )
      if (message?.body === body && !isUnderWay) return takeBack(wish)
      ask(wish)
    },

    delete: (messageId) => ask({ kind: 'delete', messageId }),

    react(messageId, emoji, isOn) {
      const wasOn = isReacted(host.shown(messageId).reactions, emoji, host.me())
      ask({ kind: 'react', messageId, emoji, isOn, wasOn })
    },

    pin: (messageId, isPinned) => ask({ kind: 'pin', messageId, isPinned }),

    retry(changeId) {
      const change = find(changeId)
      if (change?.state !== 'refused' || refusalOf(change.wish) !== null) return
      become(queues.retryChange(queue, changeId))
      storeThenSend(changeId)
    },

    discard(changeId) {
      become(queues.discardChange(queue, changeId))
      changing.pump()
    },

    forget: (messageId) => become(queues.leaveOut(queue, ({ wish }) => wish.messageId === messageId)),

    takeIn(changes) {
      const kept = changes.filter(({ changeId }) => !takenAway.has(changeId))
      isTakenIn = true
      takeUp(kept, queues.putFirst(queue, kept.map(fromStorage)))
      takenAway.clear()
    },

    adopt: (changes) => takeUp(changes, queues.merge(queue, changes.map(fromStorage))),

    refuseWaiting(code) {
      const before = new Set(queue)
      become(queues.refuseWaiting(queue, code))
      for (const change of queue) if (!before.has(change)) void store(change)
    },

    settle() {
      if (!queue.some(({ done }) => done !== null)) return
      // While something is missing, the span of what is done may be just that, however long it takes.
      const now = host.isUpToDate() ? clock.monotonic() : null
      const isSettled = (change: queues.QueuedChange) =>
        // Its message is acked, and above a hole of the history: both are shown until the history got there.
        !host.isOnItsWay(change.wish.messageId) &&
        isOver(change, host.known(change.wish.messageId), host.me(), now)
      become(queues.settle(queue, isSettled))
    },

    loseFlight() {
      flights += 1
      alarm.clear()
      become(queues.loseFlight(queue))
    },

    pump() {
      if (isEnded) return
      changing.settle()
      const now = clock.monotonic()
      if (queues.isOverdue(queue, now)) {
        changing.loseFlight()
        port.doubtLine()
      }
      const next = isTakenIn && host.canSend() ? queues.nextToSend(queue, now, host.isBlocked) : null
      if (next) send(next, now)
      const lookAt = queues.nextLookAt(queue, now)
      if (lookAt !== null) alarm.set(lookAt - now, lookAgain)
      else alarm.clear()
    },

    end() {
      isEnded = true
      alarm.clear()
    },
  }
  return changing
}

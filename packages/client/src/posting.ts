import {
  type ConfabRecord,
  cleanText,
  createMessageId,
  FILES_PER_MESSAGE_MAX,
  type FileId,
  isVisibleText,
  type MessageId,
  OUTBOX_POSTS_MAX,
  type PostRefusal,
  type RefusalCode,
  type RoomId,
  type Sequence,
} from '@confab/protocol'
import { createAttached } from './attached.ts'
import { type Attachment, pendingFiles } from './attachments.ts'
import { createAlarm } from './clock.ts'
import * as outboxes from './outbox.ts'
import { EMPTY_OUTBOX, type Outbox, type PostContent } from './outbox.ts'
import type { PostOptions } from './room.ts'
import type { RoomPort } from './room-port.ts'
import { attempt, type StoredPost } from './storage.ts'
import { contentOf, fromStored, saidOf, toStored } from './stored-post.ts'

/** Keeps one room's outbox on disk and moving. */
export interface Posting {
  readonly outbox: Outbox
  post(body: string, options?: PostOptions): MessageId
  /** Changes what nobody can know of yet; answers whether it could. */
  reword(messageId: MessageId, body: string): boolean
  retry(messageId: MessageId): void
  discard(messageId: MessageId): void
  cancelFile(messageId: MessageId, fileId: FileId): void
  /** Takes a post away that is known to be nothing to send any more; answers whether there was one. */
  drop(messageId: MessageId): boolean
  /** Takes in what a storage kept of this tab, nothing perhaps. Only then may anything be sent: it was written before. */
  takeIn(posts: readonly StoredPost[]): void
  /** Takes over what another tab wrote, behind one's own. */
  adopt(posts: readonly StoredPost[]): void
  refuse(event: PostRefusal): void
  /** Nothing goes out here any more. */
  refuseWaiting(code: RefusalCode): void
  /** Own records in it are acks, wherever it came from; where the room is among them, what waits is tried again. */
  see(records: readonly ConfabRecord[]): void
  /** Takes out what the history shows by now. */
  settle(cursor: Sequence): void
  /** Another history began. */
  forgetAcks(): void
  loseFlight(): void
  /** Sends what may be sent. */
  pump(): void
  end(): void
}

/** What posting asks of its room. */
export type PostingHost = {
  roomId: RoomId
  port: RoomPort
  /** Whether the room is entered and caught up, so that a post of unknown outcome would have been seen. */
  canSend(): boolean
  /** Whether its writer wants it deleted: then it is not sent. */
  isUnwanted(messageId: MessageId): boolean
  changed(): void
  /** An ack is overdue: the room resumes, then the post is sent again. */
  overdue(): void
  /** Something changed by itself: the listeners are told. */
  flush(): void
}

/** Makes the posting of one room. */
export function createPosting(host: PostingHost): Posting {
  const { roomId, port, canSend, changed, overdue, flush } = host
  const { clock, storage } = port
  const alarm = createAlarm(clock)
  let outbox: Outbox = EMPTY_OUTBOX
  let isTakenIn = false
  /** Taken away while the disk was being read: what it answers may still have them. */
  const takenAway = new Set<MessageId>()
  let isEnded = false
  /** The last time each post went to the disk, while it has not arrived. */
  const storing = new Map<MessageId, object>()

  function become(next: Outbox): void {
    if (next === outbox) return
    outbox = next
    changed()
  }

  const store = (post: outboxes.PendingPost): Promise<void> =>
    attempt(clock, () => storage.savePost(toStored(post, roomId, port.tabId)), undefined)

  const fromStorage = (stored: StoredPost) => fromStored(stored, clock.now())

  /** First the disk, then the line. The bytes of files come after the post, whose place in the order is that of its first storing. */
  function storeThenSend(messageId: MessageId, attachments?: readonly Attachment[]): void {
    const post = outbox.posts.find((one) => one.messageId === messageId)
    if (!post) return
    const asked = {}
    storing.set(messageId, asked)
    const bytes = attachments && attached.store(messageId, attachments)
    void Promise.all([store(post), bytes]).then(() => {
      if (isEnded) return
      // Changed meanwhile: that is on its way to the disk.
      if (storing.get(messageId) === asked) {
        storing.delete(messageId)
        outbox = outboxes.markKept(outbox, messageId)
      }
      posting.pump()
      flush()
    })
  }

  /** Why a post is refused here already, without touching the network. */
  function refusalOf({
    body,
    files = [],
    attachments = [],
  }: PostContent): 'too-large' | 'limit-reached' | 'busy' | null {
    if (body.length > port.bodyLengthMax()) return 'too-large'
    if (files.length + attachments.length > FILES_PER_MESSAGE_MAX) return 'limit-reached'
    return outboxes.isFull(outbox) ? 'busy' : null
  }

  function lookAgain(): void {
    posting.pump()
    flush()
  }

  const posting: Posting = {
    get outbox() {
      return outbox
    },

    post(text, { attachments = [], ...options } = {}) {
      const messageId = createMessageId(port.serverNow(), port.fillRandom)
      const hasFiles = attachments.length > 0
      const pending = hasFiles && { attachments: pendingFiles(attachments) }
      const content = contentOf({ body: cleanText(text), ...options, ...pending })
      if (!isVisibleText(content.body) && !content.files && !hasFiles) return messageId
      // Refused ones are a person's to look at; past twice the bound it is a program that does not look.
      if (outbox.posts.length >= 2 * OUTBOX_POSTS_MAX) return messageId
      const post = {
        messageId,
        ...content,
        createdAt: clock.now(),
        refusal: refusalOf(content),
        isKept: false,
      }
      become(outboxes.addPost(outbox, post))
      storeThenSend(messageId, hasFiles ? attachments : undefined)
      return messageId
    },

    cancelFile: (messageId, fileId) => attached.cancel(messageId, fileId),

    reword(messageId, text) {
      if (!outboxes.isUnheardOf(outbox, messageId)) return false
      const body = cleanText(text)
      if (!isVisibleText(body)) return true
      const refusal = body.length > port.bodyLengthMax() ? 'too-large' : null
      become(outboxes.rewordPost(outbox, messageId, body, refusal))
      storeThenSend(messageId)
      return true
    },

    retry(messageId) {
      const post = outbox.posts.find((one) => one.messageId === messageId)
      if (post?.state !== 'refused' || refusalOf(post) !== null) return
      become(outboxes.retryPost(outbox, messageId))
      storeThenSend(messageId)
    },

    discard(messageId) {
      become(outboxes.discardPost(outbox, messageId))
      if (!outbox.posts.some((post) => post.messageId === messageId)) {
        if (!isTakenIn) takenAway.add(messageId)
        void attempt(clock, () => storage.removePost(roomId, messageId), undefined)
      }
      posting.pump()
    },

    drop(messageId) {
      const isThere = outboxes.isPending(outbox, messageId)
      if (isThere) {
        become(outboxes.dropPost(outbox, messageId))
        void attempt(clock, () => storage.removePost(roomId, messageId), undefined)
      }
      return isThere
    },

    takeIn(posts) {
      isTakenIn = true
      const kept = posts.filter(({ messageId }) => !takenAway.has(messageId))
      become(outboxes.putFirst(outbox, kept.map(fromStorage)))
      takenAway.clear()
    },

    adopt: (posts) => become(posts.map(fromStorage).reduce(outboxes.addPost, outbox)),

    refuse({ messageId, code, retryAfterMs }) {
      const refusal = retryAfterMs === undefined ? { code } : { code, retryAfterMs }
      const moment = { now: clock.monotonic(), wallNow: clock.now(), chance: port.random() }
      become(outboxes.refusePost(outbox, messageId, refusal, moment))
      const post = outbox.posts.find((one) => one.messageId === messageId)
      if (post?.state === 'refused') void store(post)
      posting.pump()
    },

    refuseWaiting(code) {
      const before = new Set(outbox.posts)
      become(outboxes.refuseWaiting(outbox, code))
      for (const post of outbox.posts) if (!before.has(post)) void store(post)
    },

    see(records) {
      if (outbox.posts.length === 0) return
      const seen = new Map<MessageId, Sequence>()
      for (const record of records) {
        if (record.kind === 'message') seen.set(record.messageId, record.sequence)
        // What is settled for the room may be what made them wait.
        if (record.kind === 'room') become(outboxes.endWaits(outbox))
      }
      become(outboxes.ack(outbox, seen))
    },

    settle(cursor) {
      const { outbox: next, settled } = outboxes.settle(outbox, cursor)
      become(next)
      for (const messageId of settled)
        void attempt(clock, () => storage.removePost(roomId, messageId), undefined)
    },

    forgetAcks: () => become(outboxes.forgetAcks(outbox)),

    loseFlight() {
      alarm.clear()
      attached.lineLost()
      become(outboxes.loseFlight(outbox))
    },

    pump() {
      if (isEnded) return
      const now = clock.monotonic()
      if (outboxes.isOverdue(outbox, now)) {
        become(outboxes.loseFlight(outbox))
        overdue()
      }
      if (isTakenIn) attached.pump()
      const next = isTakenIn && canSend() ? outboxes.nextToSend(outbox, now, host.isUnwanted) : null
      if (next) {
        become(outboxes.markSent(outbox, next.messageId, now))
        port.send({ type: 'post-message', roomId, messageId: next.messageId, ...saidOf(contentOf(next)) })
      }
      const lookAt = outboxes.nextLookAt(outbox)
      if (lookAt !== null && lookAt > now) alarm.set(lookAt - now, lookAgain)
      else alarm.clear()
    },

    end() {
      isEnded = true
      alarm.clear()
      attached.end()
    },
  }
  const attached = createAttached({
    ...host,
    outbox: () => outbox,
    become,
    keep: storeThenSend,
    discard: posting.discard,
    pump: posting.pump,
  })
  return posting
}

import type {
  ConfabRecord,
  MemberId,
  MessageId,
  MessageRecord,
  PostRefusal,
  RoomId,
  RoomRecord,
  Sequence,
} from '@confab/protocol'
import { type PendingChange, showChanges } from './changes.ts'
import { createChanging } from './changing.ts'
import { isInFlight, isPending, isUnheardOf, showPending } from './outbox.ts'
import {
  type Author,
  type KnownMessage,
  overlayOne,
  overlayPending,
  overlayRecords,
  overlayRoom,
} from './overlay.ts'
import { createPosting } from './posting.ts'
import type { Room } from './room.ts'
import type { RoomPort } from './room-port.ts'
import type { StoredChange, StoredPost } from './storage.ts'
import type { Timeline } from './timeline.ts'

/** What a storage has for the server, of one room. */
export type Unsent = { posts: readonly StoredPost[]; changes: readonly StoredChange[] }

/** What somebody may do with messages. */
type Deeds = Pick<
  Room,
  | 'post'
  | 'retry'
  | 'discard'
  | 'cancelFile'
  | 'edit'
  | 'deleteMessage'
  | 'react'
  | 'pin'
  | 'retryChange'
  | 'discardChange'
>

/** Everything of one's own that goes out of one room: posts, and changes of messages, which may be those very posts. */
export interface Outgoing extends Deeds {
  /** Own changes as people see them. */
  readonly changes: readonly PendingChange[]
  /** A timeline, with own posts below it and own changes in it. */
  showIn(timeline: Timeline): Timeline
  showInRoom(room: RoomRecord): RoomRecord
  showInMessage(message: MessageRecord): MessageRecord
  /** Whether a message is only on its way. */
  isPending(messageId: MessageId): boolean
  refuse(event: PostRefusal): void
  /** Nothing goes out here any more. */
  refuseWaiting(): void
  /** Own records in it are acks, wherever it came from. */
  see(records: readonly ConfabRecord[]): void
  /** Takes out what the history shows by now. */
  settle(cursor: Sequence): void
  /** Another history began. */
  forgetAcks(): void
  /** What this tab had not sent in the life before. Only then may anything be sent. */
  takeIn(unsent: Unsent): void
  /** What another tab left. */
  adopt(unsent: Unsent): void
  loseFlight(): void
  /** Sends what may be sent. */
  pump(): void
  end(): void
}

/** What it asks of its room. */
export type OutgoingHost = {
  roomId: RoomId
  port: RoomPort
  /** Whether the room is entered and caught up, so that a post of unknown outcome would have been seen. */
  canSend(): boolean
  /** Whether nothing of the history is known to be missing. */
  isUpToDate(): boolean
  /** Whether nothing goes out any more. */
  isPutOut(): boolean
  me(): MemberId | null
  /** What the history shows of a message. */
  known(messageId: MessageId): KnownMessage
  changed(): void
  /** An ack is overdue: the room resumes, then the post is sent again. */
  overdue(): void
  flush(): void
}

/** Makes the outgoing of one room. */
export function createOutgoing(host: OutgoingHost): Outgoing {
  const { port, me, flush } = host

  const posting = createPosting({
    ...host,
    isUnwanted: (messageId) =>
      changing.queue.some(
        ({ wish, state }) => wish.kind === 'delete' && wish.messageId === messageId && state !== 'refused',
      ),
  })
  const changing = createChanging({
    ...host,
    // A post of which nobody knows whether it arrived can be deleted as it is. All else waits until it is a message.
    isBlocked: ({ kind, messageId }) =>
      isPending(posting.outbox, messageId) && (kind !== 'delete' || isInFlight(posting.outbox, messageId)),
    isOnItsWay: (messageId) => posting.outbox.posts.some((post) => post.messageId === messageId),
    dropPost: posting.drop,
    shown: (messageId) => shown(host.known(messageId)),
  })

  function author(): Author | null {
    const memberId = me()
    return memberId && { me: memberId, aheadMs: port.serverNow() - port.clock.now() }
  }

  function overlaid(records: readonly ConfabRecord[]): readonly ConfabRecord[] {
    const by = author()
    return by ? overlayRecords(records, changing.queue, by) : records
  }

  function shown({ message, reactions, room }: KnownMessage): KnownMessage {
    const records = overlaid([message, reactions].filter((record) => record !== null))
    return {
      message: records.find((record) => record.kind === 'message') ?? null,
      reactions: records.find((record) => record.kind === 'reactions') ?? null,
      room,
    }
  }

  function refuseWaiting(): void {
    posting.refuseWaiting('removed')
    changing.refuseWaiting('removed')
  }

  /** Nothing becomes of what was to be done with it. */
  function discard(messageId: MessageId): void {
    posting.discard(messageId)
    if (!posting.outbox.posts.some((post) => post.messageId === messageId)) changing.forget(messageId)
  }

  /** What somebody does is shown before the call returns; refused at once where nothing goes out any more. */
  function told<T>(value: T): T {
    if (host.isPutOut()) refuseWaiting()
    flush()
    return value
  }

  return {
    get changes() {
      return showChanges(changing.queue)
    },
    showIn: (timeline) => ({
      ...timeline,
      records: overlaid(timeline.records),
      pending: overlayPending(showPending(posting.outbox), changing.queue),
    }),
    showInRoom: (room) => overlayRoom(room, changing.queue),
    showInMessage(message) {
      const by = author()
      return by ? overlayOne(message, changing.queue, by) : message
    },
    isPending: (messageId) => isPending(posting.outbox, messageId),

    post: (body, options) => told(posting.post(body, options)),
    retry: (messageId) => told(posting.retry(messageId)),
    discard: (messageId) => told(discard(messageId)),
    cancelFile: posting.cancelFile,
    edit(messageId, body) {
      if (!posting.reword(messageId, body)) changing.edit(messageId, body)
      told(null)
    },
    deleteMessage(messageId) {
      if (isUnheardOf(posting.outbox, messageId)) discard(messageId)
      else changing.delete(messageId)
      told(null)
    },
    react: (messageId, emoji, isOn) => told(changing.react(messageId, emoji, isOn)),
    pin: (messageId, isPinned) => told(changing.pin(messageId, isPinned)),
    retryChange: (changeId) => told(changing.retry(changeId)),
    discardChange: (changeId) => told(changing.discard(changeId)),

    refuse: posting.refuse,
    refuseWaiting,
    see: posting.see,
    settle(cursor) {
      posting.settle(cursor)
      changing.settle()
    },
    forgetAcks: posting.forgetAcks,
    takeIn({ posts, changes }) {
      posting.takeIn(posts)
      changing.takeIn(changes)
    },
    adopt({ posts, changes }) {
      posting.adopt(posts)
      changing.adopt(changes)
    },
    loseFlight() {
      posting.loseFlight()
      changing.loseFlight()
    },
    pump() {
      posting.pump()
      changing.pump()
    },
    end() {
      posting.end()
      changing.end()
    },
  }
}

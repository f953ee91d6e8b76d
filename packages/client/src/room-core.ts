import type {
  Command,
  ConfabRecord,
  MemberId,
  MemberRecord,
  MessageId,
  PostRefusal,
  Presence,
  Reset,
  ResumeRoom,
  RoomId,
  RoomRecord,
  Sequence,
  Span,
  Typing,
} from '@confab/protocol'
import { type Answer, accepted, assertNever, refused } from './answer.ts'
import { showChanges } from './changes.ts'
import { createChanging } from './changing.ts'
import { createEntering } from './entering.ts'
import { createListeners } from './listeners.ts'
import { createLookingUp } from './looking-up.ts'
import { isInFlight, isPending, isUnheardOf, showPending } from './outbox.ts'
import {
  type Author,
  type KnownMessage,
  overlayOne,
  overlayPending,
  overlayRecords,
  overlayRoom,
} from './overlay.ts'
import { createPaging } from './paging.ts'
import { createPosting } from './posting.ts'
import { REQUEST_TIMEOUT_MS, type Reply } from './requests.ts'
import { lostAfter } from './restored.ts'
import type { Room, RoomView } from './room.ts'
import type { RoomPort } from './room-port.ts'
import { createSaving } from './saving.ts'
import { createSearch } from './searching.ts'
import type { StoredChange, StoredPost, StoredRoom } from './storage.ts'
import { applyReset, applySpan, EMPTY_HISTORY, type History, hear, showTimeline } from './timeline.ts'
import { createTypingSign } from './typing-sign.ts'
import { createWhoIsHere } from './who-is-here.ts'

/** Events about one room that are no replies. */
export type RoomEvent = Span | Reset | Presence | Typing | PostRefusal

/** What a storage has for the server, of one room. */
export type Unsent = { posts: readonly StoredPost[]; changes: readonly StoredChange[] }

/** A room, with what its client does to it. */
export interface RoomCore extends Room {
  receive(event: RoomEvent): void
  /** A heartbeat said how far the room is. */
  hearHead(head: Sequence): void
  /** Its part in a hello, with a ref that waits for the reply. */
  resume(): Omit<ResumeRoom, 'type'>
  /** Asks to enter on the line of now, unless that was done. */
  enter(): void
  /** The reply to an entry that the client asked for: create or join. */
  answerEntry(answer: Answer<Reply>): void
  lineLost(): void
  /** Shows what was stored, before the network answers. */
  restore(stored: StoredRoom): void
  /** What this tab had not sent in the life before. Until it is known nothing goes out. */
  takeIn(unsent: Unsent): void
  /** What another tab left, behind one's own. */
  adopt(unsent: Unsent): void
  /** Tells the listeners what changed since the last time. */
  flush(): void
  /** Stores what is not stored yet and stops every timer. */
  end(): void
}

/** Makes a room of which nothing is known yet. `left` is called when the app leaves it. */
export function createRoomCore(roomId: RoomId, port: RoomPort, left: () => void): RoomCore {
  const { clock, requests } = port
  const viewListeners = createListeners<void>()
  const recordListeners = createListeners<readonly ConfabRecord[]>()

  let history: History = EMPTY_HISTORY
  let room: RoomRecord | null = null
  let me: MemberRecord | null = null
  let meId: MemberId | null = null
  let restoredAfter: Sequence | null = null
  let view: RoomView | null = null
  let news: ConfabRecord[] = []
  let isChanged = false
  let isFollowing = true

  const entering = createEntering({
    roomId,
    port,
    history: () => history,
    entered(memberId, head) {
      meId = memberId
      if (head !== null) history = hear(history, head)
    },
    changed,
    caughtUp: pump,
    putOut: refuseWaiting,
    flush,
  })
  const isPutOut = () => entering.entry.name === 'refused' && entering.entry.code === 'removed'
  const isIn = () => entering.entry.name === 'in' && port.isOnline()
  const posting = createPosting({
    roomId,
    port,
    canSend: isIn,
    isUnwanted: (messageId) =>
      changing.queue.some(
        ({ wish, state }) => wish.kind === 'delete' && wish.messageId === messageId && state !== 'refused',
      ),
    changed,
    overdue: entering.enterAgain,
    flush,
  })
  const changing = createChanging({
    roomId,
    port,
    canSend: isIn,
    // A post of which nobody knows whether it arrived can be deleted as it is. All else waits until it is a message.
    isBlocked: ({ kind, messageId }) =>
      isPending(posting.outbox, messageId) && (kind !== 'delete' || isInFlight(posting.outbox, messageId)),
    dropPost: posting.drop,
    known,
    shown: (messageId) => shown(known(messageId)),
    me: () => meId,
    changed,
    flush,
  })
  const lookingUp = createLookingUp({
    roomId,
    port,
    epoch: () => history.epoch,
    canAsk: isIn,
    isOver: () => entering.entry.name === 'refused',
    changed,
    flush,
  })
  const people = createWhoIsHere({
    port,
    me: () => meId,
    cursor: () => history.cursor,
    changed,
    flush,
  })
  const paging = createPaging({
    roomId,
    port,
    history: () => history,
    become(next) {
      if (next.window !== history.window) changed()
      history = next
      settle()
      pump()
      flush()
    },
    saw: ({ epoch, page }) => {
      if (epoch !== history.epoch) return
      posting.see(page.records)
      lookingUp.learn(page.records)
    },
  })
  const saving = createSaving(roomId, port, () => ({ history, room, me, restoredAfter }))
  const typingSign = createTypingSign(clock, (isTyping) => {
    if (isIn()) port.send({ type: 'set-typing', roomId, isTyping })
  })

  function changed(): void {
    view = null
    isChanged = true
  }

  /** Sends and asks for whatever may be. */
  function pump(): void {
    posting.pump()
    changing.pump()
    lookingUp.pump()
  }

  function settle(): void {
    posting.settle(history.cursor)
    changing.settle()
  }

  function refuseWaiting(): void {
    posting.refuseWaiting('removed')
    changing.refuseWaiting('removed')
  }

  /** What the server told of a message. */
  function known(messageId: MessageId): KnownMessage {
    let [message, reactions]: [KnownMessage['message'], KnownMessage['reactions']] = [null, null]
    for (const record of history.window.records) {
      if (record.kind === 'message' && record.messageId === messageId) message = record
      if (record.kind === 'reactions' && record.messageId === messageId) reactions = record
    }
    return { message: message ?? lookingUp.known(messageId), reactions, room }
  }

  function author(): Author | null {
    return meId === null ? null : { me: meId, aheadMs: port.serverNow() - clock.now() }
  }

  function shown({ message, reactions, room }: KnownMessage): KnownMessage {
    const by = author()
    if (!by) return { message, reactions, room }
    const records = [message, reactions].filter((record) => record !== null)
    const overlaid = overlayRecords(records, changing.queue, by)
    return {
      message: overlaid.find((record) => record.kind === 'message') ?? null,
      reactions: overlaid.find((record) => record.kind === 'reactions') ?? null,
      room,
    }
  }

  function phase(): RoomView['phase'] {
    const { name } = entering.entry
    if (name === 'refused') return 'refused'
    if (name === 'in') return 'live'
    return history.epoch === null ? 'entering' : 'catching-up'
  }

  function look(): RoomView {
    if (view) return view
    const { entry } = entering
    const { queue } = changing
    const by = author()
    const confirmed = showTimeline(history, overlayPending(showPending(posting.outbox), queue))
    const timeline = by ? { ...confirmed, records: overlayRecords(confirmed.records, queue, by) } : confirmed
    view = {
      phase: phase(),
      refusal: entry.name === 'refused' ? entry.code : null,
      room: room && overlayRoom(room, queue),
      me,
      // Who was removed has what they have: nobody would answer them with more.
      timeline: isPutOut() ? { ...timeline, hasOlder: false, hasNewer: false } : timeline,
      changes: showChanges(queue),
      restoredAfter,
      roster: people.roster,
    }
    return view
  }

  function flush(): void {
    while (isChanged || news.length > 0) {
      const records = news
      const wasChanged = isChanged
      news = []
      isChanged = false
      if (records.length > 0) recordListeners.tell(records)
      if (wasChanged) viewListeners.tell()
    }
  }

  /** After every step of the history. */
  function advanced(by: 'span' | 'reset'): void {
    settle()
    changed()
    saving.changed()
    entering.moved(by)
    pump()
  }

  // Events

  function receive(event: RoomEvent): void {
    switch (event.type) {
      case 'span':
        return receiveSpan(event)
      case 'reset':
        return receiveReset(event)
      case 'presence':
        return people.hearPresence(event)
      case 'typing':
        return people.hearTyping(event)
      case 'post-refusal':
        return posting.refuse(event)
      default:
        return assertNever(event)
    }
  }

  function receiveSpan(span: Span): void {
    const applied = applySpan(history, span, { me: meId, windowMax: port.windowMax, isFollowing })
    // Of another history than ours: only a resume can say what became of it.
    if (applied.verdict === 'foreign') {
      if (entering.entry.name === 'in') entering.enterAgain()
      return
    }
    posting.see(span.records)
    history = applied.history
    lookingUp.learn(applied.records)
    note(applied.records)
    news.push(...applied.records)
    advanced('span')
    // Only this span's word counts: of who is back, an earlier piece of the replay may not say so yet.
    if (removesMe(applied.records)) entering.removed()
  }

  function removesMe(records: readonly ConfabRecord[]): boolean {
    return records.some(
      (record) => record.kind === 'member' && record.memberId === meId && record.role === 'removed',
    )
  }

  function receiveReset(reset: Reset): void {
    lookingUp.reset(reset.epoch !== history.epoch)
    if (reset.epoch !== history.epoch) beginOtherHistory(reset)
    posting.see(reset.page.records)
    lookingUp.learn([reset.me, ...reset.page.records])
    paging.reset()
    history = applyReset(reset)
    room = reset.room
    me = reset.me
    meId = reset.me.memberId
    advanced('reset')
  }

  function beginOtherHistory({ page }: Reset): void {
    posting.forgetAcks()
    if (history.epoch === null) return
    restoredAfter = lostAfter(history, page) ?? restoredAfter
    // Their places are those of the history before.
    people.forgetNotices()
  }

  function note(records: readonly ConfabRecord[]): void {
    if (records.length === 0) return
    people.note(records)
    for (const record of records) {
      if (record.kind === 'room' && (!room || record.version > room.version)) room = record
      if (record.kind === 'member' && record.memberId === meId && (!me || record.version > me.version))
        me = record
    }
  }

  /** Some may have been stored by the server in the life before, and stand in the window. */
  function tookIn(): void {
    posting.see(history.window.records)
    settle()
    unlessPutOut(null)
    pump()
    flush()
  }

  /** What is to be sent is refused at once where nothing goes out any more. */
  function unlessPutOut<T>(value: T): T {
    if (isPutOut()) refuseWaiting()
    return value
  }

  function end(): void {
    saving.end()
    people.end()
    entering.end()
    posting.end()
    changing.end()
    lookingUp.end()
  }

  /** Has something done that is done or refused. */
  function asked(make: (ref: number) => Command): Promise<Answer<null>> {
    return new Promise((resolve) =>
      requests.ask(make, { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) =>
        resolve(answer.ok ? accepted(null) : answer),
      ),
    )
  }

  /** Asks for something. Who asks is there to see whether it comes, so it is asked for once. */
  function fetched<T>(make: (ref: number) => Command, read: (reply: Reply) => T | null): Promise<Answer<T>> {
    return new Promise((resolve) =>
      requests.ask(make, { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) => {
        if (!answer.ok) return resolve(answer)
        const value = read(answer.value)
        resolve(value === null ? refused({ code: 'unavailable' }) : accepted(value))
      }),
    )
  }

  /** Nothing becomes of what was to be done with it. */
  function discard(messageId: MessageId): void {
    posting.discard(messageId)
    if (!posting.outbox.posts.some((post) => post.messageId === messageId)) changing.forget(messageId)
  }

  /** What the app asks for is shown before the call returns. */
  function flushed<T>(value: T): T {
    flush()
    return value
  }

  return {
    roomId,
    get view() {
      return look()
    },
    subscribe: viewListeners.add,
    onRecords: recordListeners.add,
    post(body, options = {}) {
      typingSign.set(false)
      return flushed(unlessPutOut(posting.post({ body, ...options })))
    },
    retry: (messageId) => flushed(unlessPutOut(posting.retry(messageId))),
    discard: (messageId) => flushed(discard(messageId)),
    edit(messageId, body) {
      if (!posting.reword(messageId, body)) changing.edit(messageId, body)
      flushed(unlessPutOut(null))
    },
    deleteMessage(messageId) {
      if (isUnheardOf(posting.outbox, messageId)) discard(messageId)
      else changing.delete(messageId)
      flushed(unlessPutOut(null))
    },
    react: (messageId, emoji, isOn) => flushed(unlessPutOut(changing.react(messageId, emoji, isOn))),
    pin: (messageId, isPinned) => flushed(unlessPutOut(changing.pin(messageId, isPinned))),
    retryChange: (changeId) => flushed(unlessPutOut(changing.retry(changeId))),
    discardChange: (changeId) => flushed(changing.discard(changeId)),
    message(messageId) {
      const record = lookingUp.message(messageId)
      const by = author()
      return record && by ? overlayOne(record, changing.queue, by) : record
    },
    member: lookingUp.member,
    fetchEdits: (messageId) =>
      fetched(
        (ref) => ({ type: 'fetch-edits', ref, roomId, messageId }),
        (reply) => (reply.type === 'edits' ? { edits: reply.edits, isComplete: reply.isComplete } : null),
      ),
    fetchReactors: (messageId, emoji) =>
      fetched(
        (ref) => ({ type: 'fetch-reactors', ref, roomId, messageId, emoji }),
        (reply) =>
          reply.type === 'reactors' ? { members: reply.members, includesMe: reply.includesMe } : null,
      ),
    setTyping: typingSign.set,
    follow(isNow) {
      isFollowing = isNow
    },
    loadOlder: paging.loadOlder,
    loadNewer: paging.loadNewer,
    showLatest: paging.showLatest,
    showAround: paging.showAround,
    search: createSearch(roomId, port),
    changeTitle: (title) => asked((ref) => ({ type: 'change-room', ref, roomId, title })),
    removeMember: (memberId) => asked((ref) => ({ type: 'remove-member', ref, roomId, memberId })),
    leave() {
      end()
      left()
    },

    receive,
    hearHead(head) {
      history = hear(history, head)
      entering.moved('heartbeat')
    },
    resume: entering.resume,
    enter: entering.enter,
    answerEntry: entering.answer,
    lineLost() {
      typingSign.forget()
      people.lineLost()
      posting.loseFlight()
      changing.loseFlight()
      lookingUp.lineLost()
      entering.lineLost()
      flush()
    },
    restore(stored) {
      room = stored.room
      me = stored.me
      meId = stored.me.memberId
      history = applyReset(stored)
      lookingUp.learn([stored.me, ...stored.page.records])
      restoredAfter = stored.restoredAfter ?? null
      changed()
    },
    takeIn({ posts, changes }) {
      posting.takeIn(posts)
      changing.takeIn(changes)
      tookIn()
    },
    adopt({ posts, changes }) {
      posting.adopt(posts)
      changing.adopt(changes)
      tookIn()
    },
    flush,
    end,
  }
}

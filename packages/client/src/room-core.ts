import type {
  ConfabRecord,
  MemberId,
  MemberRecord,
  MessageId,
  PostRefusal,
  Presence,
  Read,
  Reset,
  ResumeRoom,
  RoomId,
  RoomRecord,
  Sequence,
  Span,
  Typing,
} from '@confab/protocol'
import { isOut } from '@confab/protocol'
import { type Answer, assertNever } from './answer.ts'
import { createAsking } from './asking.ts'
import { createEntering } from './entering.ts'
import { expire, withoutExpired } from './expiry.ts'
import { createListeners } from './listeners.ts'
import { createLookingUp } from './looking-up.ts'
import { createOutgoing, type Unsent } from './outgoing.ts'
import type { KnownMessage } from './overlay.ts'
import { createPaging } from './paging.ts'
import { createReading } from './reading.ts'
import type { Reply } from './requests.ts'
import { lostAfter } from './restored.ts'
import type { Room, RoomView } from './room.ts'
import type { RoomPort } from './room-port.ts'
import { createSaving } from './saving.ts'
import { createSearch } from './searching.ts'
import type { StoredRoom } from './storage.ts'
import {
  applyReset,
  applySpan,
  EMPTY_HISTORY,
  type History,
  hear,
  isBehind,
  showTimeline,
} from './timeline.ts'
import { createTypingSign } from './typing-sign.ts'
import { createWhoIsHere } from './who-is-here.ts'

/** Events about one room that are no replies. */
export type RoomEvent = Span | Reset | Presence | Typing | Read | PostRefusal

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
  /** Stores what is not stored yet. */
  keepNow(): void
  /** Stores what is not stored yet and stops every timer. */
  end(): void
}

/** Makes a room of which nothing is known yet. `left` is called when the app leaves it. */
export function createRoomCore(roomId: RoomId, port: RoomPort, left: () => void): RoomCore {
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
    entered(memberId, head, { lastRead, isSameHistory }) {
      meId = memberId
      reading.entered(lastRead, isSameHistory)
      if (head !== null) history = hear(history, head)
    },
    changed,
    caughtUp() {
      pump()
      reading.caughtUp()
    },
    putOut: () => outgoing.refuseWaiting(),
    flush,
  })
  const isPutOut = () =>
    entering.entry.name === 'refused' &&
    (entering.entry.code === 'removed' || entering.entry.code === 'banned')
  const isIn = () => entering.entry.name === 'in' && port.isOnline()
  const reading = createReading(roomId, port, {
    isIn,
    changed() {
      changed()
      saving.changed()
    },
  })
  const outgoing = createOutgoing({
    roomId,
    port,
    canSend: isIn,
    isUpToDate: () => isIn() && !isBehind(history),
    isPutOut,
    me: () => meId,
    known,
    changed,
    overdue: entering.enterAgain,
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
      const left = withoutGone(next)
      if (left.window !== history.window) changed()
      history = left
      outgoing.settle(history.cursor)
      pump()
      flush()
    },
    saw: ({ epoch, page }) => {
      if (epoch !== history.epoch) return
      outgoing.see(page.records)
      lookingUp.learn(page.records)
    },
  })
  const saving = createSaving(roomId, port, () => ({
    history,
    room,
    me,
    restoredAfter,
    lastRead: reading.lastRead,
  }))
  const typingSign = createTypingSign(port.clock, (isTyping) => {
    if (isIn()) port.send({ type: 'set-typing', roomId, isTyping })
  })

  function changed(): void {
    view = null
    isChanged = true
  }

  /** Sends and asks for whatever may be. */
  function pump(): void {
    outgoing.pump()
    lookingUp.pump()
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

  function phase(): RoomView['phase'] {
    const { name } = entering.entry
    if (name === 'refused') return 'refused'
    if (name === 'in') return 'live'
    return history.epoch === null ? 'entering' : 'catching-up'
  }

  function look(): RoomView {
    if (view) return view
    const { entry } = entering
    const timeline = outgoing.showIn(showTimeline(history))
    view = {
      phase: phase(),
      refusal: entry.name === 'refused' ? entry.code : null,
      room: room && outgoing.showInRoom(room),
      me,
      // Who was removed has what they have: nobody would answer them with more.
      timeline: isPutOut() ? { ...timeline, hasOlder: false, hasNewer: false } : timeline,
      changes: outgoing.changes,
      restoredAfter,
      lastRead: reading.lastRead,
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

  /** A page may have been on its way since before. */
  const withoutGone = (next: History): History => expire(next, room?.settings?.expiredUpTo ?? 0)

  /** After every step of the history. */
  function advanced(by: 'span' | 'reset'): void {
    history = withoutGone(history)
    outgoing.settle(history.cursor)
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
      case 'read':
        return reading.learn(event.upTo)
      case 'post-refusal':
        return outgoing.refuse(event)
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
    outgoing.see(span.records)
    history = applied.history
    lookingUp.learn(applied.records)
    note(applied.records)
    news.push(...applied.records)
    advanced('span')
    // Only this span's word counts: of who is back, an earlier piece of the replay may not say so yet.
    const out = myWayOut(applied.records)
    if (out) entering.removed(out)
  }

  function myWayOut(records: readonly ConfabRecord[]): 'removed' | 'banned' | null {
    for (const record of records)
      if (record.kind === 'member' && record.memberId === meId && isOut(record.role)) return record.role
    return null
  }

  function receiveReset(reset: Reset): void {
    lookingUp.reset(reset.epoch !== history.epoch)
    if (reset.epoch !== history.epoch) beginOtherHistory(reset)
    outgoing.see(reset.page.records)
    lookingUp.learn([reset.me, ...reset.page.records])
    paging.reset()
    history = applyReset(reset)
    room = reset.room
    me = reset.me
    meId = reset.me.memberId
    advanced('reset')
  }

  function beginOtherHistory({ page }: Reset): void {
    outgoing.forgetAcks()
    if (history.epoch === null) return
    restoredAfter = lostAfter(history, page) ?? restoredAfter
    // Their places are those of the history before.
    people.forgetNotices()
  }

  function note(records: readonly ConfabRecord[]): void {
    if (records.length === 0) return
    people.note(records)
    for (const record of records) {
      if (record.kind === 'room' && (!room || record.version > room.version)) {
        // What was looked up may be among it.
        if (record.settings?.expiredUpTo !== room?.settings?.expiredUpTo) lookingUp.reset(false)
        room = record
      }
      if (record.kind === 'member' && record.memberId === meId && (!me || record.version > me.version))
        me = record
    }
  }

  /** Some may have been stored by the server in the life before, and stand in the window. */
  function tookIn(): void {
    outgoing.see(history.window.records)
    outgoing.settle(history.cursor)
    if (isPutOut()) outgoing.refuseWaiting()
    pump()
    flush()
  }

  function end(): void {
    saving.now()
    people.end()
    entering.end()
    outgoing.end()
    lookingUp.end()
  }

  return {
    roomId,
    get view() {
      return look()
    },
    subscribe: viewListeners.add,
    onRecords: recordListeners.add,
    post(body, options) {
      typingSign.set(false)
      return outgoing.post(body, options)
    },
    retry: outgoing.retry,
    discard: outgoing.discard,
    cancelFile: outgoing.cancelFile,
    edit: outgoing.edit,
    deleteMessage: outgoing.deleteMessage,
    react: outgoing.react,
    pin: outgoing.pin,
    retryChange: outgoing.retryChange,
    discardChange: outgoing.discardChange,
    message(messageId) {
      // The server knows nothing of it yet.
      if (outgoing.isPending(messageId)) return undefined
      const record = lookingUp.message(messageId)
      return record && outgoing.showInMessage(record)
    },
    member: lookingUp.member,
    ...createAsking(roomId, port),
    setTyping: typingSign.set,
    markRead(upTo) {
      reading.mark(upTo)
      flush()
    },
    tellRead: reading.settle,
    follow(isNow) {
      isFollowing = isNow
    },
    loadOlder: paging.loadOlder,
    loadNewer: paging.loadNewer,
    showLatest: paging.showLatest,
    showAround: paging.showAround,
    search: createSearch(roomId, port),
    leave() {
      reading.settle()
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
      outgoing.loseFlight()
      lookingUp.lineLost()
      entering.lineLost()
      flush()
    },
    restore(kept) {
      const stored = withoutExpired(kept, port.serverNow())
      if (stored !== kept) saving.changed()
      room = stored.room
      me = stored.me
      meId = stored.me.memberId
      history = applyReset(stored)
      lookingUp.learn([stored.me, ...stored.page.records])
      restoredAfter = stored.restoredAfter ?? null
      if (stored.lastRead) reading.mark(stored.lastRead)
      changed()
    },
    takeIn(unsent) {
      outgoing.takeIn(unsent)
      tookIn()
    },
    adopt(unsent) {
      outgoing.adopt(unsent)
      tookIn()
    },
    flush,
    keepNow: saving.now,
    end,
  }
}

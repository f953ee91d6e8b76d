import type {
  Command,
  ConfabRecord,
  MemberId,
  MemberRecord,
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
import { type Answer, accepted, assertNever } from './answer.ts'
import { createAlarm } from './clock.ts'
import { createEntering } from './entering.ts'
import { createListeners } from './listeners.ts'
import { showPending } from './outbox.ts'
import { createPaging } from './paging.ts'
import { createPosting } from './posting.ts'
import { REQUEST_TIMEOUT_MS, type Reply } from './requests.ts'
import { lostAfter } from './restored.ts'
import type { Room, RoomView } from './room.ts'
import type { RoomPort } from './room-port.ts'
import {
  applyPresence,
  applyTyping,
  EMPTY_ROSTER,
  expireTyping,
  loseLine,
  noteRecords,
  type RosterState,
  typingEndsAt,
} from './roster.ts'
import { createSaving } from './saving.ts'
import { createSearch } from './searching.ts'
import type { StoredPost, StoredRoom } from './storage.ts'
import { applyReset, applySpan, EMPTY_HISTORY, type History, hear, showTimeline } from './timeline.ts'
import { createTypingSign } from './typing-sign.ts'

/** Events about one room that are no replies. */
export type RoomEvent = Span | Reset | Presence | Typing | PostRefusal

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
  takeInPosts(posts: readonly StoredPost[]): void
  /** What another tab left, behind one's own. */
  adoptPosts(posts: readonly StoredPost[]): void
  /** Tells the listeners what changed since the last time. */
  flush(): void
  /** Stores what is not stored yet and stops every timer. */
  end(): void
}

/** Makes a room of which nothing is known yet. `left` is called when the app leaves it. */
export function createRoomCore(roomId: RoomId, port: RoomPort, left: () => void): RoomCore {
  const { clock, requests } = port
  const typingAlarm = createAlarm(clock)
  const viewListeners = createListeners<void>()
  const recordListeners = createListeners<readonly ConfabRecord[]>()

  let history: History = EMPTY_HISTORY
  let roster: RosterState = EMPTY_ROSTER
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
    caughtUp: () => posting.pump(),
    putOut: () => posting.refuseWaiting('removed'),
    flush,
  })
  const isPutOut = () => entering.entry.name === 'refused' && entering.entry.code === 'removed'
  const isIn = () => entering.entry.name === 'in' && port.isOnline()
  const posting = createPosting({
    roomId,
    port,
    canSend: isIn,
    changed,
    overdue: entering.enterAgain,
    flush,
  })
  const paging = createPaging({
    roomId,
    port,
    history: () => history,
    become(next) {
      if (next.window !== history.window) changed()
      history = next
      posting.settle(history.cursor)
      posting.pump()
      flush()
    },
    saw: ({ epoch, page }) => {
      if (epoch === history.epoch) posting.see(page.records)
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

  function phase(): RoomView['phase'] {
    const { name } = entering.entry
    if (name === 'refused') return 'refused'
    if (name === 'in') return 'live'
    return history.epoch === null ? 'entering' : 'catching-up'
  }

  function look(): RoomView {
    if (view) return view
    const { entry } = entering
    const timeline = showTimeline(history, showPending(posting.outbox))
    view = {
      phase: phase(),
      refusal: entry.name === 'refused' ? entry.code : null,
      room,
      me,
      // Who was removed has what they have: nobody would answer them with more.
      timeline: isPutOut() ? { ...timeline, hasOlder: false, hasNewer: false } : timeline,
      restoredAfter,
      roster,
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
    posting.settle(history.cursor)
    changed()
    saving.changed()
    entering.moved(by)
    posting.pump()
  }

  // Events

  function receive(event: RoomEvent): void {
    switch (event.type) {
      case 'span':
        return receiveSpan(event)
      case 'reset':
        return receiveReset(event)
      case 'presence':
        roster = applyPresence(roster, event, { me: meId, now: port.serverNow(), cursor: history.cursor })
        return changed()
      case 'typing':
        roster = applyTyping(roster, event, meId, clock.monotonic())
        watchTyping()
        return changed()
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
    note(applied.records)
    news.push(...applied.records)
    advanced('span')
    if (me?.role === 'removed') entering.removed()
  }

  function receiveReset(reset: Reset): void {
    if (reset.epoch !== history.epoch) beginOtherHistory(reset)
    posting.see(reset.page.records)
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
    roster = { ...roster, notices: [] }
  }

  function note(records: readonly ConfabRecord[]): void {
    if (records.length === 0) return
    roster = noteRecords(roster, records, { me: meId, now: port.serverNow(), cursor: history.cursor })
    for (const record of records) {
      if (record.kind === 'room' && (!room || record.version > room.version)) room = record
      if (record.kind === 'member' && record.memberId === meId && (!me || record.version > me.version))
        me = record
    }
  }

  function watchTyping(): void {
    const endsAt = typingEndsAt(roster)
    if (endsAt === null) return typingAlarm.clear()
    typingAlarm.set(endsAt - clock.monotonic(), () => {
      roster = expireTyping(roster, clock.monotonic())
      watchTyping()
      changed()
      flush()
    })
  }

  /** Some may have been stored by the server in the life before, and stand in the window. */
  function tookInPosts(): void {
    posting.see(history.window.records)
    posting.settle(history.cursor)
    unlessPutOut(null)
    posting.pump()
    flush()
  }

  /** What is to be sent is refused at once where nothing goes out any more. */
  function unlessPutOut<T>(value: T): T {
    if (isPutOut()) posting.refuseWaiting('removed')
    return value
  }

  function end(): void {
    saving.end()
    typingAlarm.clear()
    entering.end()
    posting.end()
  }

  /** Has something done that is done or refused. */
  function asked(make: (ref: number) => Command): Promise<Answer<null>> {
    return new Promise((resolve) =>
      requests.ask(make, { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) =>
        resolve(answer.ok ? accepted(null) : answer),
      ),
    )
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
    post(body) {
      typingSign.set(false)
      return flushed(unlessPutOut(posting.post(body)))
    },
    retry: (messageId) => flushed(unlessPutOut(posting.retry(messageId))),
    discard: (messageId) => flushed(posting.discard(messageId)),
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
      roster = loseLine(roster)
      posting.loseFlight()
      entering.lineLost()
      flush()
    },
    restore(stored) {
      room = stored.room
      me = stored.me
      meId = stored.me.memberId
      history = applyReset(stored)
      restoredAfter = stored.restoredAfter ?? null
      changed()
    },
    takeInPosts(posts) {
      posting.takeIn(posts)
      tookInPosts()
    },
    adoptPosts(posts) {
      posting.adopt(posts)
      tookInPosts()
    },
    flush,
    end,
  }
}

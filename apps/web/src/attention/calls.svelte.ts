import type { AttentionView, Client, Ignored, Room } from '@confab/client'
import {
  type AttentionLevel,
  type ConfabRecord,
  createId,
  type MemberId,
  type MessageId,
  type MessageRecord,
  type RoomId,
  type Sequence,
} from '@confab/protocol'
import { createSubscriber } from 'svelte/reactivity'
import { oneLineOf } from '../markdown/markdown.svelte.ts'
import { IGNORED_KEY, ignoredIn } from '../room/ignored.ts'
import { isUp } from '../room/is-up.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { placeOf, route } from '../route.svelte.ts'
import { alsoSpeak } from '../words/words.svelte.ts'
import { CallLine, GATHER_MS, openCallChannel } from './call-line.ts'
import { kindOf, verdictOn } from './calling.ts'
import { Chime } from './chime.ts'
import { watchElsewhere } from './elsewhere.ts'
import type { Heard, KnownRoomList } from './heard.ts'
import { gather, type Note } from './note.ts'
import { Notifier } from './notifier.ts'
import { Preferences } from './preferences.svelte.ts'
import { PushSwitch } from './push-switch.svelte.ts'

/** Notifications of one room that follow each other faster than this, in milliseconds, do not draw the eye again. */
const SAME_BURST_MS = 5_000

/** The close code of an identity that is over. */
const TOKEN_REVOKED = 4401

/** Listens to every room, and calls people by notification and sound. */
export class Calls {
  readonly client: Client
  readonly preferences = new Preferences()
  readonly chime = new Chime()
  readonly push: PushSwitch
  readonly #shown: () => RoomSession | null
  readonly #notifier = new Notifier((path) => route.go(placeOf(path)))
  readonly #line: CallLine
  readonly #followed = new Map<Room, () => void>()
  /** Replies of which it is not known yet whom they answer. */
  readonly #undecided = new Map<MessageId, { room: Room; message: MessageRecord }>()
  readonly #waiting = new Map<RoomId, Note>()
  /** What was told of a room since they last read it. */
  readonly #told = new Map<RoomId, { note: Note; at: number }>()
  readonly #closedUpTo = new Map<RoomId, Sequence>()
  readonly #followClient: () => void
  #isFetching = false
  #remembered: Ignored | null = null

  constructor(client: Client, knownRooms: KnownRoomList, shown: () => RoomSession | null) {
    this.client = client
    this.#shown = shown
    this.push = new PushSwitch(client, this.preferences)
    this.#line = new CallLine(openCallChannel(), createId<string>(), (roomId) => this.#isLookedAt(roomId))
    this.#followClient = createSubscriber((changed) => client.subscribe(changed))
    client.subscribe(() => this.#clientChanged())
    this.#clientChanged()
    watchElsewhere(client, knownRooms, {
      isWanted: () => this.isWanted && !this.push.isOn,
      heard: (heard) => void this.#hear(heard),
      read: (roomId, upTo) => this.#read(roomId, upTo),
    })
    // The server writes in the language that came with the subscription.
    alsoSpeak(async () => () => void this.push.renew())
    navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const { type } = (data ?? {}) as { type?: unknown }
      if (type === 'subscribed-again') void this.push.renew()
    })
  }

  /** What they want to be called for; null until the server has told. */
  get wishes(): AttentionView | null {
    this.#followClient()
    return this.client.view.attention
  }

  get isLineUp(): boolean {
    this.#followClient()
    return isUp(this.client.connection)
  }

  levelOf(roomId: RoomId): AttentionLevel {
    return this.wishes?.levels.find((one) => one.roomId === roomId)?.level ?? 'all'
  }

  /** Until when they want to be left alone; null when they do not. */
  get quietUntil(): number | null {
    const until = this.wishes?.quietUntil ?? null
    return until !== null && until > this.client.serverNow() ? until : null
  }

  /** Whether this browser is to do anything at all. */
  get isWanted(): boolean {
    return this.preferences.isOn('notifications') || this.preferences.isOn('sound')
  }

  #isIgnored(roomId: RoomId, memberId: MemberId): boolean {
    return ignoredIn(this.wishes?.ignored ?? [], roomId).has(memberId)
  }

  /** So that nobody reads a moment of it with the next start. */
  #remember(ignored: Ignored): void {
    if (ignored === this.#remembered) return
    this.#remembered = ignored
    try {
      localStorage.setItem(IGNORED_KEY, JSON.stringify(ignored))
    } catch {
      // Then it is known once the server has told.
    }
  }

  #clientChanged(): void {
    const { client } = this
    if (client.view.attention) this.#remember(client.view.attention.ignored)
    if (client.view.attention === null && isUp(client.connection)) void this.#fetchWishes()
    const { connection } = client
    if (connection.name === 'stopped' && connection.code === TOKEN_REVOKED && this.push.isOn)
      void this.push.forget()
    for (const [room, stop] of this.#followed) {
      if (client.rooms.get(room.roomId) === room) continue
      stop()
      this.#followed.delete(room)
    }
    for (const room of client.rooms.values()) if (!this.#followed.has(room)) this.#follow(room)
  }

  async #fetchWishes(): Promise<void> {
    if (this.#isFetching) return
    this.#isFetching = true
    const answer = await this.client.fetchAttention()
    this.#isFetching = false
    if (answer.ok) void this.push.renew()
  }

  #follow(room: Room): void {
    const stopHearing = room.onRecords((records) => this.#heardRecords(room, records))
    const stopFollowing = room.subscribe(() => this.#roomChanged(room))
    this.#followed.set(room, () => {
      stopHearing()
      stopFollowing()
    })
    this.#roomChanged(room)
  }

  #heardRecords(room: Room, records: readonly ConfabRecord[]): void {
    for (const record of records) {
      if (record.kind !== 'message') continue
      if (record.deletedAt !== undefined) this.#deleted(room.roomId, record)
      // An edit is no arrival.
      else if (record.version === record.sequence) this.#consider(room, record)
    }
  }

  #consider(room: Room, message: MessageRecord): void {
    const { me, room: record, lastRead } = room.view
    if (!me || !record || message.authorId === me.memberId) return
    const answered = message.replyTo === undefined ? null : room.message(message.replyTo)
    if (answered === undefined) this.#undecided.set(message.messageId, { room, message })
    const nameOf = (memberId: MemberId) =>
      memberId === me.memberId ? me.name : (room.member(memberId)?.name ?? null)
    this.#hear({
      roomId: room.roomId,
      code: record.code,
      title: record.title,
      me: me.memberId,
      message,
      lastRead,
      answered,
      excerpt: oneLineOf(message.body, nameOf),
      ageMs: this.client.serverNow() - message.postedAt,
      others: 0,
    })
  }

  #roomChanged(room: Room): void {
    this.#read(room.roomId, room.view.lastRead)
    for (const [messageId, { room: its, message }] of this.#undecided) {
      if (its !== room || message.replyTo === undefined) continue
      if (room.message(message.replyTo) === undefined) continue
      this.#undecided.delete(messageId)
      this.#consider(room, message)
    }
  }

  #hear(heard: Heard): void {
    const { roomId, message, me } = heard
    const now = this.client.serverNow()
    // Without them nobody knows what is wanted; they are asked for as soon as there is a line.
    if (!this.isWanted || !this.wishes) return
    const kind = kindOf(message, me, heard.answered)
    if (kind === undefined) return
    const verdict = verdictOn({
      kind,
      isOwn: message.authorId === me,
      isDeleted: message.deletedAt !== undefined,
      isRead: message.sequence <= heard.lastRead,
      ageMs: heard.ageMs,
      isLookedAt: this.#isLookedAt(roomId),
      level: this.levelOf(roomId),
      quietUntil: this.quietUntil,
      now,
    })
    if (verdict !== 'call' || this.#isIgnored(roomId, message.authorId)) return
    const note: Note = {
      roomId,
      code: heard.code,
      title: heard.title,
      kind,
      memberName: message.authorName,
      excerpt: heard.excerpt,
      fileCount: message.files?.length ?? 0,
      sequence: message.sequence,
      at: message.postedAt,
      others: heard.others,
    }
    const isFirst = !this.#waiting.has(roomId)
    this.#waiting.set(roomId, gather(this.#waiting.get(roomId) ?? null, note))
    if (!isFirst) return
    this.#line.claim(roomId)
    setTimeout(() => void this.#call(roomId), GATHER_MS)
  }

  async #call(roomId: RoomId): Promise<void> {
    const waiting = this.#waiting.get(roomId)
    this.#waiting.delete(roomId)
    const isOurs = this.#line.settle(roomId, waiting?.sequence ?? 0)
    if (!waiting || !isOurs || this.#isLookedAt(roomId)) return
    const before = this.#told.get(roomId)
    const note = waiting.others > 0 && !before ? waiting : gather(before?.note ?? null, waiting)
    const now = performance.now()
    this.#told.set(roomId, { note, at: now })
    const wantsSound = this.preferences.isOn('sound')
    // A sound that fails keeps nobody from being called.
    const chimed = wantsSound ? await this.chime.play().catch(() => 'locked' as const) : 'locked'
    if (!this.preferences.isOn('notifications')) return
    await this.#notifier.show(note, {
      // Our own sound is enough; where it may not be heard yet, the system has one.
      isSilent: !wantsSound || chimed !== 'locked',
      isNews: !before || now - before.at > SAME_BURST_MS,
    })
  }

  /** Up to here a room was read: what is shown of it is taken back. */
  #read(roomId: RoomId, upTo: Sequence): void {
    if (upTo === 0) return
    const waiting = this.#waiting.get(roomId)
    if (waiting && waiting.sequence <= upTo) this.#waiting.delete(roomId)
    const told = this.#told.get(roomId)
    // What another tab or a push message shows is not known here, so it is looked for once for each place.
    if ((this.#closedUpTo.get(roomId) ?? 0) >= upTo) return
    this.#closedUpTo.set(roomId, upTo)
    if (told && told.note.sequence <= upTo) this.#told.delete(roomId)
    void this.#notifier.close(roomId, upTo)
  }

  /** What was taken back is not to go on standing on somebody's screen. */
  #deleted(roomId: RoomId, { sequence, messageId }: MessageRecord): void {
    this.#undecided.delete(messageId)
    if (this.#waiting.get(roomId)?.sequence === sequence) this.#waiting.delete(roomId)
    if (this.#told.get(roomId)?.note.sequence !== sequence) return
    this.#told.delete(roomId)
    void this.#notifier.close(roomId, sequence)
  }

  #isLookedAt(roomId: RoomId): boolean {
    const shown = this.#shown()
    return shown?.room.roomId === roomId && shown.isReading
  }
}

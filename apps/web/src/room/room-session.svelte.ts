import type { Attachment, Client, ConnectionState, PendingFile, Room, RoomView } from '@confab/client'
import type { MemberId, MessageId, MessageRecord, Sequence } from '@confab/protocol'
import { createContext } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { isAttended } from './attention.ts'
import { ignoredIn, rememberedIgnored } from './ignored.ts'
import { type Unread, unreadOf } from './unread.ts'

/** What the message box offers the rest of the room. */
export type BoxHandle = {
  /** Puts a text there to be worked on, before what stands there already, and the files of a post that goes away. */
  edit(body: string, files?: readonly PendingFile[]): Promise<void>
  focus(): void
}

/** What the list of messages offers the rest of the room. */
export type ListHandle = {
  /** `isSeen`: it is shown where the list goes. */
  toEnd(isSeen?: boolean): void
  /** Goes to the message at a place and shows for a moment which it is. Nothing counts as read by it. False when it is not there. */
  show(sequence: Sequence): Promise<boolean>
  scrollByPages(pages: number): void
  focus(): void
}

/** One room on the screen: the client's view of it made reactive, and what is known of this visit. */
export class RoomSession {
  readonly room: Room
  readonly client: Client
  box: BoxHandle | null = null
  list: ListHandle | null = null

  /** The list shows its end, and that is the newest of all. */
  isAtEnd = $state(true)
  /** The list has found its first place; until then nothing counts as read. */
  isLanded = $state(false)
  /** They know under which name they are here: they typed it, or have spoken. */
  isIntroduced = $state(true)
  /** What the room was called when they were last here; empty where nobody knows. */
  titleBefore = ''
  /** A link or a search brought them where they are: nothing counts as read until they are back at the end. */
  isVisiting = false
  /** Where the New divider stands: behind this place. */
  newAfter = $state.raw<Sequence | null>(null)
  /** Which message the box answers; the next post does. Kept with the draft. */
  replyTo = $state.raw<MessageId | null>(null)
  /** Opens one's newest message to be edited where it stands; false when there is none, or the list ends before the newest of all. */
  editLast: (() => boolean) | null = () => {
    const { records, pending, hasNewer } = this.view.timeline
    if (hasNewer) return false
    const waiting = pending.findLast((post) => post.state !== 'refused')?.messageId
    const sent = records.findLast(
      (record): record is MessageRecord =>
        record.kind === 'message' && record.authorId === this.me && record.deletedAt === undefined,
    )?.messageId
    this.editing = waiting ?? sent ?? null
    return this.editing !== null
  }
  /** Grows when a time came that changes what they may do. */
  ticks = $state(0)
  /** Something stands in the box. */
  isWriting = $state(false)
  /** Takes a file along with the next post; null where files cannot be sent. */
  attach = $state.raw<((file: File) => void) | null>(null)
  /** Which own message is being edited in its row. */
  editing = $state.raw<MessageId | null>(null)
  /** A place to open the room at, come by its link; null once it was shown. */
  wanted = $state.raw<Sequence | null>(null)
  #ownerSeen: MemberId | null = null
  #hadUnread = false
  readonly #remembered = rememberedIgnored()
  readonly #followRoom: () => void
  readonly #followClient: () => void

  constructor(room: Room, client: Client, lastRead: Sequence) {
    this.room = room
    this.client = client
    // What this browser remembers, where nobody has said more.
    if (room.view.lastRead === 0 && lastRead > 0) room.markRead(lastRead)
    this.#followRoom = createSubscriber((changed) => room.subscribe(changed))
    this.#followClient = createSubscriber((changed) => client.subscribe(changed))
  }

  get view(): RoomView {
    this.#followRoom()
    return this.room.view
  }

  get connection(): ConnectionState {
    this.#followClient()
    return this.client.connection
  }

  /** Up to where everything was seen, in any tab and on any device. 0 knows nothing. */
  get lastRead(): Sequence {
    return this.view.lastRead
  }

  /** The server's time, for what somebody may do at it. */
  get now(): number {
    void this.ticks
    return this.client.serverNow()
  }

  get me(): MemberId | null {
    return this.view.me?.memberId ?? null
  }

  get isOwner(): boolean {
    return this.view.me?.role === 'owner'
  }

  /** Whose room it is, once their record was in the window. */
  get ownerId(): MemberId | null {
    const { me, timeline } = this.view
    if (me?.role === 'owner') return me.memberId
    for (const record of timeline.records) {
      if (record.kind === 'member' && record.role === 'owner') this.#ownerSeen = record.memberId
    }
    return this.#ownerSeen
  }

  /** Whose messages they would rather not read. */
  get ignored(): ReadonlySet<MemberId> {
    this.#followClient()
    return ignoredIn(this.client.view.attention?.ignored ?? this.#remembered, this.room.roomId)
  }

  /** Whether what a member writes is something new to them. */
  get isHeard(): (memberId: MemberId) => boolean {
    const { me, ignored } = this
    return (memberId) => memberId !== me && !ignored.has(memberId)
  }

  get unread(): Unread {
    return unreadOf(this.view.timeline, this.lastRead, this.isHeard)
  }

  /** What was sent from here, as far as the window shows it, in order. */
  get sentTexts(): readonly string[] {
    const { records, pending } = this.view.timeline
    const confirmed = records.flatMap((record) =>
      record.kind === 'message' && record.authorId === this.me ? [record.body] : [],
    )
    return [...confirmed, ...pending.map((post) => post.body)].filter((body) => body !== '')
  }

  get isReading(): boolean {
    return this.isLanded && this.isAtEnd && isAttended()
  }

  post(body: string, attachments?: readonly Attachment[]): void {
    const { replyTo } = this
    this.room.post(body, { ...(replyTo && { replyTo }), ...(attachments && { attachments }) })
    this.replyTo = null
    this.isIntroduced = true
    this.newAfter = null
    this.list?.toEnd()
  }

  /** What a member is called now; null when nobody knows, or not yet. */
  nameOf(memberId: MemberId): string | null {
    const { me } = this.view
    if (me?.memberId === memberId) return me.name
    return this.room.member(memberId)?.name ?? null
  }

  /** A message wherever it is placed; null when there is none, undefined while it is asked for. */
  message(messageId: MessageId): MessageRecord | null | undefined {
    this.#followRoom()
    return this.room.message(messageId)
  }

  /** The next post answers this message. */
  reply(messageId: MessageId): void {
    this.replyTo = messageId
    this.box?.focus()
  }

  /** Goes to a message, wherever it is placed. */
  async goTo(messageId: MessageId): Promise<boolean> {
    const message = this.room.message(messageId)
    return message ? ((await this.list?.show(message.sequence)) ?? false) : false
  }

  /** Ends the editing in a row, saved or not. */
  endEditing(): void {
    this.editing = null
    this.box?.focus()
  }

  /** Takes a refused post back into the message box. */
  async edit(messageId: MessageId): Promise<void> {
    const post = this.view.timeline.pending.find((pending) => pending.messageId === messageId)
    if (!post) return
    // The bytes of its files go with it.
    await this.box?.edit(post.body, post.attachments)
    this.room.discard(messageId)
  }

  /** Back to the newest message, with nothing marked as new. */
  toEnd(): void {
    this.newAfter = null
    this.list?.toEnd(true)
  }

  /** What comes while nobody reads at the end gets a divider. It stays where it is while there is something to read behind it. */
  follow(): void {
    const hasUnread = this.unread.count > 0
    if (hasUnread && !this.isReading && (!this.#hadUnread || this.newAfter === null))
      this.newAfter = this.lastRead
    this.#hadUnread = hasUnread
  }
}

export const [useRoomSession, provideRoomSession] = createContext<RoomSession>()

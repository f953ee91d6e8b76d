import type {
  Answer,
  Attachment,
  ChangeId,
  ChangeRefusalCode,
  ChangeWish,
  Found,
  LeadingWish,
  PendingChange,
  PendingFile,
  PendingPost,
  PostOptions,
  PostRefusalCode,
  Room,
  RoomView,
  SearchOptions,
  Timeline,
} from '@confab/client'
import {
  type ConfabRecord,
  createId,
  type Epoch,
  type FileId,
  type Knock,
  type MemberId,
  type MemberRecord,
  type MessageId,
  type MessageRecord,
  PAGE_RECORDS_MAX,
  type ReactionsRecord,
  type RoomCode,
  type RoomId,
  type RoomRecord,
  type SearchResult,
  type Sequence,
} from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'

/** The most records the window holds, as the real one keeps it. */
const WINDOW_RECORDS_MAX = 300

/** A room without a server: it holds a whole history, shows a window of it, and does as it is told. For tests and the gallery. */
export class FakeRoom implements Room {
  readonly roomId = anId<RoomId>('kitchen')
  readonly ana: MemberRecord
  /** Every record but the reactions, which stand beside their message. */
  readonly history: ConfabRecord[] = []
  readonly reactions = new Map<MessageId, ReactionsRecord>()
  /** What was asked of it, in order. */
  readonly asked: string[] = []
  /** What the next removal answers. */
  nextRemoval: Answer<null> = { ok: true, value: null }
  /** Who asks to be let in. */
  knocks: readonly Knock[] = []
  /** What is asked for by id and not there yet: shown as being fetched. */
  readonly onTheWay = new Set<MessageId | MemberId>()
  /** What `fetchEdits` and `fetchReactors` answer. */
  nextEdits: Awaited<ReturnType<Room['fetchEdits']>> = { ok: true, value: { edits: [], isComplete: true } }
  nextReactors: Awaited<ReturnType<Room['fetchReactors']>> = {
    ok: true,
    value: { members: [], includesMe: false },
  }
  view: RoomView
  readonly #listeners = new Set<() => void>()

  constructor(fields: { title?: string; startedAt?: number } = {}) {
    const startedAt = fields.startedAt ?? Date.now() - 60 * 60_000
    const room: RoomRecord = {
      kind: 'room',
      sequence: 1,
      version: 1,
      code: 'k7m4qp2x9d' as RoomCode,
      title: fields.title ?? 'Kitchen crew',
      createdAt: startedAt,
    }
    this.ana = aMember({
      sequence: 2,
      memberId: anId<MemberId>('ana'),
      name: 'Ana',
      role: 'owner',
      joinedAt: startedAt,
    })
    this.history.push(room, this.ana)
    this.view = {
      phase: 'live',
      refusal: null,
      room,
      me: this.ana,
      timeline: {
        epoch: anId<Epoch>('epoch'),
        cursor: 2,
        records: [...this.history],
        from: 0,
        to: 2,
        hasOlder: false,
        hasNewer: false,
        newerCount: 0,
        pending: [],
      },
      changes: [],
      restoredAfter: null,
      lastRead: 0,
      roster: {
        here: [{ memberId: this.ana.memberId, name: 'Ana' }],
        count: 1,
        isComplete: true,
        typing: [],
        notices: [],
      },
    }
  }

  get head(): Sequence {
    return this.history.length
  }

  /** Somebody posts; it arrives as a live span does. */
  says(name: string, body: string, fields: Partial<MessageRecord> = {}): void {
    const { hasNewer, newerCount } = this.view.timeline
    this.history.push(this.#message(name, body, fields))
    if (hasNewer) this.#changeTimeline({ cursor: this.head, newerCount: newerCount + 1 })
    else this.#window(this.view.timeline.from, this.head)
  }

  /** A long history, there from the beginning; the window shows its newest page. */
  remembers(
    count: number,
    bodyOf: (sequence: Sequence) => string = (sequence) => `message ${sequence}`,
  ): void {
    for (let i = 0; i < count; i++) {
      const sequence = this.head + 1
      const name = ['Bo', 'Chidi', 'Ana', 'Dora'][Math.floor(sequence / 3) % 4] ?? 'Bo'
      const postedAt = Date.now() - (count - i) * 45_000
      this.history.push(this.#message(name, bodyOf(sequence), { postedAt }))
    }
    this.#window(Math.max(0, this.head - PAGE_RECORDS_MAX), this.head)
  }

  joins(name: string, joinedAt = Date.now()): void {
    const memberId = memberIdOf(name)
    this.history.push(aMember({ sequence: this.head + 1, memberId, name, joinedAt }))
    const here = [...this.view.roster.here, { memberId, name }]
    this.change({ roster: { ...this.view.roster, here, count: here.length } })
    if (!this.view.timeline.hasNewer) this.#window(this.view.timeline.from, this.head)
  }

  /** The owner put somebody out, and they are told of it. */
  removes(memberId: MemberId): void {
    const { here, notices } = this.view.roster
    const person = here.find((one) => one.memberId === memberId)
    if (!person) return
    const left = here.filter((one) => one !== person)
    const id = `removed-${notices.length + 1}`
    const news = { id, kind: 'removed' as const, ...person, at: Date.now(), after: this.head }
    this.change({
      roster: { ...this.view.roster, here: left, count: left.length, notices: [...notices, news] },
    })
  }

  /** Somebody may not write for so long, or may again. */
  mutes(memberId: MemberId, forMs: number): void {
    const at = this.history.findIndex((record) => record.kind === 'member' && record.memberId === memberId)
    const { mutedUntil: _before, ...free } = this.history[at] as MemberRecord
    this.history[at] = forMs > 0 ? { ...free, mutedUntil: Date.now() + forMs } : free
    this.#window(this.view.timeline.from, this.view.timeline.to)
  }

  /** The owner put out who sits here. */
  removesMe(): void {
    const { me } = this.view
    if (me) this.change({ phase: 'refused', refusal: 'removed', me: { ...me, role: 'removed' } })
  }

  /** Whether all who are here can be known. */
  knowsAll(isComplete: boolean): void {
    this.change({ roster: { ...this.view.roster, isComplete } })
  }

  types(...names: string[]): void {
    const typing = names.map((name) => ({ memberId: memberIdOf(name), name }))
    this.change({ roster: { ...this.view.roster, typing } })
  }

  /** Own posts, oldest first, come back confirmed. */
  confirms(count = this.view.timeline.pending.length): void {
    for (const post of this.view.timeline.pending.slice(0, count)) {
      const { messageId, replyTo, attachments } = post
      const fields = {
        messageId,
        postedAt: Date.now(),
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(attachments && { files: [...attachments] }),
      }
      this.history.push(this.#message('Ana', post.body, fields))
    }
    this.#changeTimeline({ pending: this.view.timeline.pending.slice(count) })
    if (!this.view.timeline.hasNewer) this.#window(this.view.timeline.from, this.head)
  }

  refuses(refusal: PostRefusalCode): void {
    const pending = this.view.timeline.pending.map((post) => ({
      ...post,
      state: 'refused' as const,
      refusal,
    }))
    this.#changeTimeline({ pending })
  }

  /** A message of the history becomes another. */
  changes(messageId: MessageId, fields: Partial<MessageRecord>): void {
    const index = this.history.findIndex((one) => one.kind === 'message' && one.messageId === messageId)
    const message = this.history[index]
    if (message?.kind === 'message') this.history[index] = { ...message, ...fields }
    this.#window(this.view.timeline.from, this.view.timeline.to)
  }

  /** Somebody reacts to a message, or takes it back. */
  reacts(name: string, messageId: MessageId, emoji: string, isOn = true): void {
    const message = this.#messages().find((one) => one.messageId === messageId)
    if (!message) return
    const memberId = memberIdOf(name)
    const { sequence } = message
    const before = this.reactions.get(messageId)?.reactions ?? []
    const known = before.find((one) => one.emoji === emoji) ?? { emoji, count: 0, members: [] }
    const others = known.members.filter((one) => one !== memberId)
    const members = isOn ? [...others, memberId] : others
    const changed = { emoji, count: known.count - known.members.length + members.length, members }
    const reactions = before.includes(known)
      ? before.map((one) => (one === known ? changed : one))
      : [...before, changed]
    this.reactions.set(messageId, {
      kind: 'reactions',
      messageId,
      sequence,
      version: this.head,
      reactions: reactions.filter(({ count }) => count > 0),
    })
    this.#window(this.view.timeline.from, this.view.timeline.to)
  }

  change(fields: Partial<RoomView>): void {
    this.view = { ...this.view, ...fields }
    for (const listener of [...this.#listeners]) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onRecords(): () => void {
    return () => {}
  }

  post(body: string, { attachments = [], ...options }: PostOptions = {}): MessageId {
    this.asked.push(['post', body, ...attachments.map(({ name }) => name)].join(' ').trimEnd())
    const messageId = createId<MessageId>()
    this.#changePending((pending) => [
      ...pending,
      {
        messageId,
        body,
        ...options,
        ...(attachments.length > 0 && { attachments: attachments.map(pendingFile) }),
        createdAt: Date.now(),
        state: attachments.length > 0 ? 'queued' : 'sending',
        refusal: null,
        retryAt: null,
      },
    ])
    return messageId
  }

  edit(messageId: MessageId, body: string): void {
    this.asked.push(`edit ${body}`)
    this.changes(messageId, { body, editedAt: Date.now() })
  }

  deleteMessage(messageId: MessageId): void {
    this.asked.push(`delete ${this.#bodyOf(messageId)}`)
    this.reactions.delete(messageId)
    this.changes(messageId, { body: '', files: [], deletedAt: Date.now(), deletedBy: this.ana.memberId })
  }

  react(messageId: MessageId, emoji: string, isOn: boolean): void {
    this.asked.push(`${isOn ? 'react' : 'unreact'} ${emoji}`)
    this.reacts('Ana', messageId, emoji, isOn)
  }

  pin(messageId: MessageId, isPinned: boolean): void {
    this.asked.push(`${isPinned ? 'pin' : 'unpin'} ${this.#bodyOf(messageId)}`)
    const pins = (this.view.room?.pins ?? []).filter((pin) => pin !== messageId)
    if (this.view.room)
      this.change({ room: { ...this.view.room, pins: isPinned ? [...pins, messageId] : pins } })
  }

  /** The server refused a change of somebody's; it waits to be looked at. */
  refusesChange(wish: ChangeWish, refusal: ChangeRefusalCode): void {
    const change: PendingChange = {
      changeId: createId<ChangeId>(),
      wish,
      createdAt: Date.now(),
      state: 'refused',
      refusal,
      retryAt: null,
    }
    this.change({ changes: [...this.view.changes, change] })
  }

  retryChange(changeId: ChangeId): void {
    this.asked.push('retry change')
    this.change({ changes: this.view.changes.filter((change) => change.changeId !== changeId) })
  }

  discardChange(changeId: ChangeId): void {
    this.asked.push('discard change')
    this.change({ changes: this.view.changes.filter((change) => change.changeId !== changeId) })
  }

  message(messageId: MessageId): MessageRecord | null | undefined {
    if (this.onTheWay.has(messageId)) return undefined
    return this.#messages().find((message) => message.messageId === messageId) ?? null
  }

  member(memberId: MemberId): MemberRecord | null | undefined {
    if (this.onTheWay.has(memberId)) return undefined
    const members = this.history.filter((record) => record.kind === 'member')
    return members.find((member) => member.memberId === memberId) ?? null
  }

  async fetchEdits(): ReturnType<Room['fetchEdits']> {
    return this.nextEdits
  }

  /** Where the bytes of each file are: an address a browser can open. What is not here is gone. */
  readonly fileAddresses = new Map<FileId, string>()
  /** How long links are good, in milliseconds. */
  fileLinksMs = 1_800_000

  async fetchFileLinks(fileIds: readonly FileId[]): ReturnType<Room['fetchFileLinks']> {
    this.asked.push(`links ${fileIds.length}`)
    const links = fileIds.flatMap((fileId) => {
      const path = this.fileAddresses.get(fileId)
      return path === undefined ? [] : [{ fileId, path }]
    })
    return { ok: true, value: { links, endsAt: Date.now() + this.fileLinksMs } }
  }

  async fetchReactors(): ReturnType<Room['fetchReactors']> {
    return this.nextReactors
  }

  retry(messageId: MessageId): void {
    this.asked.push(`retry ${this.#bodyOf(messageId)}`)
    this.#changePending((pending) =>
      pending.map((post) =>
        post.messageId === messageId ? { ...post, state: 'sending', refusal: null } : post,
      ),
    )
  }

  discard(messageId: MessageId): void {
    this.asked.push(`discard ${this.#bodyOf(messageId)}`)
    this.#changePending((pending) => pending.filter((post) => post.messageId !== messageId))
  }

  cancelFile(messageId: MessageId, fileId: FileId): void {
    this.asked.push('cancel file')
    this.#changePending((pending) =>
      pending.map((post) =>
        post.messageId === messageId
          ? { ...post, attachments: post.attachments?.filter((file) => file.fileId !== fileId) ?? [] }
          : post,
      ),
    )
  }

  /** How the files of the pending posts fare, by their names. */
  filesFare(fates: Record<string, Partial<PendingFile>>): void {
    this.#changePending((pending) =>
      pending.map((post) =>
        post.attachments
          ? { ...post, attachments: post.attachments.map((file) => ({ ...file, ...fates[file.name] })) }
          : post,
      ),
    )
  }

  follow(): void {}

  markRead(upTo: Sequence): void {
    this.asked.push(`read ${upTo}`)
    if (upTo > this.view.lastRead) this.change({ lastRead: upTo })
  }

  tellRead(): void {
    this.asked.push('tell read')
  }

  async fetchPlace(at: number): Promise<Answer<{ sequence: Sequence | null }>> {
    const found = this.history.find((record) => record.kind === 'message' && record.postedAt >= at)
    return { ok: true, value: { sequence: found?.sequence ?? null } }
  }

  setTyping(isTyping: boolean): void {
    this.asked.push(isTyping ? 'typing' : 'typed')
  }

  async loadOlder(): Promise<void> {
    const { from, to, hasOlder } = this.view.timeline
    if (!hasOlder) return
    this.asked.push('older')
    await Promise.resolve()
    const older = Math.max(0, from - PAGE_RECORDS_MAX)
    this.#window(older, Math.min(to, older + WINDOW_RECORDS_MAX))
  }

  async loadNewer(): Promise<void> {
    const { from, to, hasNewer } = this.view.timeline
    if (!hasNewer) return
    this.asked.push('newer')
    await Promise.resolve()
    const newer = Math.min(this.head, to + PAGE_RECORDS_MAX)
    this.#window(Math.max(from, newer - WINDOW_RECORDS_MAX), newer)
  }

  async showLatest(): Promise<void> {
    this.asked.push('latest')
    await Promise.resolve()
    this.#window(Math.max(0, this.head - PAGE_RECORDS_MAX), this.head)
  }

  async showAround(sequence: Sequence): Promise<void> {
    this.asked.push(`around ${sequence}`)
    await Promise.resolve()
    const half = PAGE_RECORDS_MAX / 2
    this.#window(Math.max(0, sequence - half), Math.min(this.head, sequence + half))
  }

  /** What its whole history has in it, the newest first; `nextSearch` answers instead, or holds the answer back. */
  nextSearch: (() => Promise<Answer<Found>>) | null = null

  async search(
    query: string,
    { before = this.head + 1, limit = 20 }: SearchOptions = {},
  ): Promise<Answer<Found>> {
    this.asked.push(`search ${query}`)
    if (this.nextSearch) return this.nextSearch()
    const wanted = query.toLowerCase()
    const found = this.history
      .filter((record): record is MessageRecord => record.kind === 'message' && record.sequence < before)
      .filter(({ body }) => body.toLowerCase().includes(wanted))
      .sort((a, b) => b.sequence - a.sequence)
    const results = found.slice(0, limit).map((message) => resultOf(message, wanted))
    return {
      ok: true,
      value: { results, next: found.length > limit ? (results.at(-1)?.sequence ?? null) : null },
    }
  }

  async fetchKnocks(): Promise<Answer<readonly Knock[]>> {
    return { ok: true, value: this.knocks }
  }

  /** What `fetchBanned` answers. */
  banned: readonly MemberRecord[] = []
  async fetchBanned(): Promise<Answer<readonly MemberRecord[]>> {
    return { ok: true, value: this.banned }
  }

  async lead(wish: LeadingWish): Promise<Answer<null>> {
    switch (wish.type) {
      case 'change-room':
        this.asked.push(`title ${wish.title}`)
        if (this.view.room) this.change({ room: { ...this.view.room, title: wish.title } })
        return { ok: true, value: null }
      case 'change-settings': {
        const { type: _type, ...settings } = wish
        this.asked.push(`settings ${JSON.stringify(settings)}`)
        if (this.view.room) {
          const { settings: before, ...room } = this.view.room
          const { isLocked, entry } = settings
          const next = { ...before }
          if (isLocked !== undefined) delete next.isLocked
          if (isLocked) next.isLocked = true
          if (entry !== undefined) delete next.entry
          if (entry === 'knock' || entry === 'password') next.entry = entry
          this.change({ room: { ...room, settings: next } })
        }
        return { ok: true, value: null }
      }
      case 'clean-up':
        this.asked.push(wish.above === null ? 'clean up' : `undo above ${wish.above}`)
        return { ok: true, value: null }
      case 'erase-messages':
        this.asked.push(`erase of ${wish.of === 'newcomers' ? wish.of : this.#nameHere(wish.of as MemberId)}`)
        return { ok: true, value: null }
      case 'restore-messages':
        this.asked.push(`restore above ${wish.above}`)
        return { ok: true, value: null }
      case 'change-code':
        this.asked.push('change code')
        if (this.view.room) this.change({ room: { ...this.view.room, code: '2222222222' as RoomCode } })
        return { ok: true, value: null }
      case 'answer-knock': {
        const knock = this.knocks.find(({ knockId }) => knockId === wish.knockId)
        this.asked.push(`${wish.isLetIn ? 'let in' : 'not now'} ${knock?.name}`)
        this.knocks = this.knocks.filter((one) => one !== knock)
        return { ok: true, value: null }
      }
      case 'set-role':
        this.asked.push(`role ${wish.role} ${this.#nameHere(wish.memberId)}`)
        break
      case 'set-owner-code':
        this.asked.push('owner code')
        break
      case 'claim-room':
        this.asked.push(`claim ${wish.code}`)
        break
      case 'hand-over':
        this.asked.push(`hand over ${this.#nameHere(wish.memberId)}`)
        break
      case 'mute-member':
        this.asked.push(`mute ${this.#nameHere(wish.memberId)} ${wish.forMs}`)
        if (this.nextRemoval.ok) this.mutes(wish.memberId, wish.forMs)
        break
      case 'ban-member':
        this.asked.push(`${wish.isBanned ? 'ban' : 'unban'} ${this.#nameHere(wish.memberId)}`)
        if (this.nextRemoval.ok && wish.isBanned) this.removes(wish.memberId)
        break
      case 'remove-member':
        this.asked.push(`remove ${this.#nameHere(wish.memberId)}`)
        if (this.nextRemoval.ok) this.removes(wish.memberId)
    }
    return this.nextRemoval
  }

  #nameHere(memberId: MemberId): string | undefined {
    return this.view.roster.here.find((person) => person.memberId === memberId)?.name
  }

  leave(): void {
    this.asked.push('leave')
  }

  #window(from: Sequence, to: Sequence): void {
    const start = to === this.head ? Math.max(from, to - WINDOW_RECORDS_MAX) : from
    this.#changeTimeline({
      cursor: this.head,
      records: this.history.slice(start, to).flatMap((record) => {
        const beside = record.kind === 'message' ? this.reactions.get(record.messageId) : undefined
        return beside ? [record, beside] : [record]
      }),
      from: start,
      to,
      hasOlder: start > 0,
      hasNewer: to < this.head,
      newerCount: to < this.head ? this.view.timeline.newerCount : 0,
    })
  }

  #changeTimeline(fields: Partial<Timeline>): void {
    this.change({ timeline: { ...this.view.timeline, ...fields } })
  }

  #changePending(next: (pending: readonly PendingPost[]) => readonly PendingPost[]): void {
    this.#changeTimeline({ pending: next(this.view.timeline.pending) })
  }

  #message(name: string, body: string, fields: Partial<MessageRecord>): MessageRecord {
    const authorId = memberIdOf(name)
    return aMessage({
      sequence: this.head + 1,
      messageId: createId<MessageId>(),
      authorId,
      authorName: name,
      postedAt: Date.now(),
      body,
      ...fields,
    })
  }

  #messages(): MessageRecord[] {
    return this.history.filter((record) => record.kind === 'message')
  }

  #bodyOf(messageId: MessageId): string {
    const all = [...this.view.timeline.pending, ...this.#messages()]
    return all.find((post) => post.messageId === messageId)?.body ?? '?'
  }
}

const pendingFile = ({ blob, ...rest }: Attachment): PendingFile => ({
  ...rest,
  bytes: blob.size,
  state: 'waiting',
  sentBytes: 0,
  refusal: null,
  isKept: true,
})

function memberIdOf(name: string): MemberId {
  return anId<MemberId>(name.toLowerCase())
}

function resultOf(message: MessageRecord, wanted: string): SearchResult {
  const { messageId, sequence, authorId, authorName, postedAt, body } = message
  const from = body.toLowerCase().indexOf(wanted)
  const hits = wanted === '' ? [] : [{ from, to: from + wanted.length }]
  return {
    messageId,
    sequence,
    authorId,
    authorName,
    postedAt,
    excerpt: body,
    hits,
    isCutBefore: false,
    isCutAfter: false,
    fileCount: message.files?.length ?? 0,
  }
}

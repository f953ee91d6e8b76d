import type {
  Answer,
  Found,
  PendingPost,
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
  type MemberId,
  type MemberRecord,
  type MessageId,
  type MessageRecord,
  PAGE_RECORDS_MAX,
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
  readonly history: ConfabRecord[] = []
  /** What was asked of it, in order. */
  readonly asked: string[] = []
  /** What the next removal answers. */
  nextRemoval: Answer<null> = { ok: true, value: null }
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
      restoredAfter: null,
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

  joins(name: string): void {
    const memberId = memberIdOf(name)
    this.history.push(aMember({ sequence: this.head + 1, memberId, name, joinedAt: Date.now() }))
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
      this.history.push(this.#message('Ana', post.body, { messageId: post.messageId, postedAt: Date.now() }))
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

  post(body: string): MessageId {
    this.asked.push(`post ${body}`)
    const messageId = createId<MessageId>()
    this.#changePending((pending) => [
      ...pending,
      { messageId, body, createdAt: Date.now(), state: 'sending', refusal: null, retryAt: null },
    ])
    return messageId
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

  follow(): void {}

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

  async changeTitle(title: string): Promise<Answer<null>> {
    this.asked.push(`title ${title}`)
    if (this.view.room) this.change({ room: { ...this.view.room, title } })
    return { ok: true, value: null }
  }

  async removeMember(memberId: MemberId): Promise<Answer<null>> {
    this.asked.push(`remove ${this.view.roster.here.find((person) => person.memberId === memberId)?.name}`)
    if (this.nextRemoval.ok) this.removes(memberId)
    return this.nextRemoval
  }

  leave(): void {
    this.asked.push('leave')
  }

  #window(from: Sequence, to: Sequence): void {
    const start = to === this.head ? Math.max(from, to - WINDOW_RECORDS_MAX) : from
    this.#changeTimeline({
      cursor: this.head,
      records: this.history.slice(start, to),
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

  #bodyOf(messageId: MessageId): string {
    return this.view.timeline.pending.find((post) => post.messageId === messageId)?.body ?? '?'
  }
}

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
    fileCount: 0,
  }
}

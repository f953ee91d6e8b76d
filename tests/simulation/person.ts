import { type Client, createClient, memoryStorage, type Room } from '@confab/client'
import type { FakeClock } from '@confab/client/testing'
import {
  type ConfabRecord,
  createId,
  type MemberId,
  type MessageId,
  type MessageRecord,
  type RoomCode,
  type RoomId,
  type Sequence,
  type ServerEvent,
  type TabId,
} from '@confab/protocol'
import { decodeFrameCompiled } from '@confab/protocol/compiled'
import { emptyHistory, type PersonHistory } from '../history.ts'
import type { Chance } from './chance.ts'
import { type LossyLine, openLossyLine } from './lossy-line.ts'

/** What a person's browser is connected through. */
export type PersonSurroundings = {
  clock: FakeClock
  chance: Chance
  /** Leads a line to a node that is up, or refuses it. */
  connect(line: LossyLine, address: string): void
}

const EMOJI = ['👍', '🎉', '🍲']

/** A person at a browser: one tab, its storage, and the network between it and the servers. */
export class Person {
  readonly name: string
  readonly history: PersonHistory
  readonly #surroundings: PersonSurroundings
  readonly #own = new Set<MessageId>()
  readonly #storage = memoryStorage()
  readonly #tabId: TabId
  readonly #address: string
  #client: Client
  #room: Room | null = null
  #roomId: RoomId | null = null
  #line: LossyLine | null = null
  #isOnline = true
  #hasGone = false
  /** The frame that came last: the tap and the client read the same one, one after the other. */
  #heard: { text: string; events: ServerEvent[] | null } = { text: '', events: null }

  constructor(name: string, address: string, surroundings: PersonSurroundings) {
    this.name = name
    this.#address = address
    this.#surroundings = surroundings
    this.#tabId = createId<TabId>(surroundings.chance.fill)
    this.history = emptyHistory(name)
    this.#client = this.#openClient()
  }

  /** The room as this person sees it. */
  get room(): Room {
    if (!this.#room) throw new Error(`${this.name} is in no room`)
    return this.#room
  }

  get isIn(): boolean {
    return this.#room !== null
  }

  get roomId(): RoomId | null {
    return this.#roomId
  }

  /** Who this person is in the room; null while that is not known. */
  get memberId(): MemberId | null {
    return this.#room?.view.me?.memberId ?? null
  }

  get hasGone(): boolean {
    return this.#hasGone
  }

  get code(): RoomCode | null {
    return this.#room?.view.room?.code ?? null
  }

  /** Bodies of the messages on the screen, confirmed ones first. */
  timeline(): string[] {
    const { records, pending } = this.room.view.timeline
    const bodies = records.flatMap((record) => (record.kind === 'message' ? [record.body] : []))
    return [...bodies, ...pending.map((post) => post.body)]
  }

  /** Tries until it works: creates a room, or joins one. */
  enter(how: { code: RoomCode } | 'create'): void {
    const trying =
      how === 'create' ? this.#client.createRoom(this.name) : this.#client.joinRoom(how.code, this.name)
    const client = this.#client
    void trying.then((answer) => {
      if (client !== this.#client) return
      if (answer.ok) {
        this.#room = answer.value
        this.#roomId = answer.value.roomId
      } else if (answer.refusal.code !== 'name-taken') this.enter(how)
    })
  }

  post(...bodies: string[]): void {
    for (const body of bodies) {
      const messageId = this.room.post(body)
      this.history.posted.push({ messageId, body })
      this.#own.add(messageId)
    }
  }

  /** Answers what is there to be seen: the last message of anybody, if there is one. */
  reply(body: string): void {
    const message = this.#standing().at(-1)
    if (!message) return this.post(body)
    const messageId = this.room.post(body, { replyTo: message.messageId })
    this.history.posted.push({ messageId, body })
    this.#own.add(messageId)
  }

  /** Looks at everything that is there by now. */
  read(): void {
    this.room.markRead(this.room.view.timeline.cursor)
  }

  /** Edits, deletes or pins a message, or reacts to one, as `pick` chooses among those that can be seen. */
  change(
    kind: 'edit' | 'delete' | 'react' | 'pin',
    body: string,
    pick: <One>(all: readonly One[]) => One,
  ): void {
    const all = this.#standing().filter(
      ({ authorId }) => kind === 'react' || kind === 'pin' || authorId === this.memberId,
    )
    if (all.length === 0) return
    const { messageId } = pick(all)
    switch (kind) {
      case 'edit':
        this.room.edit(messageId, body)
        this.history.wishes.push({ kind, messageId, body })
        return
      case 'delete':
        this.room.deleteMessage(messageId)
        this.history.wishes.push({ kind, messageId })
        return
      case 'react': {
        const [emoji, isOn] = [pick(EMOJI), pick([true, true, false])]
        this.room.react(messageId, emoji, isOn)
        this.history.wishes.push({ kind, messageId, emoji, isOn })
        return
      }
      case 'pin':
        this.room.pin(messageId, pick([true, true, false]))
    }
  }

  /** Messages on the server that were not deleted, as far as can be seen. */
  #standing() {
    return this.room.view.timeline.records.filter(
      (record) => record.kind === 'message' && record.deletedAt === undefined,
    ) as MessageRecord[]
  }

  /** The owner puts somebody out. */
  remove(person: Person): void {
    const memberId = person.room.view.me?.memberId
    if (memberId) void this.room.lead({ type: 'remove-member', memberId })
  }

  /** Whether this person knows that they were removed. */
  get isRemoved(): boolean {
    return this.#room?.view.refusal === 'removed'
  }

  /** Comes back by the code, under the name of before. */
  joinAgain(): void {
    const { code } = this
    if (code) void this.#client.joinRoom(code, this.name)
  }

  /** The network goes: with `silently` the line just stays dead. */
  cut({ silently = false } = {}): void {
    this.#isOnline = false
    this.#line?.cut({ silently })
    this.#line = null
  }

  mend(): void {
    this.#isOnline = true
    this.#client.wake()
  }

  /** The tab is closed and opened again: only what was stored is left. */
  reload(): void {
    this.#client.close()
    this.#room = null
    this.#line?.cut()
    this.#client = this.#openClient()
    this.#comeBack()
  }

  /** The browser is shut down, for good, without a word to the room. Not while something waits to be sent. */
  goHome({ silently = false } = {}): void {
    if (!this.#room || this.#room.view.timeline.pending.length > 0 || this.#room.view.changes.length > 0)
      return
    this.#hasGone = true
    this.history.hasGone = true
    if (silently) this.cut({ silently })
    this.close()
  }

  close(): void {
    this.#client.close()
  }

  /** Notes who this person sees. */
  lookAround(): void {
    const roster = this.#room?.view.roster
    if (roster)
      this.history.sees = {
        here: roster.here.map(({ memberId }) => memberId),
        count: roster.count,
        isComplete: roster.isComplete,
      }
  }

  /** Reads everything up to `head` and notes what the screen shows; true once nothing is missing. */
  readAll(head: Sequence): boolean {
    if (!this.#room) return false
    if (this.#hasGone) return true
    const { phase, timeline } = this.#room.view
    this.history.waiting = timeline.pending
      .filter((post) => post.state !== 'refused')
      .map((post) => post.messageId)
    for (const post of timeline.pending)
      if (post.state === 'refused') this.history.refused.add(post.messageId)
    const { changes } = this.#room.view
    this.history.waitingChanges = changes.filter(({ state }) => state !== 'refused').length
    for (const { state, wish } of changes)
      if (state === 'refused') this.history.refusedChanges.add(wish.messageId)
    if (timeline.hasNewer) void this.#room.showLatest()
    else if (timeline.hasOlder) void this.#room.loadOlder()
    this.history.seen = timeline.records
    this.history.lastRead = this.#room.view.lastRead
    this.history.isRemoved = this.isRemoved
    if (this.#room.view.me) this.history.memberId = this.#room.view.me.memberId
    const isSettled = this.history.waiting.length === 0 && this.history.waitingChanges === 0
    if (this.isRemoved) return isSettled
    const isWhole = !timeline.hasOlder && !timeline.hasNewer && timeline.cursor === head
    return phase === 'live' && isWhole && isSettled
  }

  #comeBack(): void {
    const roomId = this.#roomId
    const client = this.#client
    if (!roomId) return
    void client.resumeRoom(roomId).then((answer) => {
      if (client !== this.#client) return
      if (answer.ok) this.#room = answer.value
      else this.#comeBack()
    })
  }

  #openClient(): Client {
    const { clock, chance, connect } = this.#surroundings
    const tap = { toClient: (text: string) => this.#hear(text) }
    const client = createClient({
      url: 'ws://confab.test/ws',
      storage: this.#storage,
      clientName: 'simulation',
      tabId: this.#tabId,
      clock,
      openSocket: openLossyLine(clock, { tap, latencyMs: () => 1 + chance.below(40) }, (line) => {
        this.#line = line
        if (this.#isOnline) connect(line, this.#address)
        else line.refuse()
      }),
      fillRandom: chance.fill,
      random: chance.next,
      decodeFrame: (text) => this.#decode(text),
      windowMax: Number.POSITIVE_INFINITY,
    })
    client.open()
    return client
  }

  #decode(text: string): ServerEvent[] | null {
    if (this.#heard.text !== text) this.#heard = { text, events: decodeFrameCompiled(text) }
    return this.#heard.events
  }

  /** What reached this browser counts as told, whatever it makes of it. */
  #hear(text: string): void {
    for (const event of this.#decode(text) ?? []) {
      if (event.type === 'typing')
        this.history.typing[event.memberId === this.memberId ? 'own' : 'others'] += 1
      for (const record of recordsOf(event)) {
        if (record.kind !== 'message') continue
        this.history.told.push({ messageId: record.messageId, sequence: record.sequence })
        if (this.#own.has(record.messageId)) this.history.acked.add(record.messageId)
      }
    }
  }
}

function recordsOf(event: ServerEvent): readonly ConfabRecord[] {
  switch (event.type) {
    case 'span':
      return event.records
    case 'reset':
    case 'page':
      return event.page.records
    default:
      return []
  }
}

import { type MemberId, type MemberRecord, PRESENCE_LISTED_MAX, type RoomId } from '@confab/protocol'
import type { NodeId, PersonHere, PresenceSignal, Standing, WhoIsHereSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import { Announcer, type PresenceGossip } from './announcer.ts'
import { Elsewhere, type Heard } from './elsewhere.ts'
import { Gathering } from './gathering.ts'
import { Presence } from './presence.ts'
import { type EncodedEvent, encodeForDelivery, type RoomConnection } from './room-connection.ts'

/** Tells everyone in the room something that may be dropped; answers who missed it. */
type Whisper = (event: EncodedEvent) => RoomConnection[]

/** What an attendance needs of its node; `gossip` is null on a node that is alone. */
export type AttendanceSurroundings = { clock: Clock; whisper: Whisper; gossip: PresenceGossip | null }

/**
 * Who is in one room, on this node and on the others, and who has to be told of it: the people here of everybody, the other nodes
 * of those who are on this one.
 */
export class Attendance {
  readonly #roomId: RoomId
  readonly #clock: Clock
  readonly #whisper: Whisper
  readonly #gossip: PresenceGossip | null
  readonly #presence = new Presence()
  /** Of those who are here on this node. */
  readonly #names = new Map<MemberId, string>()
  readonly #elsewhere: Elsewhere
  readonly #announcer: Announcer | null
  readonly #gathering: Gathering
  /** Members who are here on this node and on others. */
  #both = 0
  /** Connections that missed a telling. The next one brings them everything anew. */
  #behind: RoomConnection[] = []
  /** Everybody who is here as one event; null once that is no longer so. */
  #whole: EncodedEvent | null = null
  #cancelSweep: (() => void) | null = null

  constructor(roomId: RoomId, { clock, whisper, gossip }: AttendanceSurroundings) {
    this.#roomId = roomId
    this.#clock = clock
    this.#whisper = whisper
    this.#gossip = gossip
    this.#elsewhere = new Elsewhere(gossip?.allowance ?? { left: 0 })
    this.#gathering = new Gathering(clock, (due) => this.#tell(due))
    const own = {
      count: () => this.#presence.count,
      find: (memberId: MemberId) => (this.#presence.has(memberId) ? this.#person(memberId) : null),
      all: () => [...this.#presence.members()].map((memberId) => this.#person(memberId)),
    }
    this.#announcer = gossip && new Announcer(roomId, clock, gossip, own)
  }

  /** How many members are here on this node. */
  get ownCount(): number {
    return this.#presence.count
  }

  /** How many members are here. */
  get count(): number {
    return this.#presence.count + this.#elsewhere.count - this.#both
  }

  /** Nobody is here on this node, and nobody's grace is running. */
  get isOver(): boolean {
    return this.#presence.count === 0
  }

  /** Whether a member is here, on this node or on another. */
  isHere(memberId: MemberId): boolean {
    return this.#presence.has(memberId) || this.#elsewhere.has(memberId)
  }

  /** A connection of this member is in: it is told who is here, and the others that the member came. */
  arrived(connection: RoomConnection, { memberId, name }: MemberRecord): void {
    const nameBefore = this.#nameOf(memberId)
    this.#names.set(memberId, name)
    // Whoever comes back in time changes nothing that is told.
    if (this.#presence.come(memberId)) {
      if (this.#elsewhere.has(memberId)) this.#both += 1
      if (!this.#elsewhere.has(memberId) || nameBefore !== name) this.#note(memberId)
      this.#announcer?.changed(memberId)
    }
    this.tell(connection)
  }

  /** Tells a connection everybody who is here. */
  tell(connection: RoomConnection): void {
    connection.deliver(this.#encodeWhole())
  }

  /** A connection of this member is out: on purpose, or because its line went, which it may yet survive. */
  departed({ memberId }: MemberRecord, how: 'left' | 'lost'): void {
    if (how === 'lost') this.#presence.go(memberId, this.#clock.monotonic())
    else if (this.#presence.leave(memberId)) this.#went(memberId)
    this.#scheduleSweep()
  }

  /** A member took another name: whoever is here is listed under it from now on. */
  renamed({ memberId, name }: MemberRecord): void {
    const isNews = this.#elsewhere.rename(memberId, name)
    if (this.#presence.has(memberId) && this.#names.get(memberId) !== name) {
      this.#names.set(memberId, name)
      this.#announcer?.changed(memberId)
      this.#note(memberId)
    } else if (isNews) this.#note(memberId)
  }

  /** The room listens to the other nodes from now on: it asks them who is here. */
  ask(): void {
    this.#announcer?.ask(null)
  }

  /** Another node asks who is here. */
  asked(signal: WhoIsHereSignal): void {
    this.#announcer?.asked(signal)
  }

  /** Another node said who is here. */
  hear(signal: PresenceSignal): void {
    this.#heard(signal.nodeId, () => this.#elsewhere.hear(signal, this.#clock.monotonic()))
  }

  /** Another node said how far it has spoken of this room. */
  stands(nodeId: NodeId, standing: Standing): void {
    this.#heard(nodeId, () => this.#elsewhere.stands(nodeId, standing, this.#clock.monotonic()))
  }

  /** Another node is there no more, and those whom it had may come again until `endsAt`. */
  nodeLeft(nodeId: NodeId, endsAt: number): void {
    this.#elsewhere.leave(nodeId, endsAt)
    this.#scheduleSweep()
  }

  /** Another node is there no more, and neither are those whom it alone had. */
  nodeLost(nodeId: NodeId): void {
    this.#changedElsewhere(this.#elsewhere.forget(nodeId))
  }

  /** Forgets what other nodes have not confirmed for too long. */
  tidy(): void {
    this.#sweepElsewhere()
  }

  /** Tells everybody whether what is known of the other nodes is certain. */
  tellCompleteness(): void {
    this.#whole = null
    if (this.#presence.count > 0) this.#say([], [])
  }

  /** A member was removed: not here any more, whatever is still open of theirs. */
  removed({ memberId }: MemberRecord): void {
    const wasElsewhere = this.#elsewhere.remove(memberId)
    if (wasElsewhere && this.#presence.has(memberId)) this.#both -= 1
    if (this.#presence.remove(memberId)) this.#went(memberId)
    else if (wasElsewhere) this.#note(memberId)
  }

  close(): void {
    this.#announcer?.close()
    this.#gathering.close()
    this.#cancelSweep?.()
    this.#elsewhere.close()
  }

  #went(memberId: MemberId): void {
    this.#names.delete(memberId)
    this.#announcer?.changed(memberId)
    if (this.#elsewhere.has(memberId)) this.#both -= 1
    else this.#note(memberId)
  }

  #heard(nodeId: NodeId, hear: () => Heard): void {
    const { changed, isToAsk } = hear()
    this.#changedElsewhere(changed)
    if (isToAsk) this.#announcer?.ask(nodeId)
  }

  /** These came, went, or have another name on other nodes. */
  #changedElsewhere(changed: readonly MemberId[]): void {
    if (changed.length === 0) return
    // Counted anew: a name that changed looks like somebody who came.
    this.#both = 0
    for (const memberId of this.#presence.members()) if (this.#elsewhere.has(memberId)) this.#both += 1
    // Who is on this node is here under the name known here, whatever the others say.
    for (const memberId of changed) if (!this.#presence.has(memberId)) this.#note(memberId)
  }

  #note(memberId: MemberId): void {
    this.#whole = null
    this.#gathering.note(memberId)
  }

  #tell(due: readonly MemberId[]): void {
    const here: PersonHere[] = []
    const gone: MemberId[] = []
    for (const memberId of due) {
      if (!this.isHere(memberId)) gone.push(memberId)
      else if (here.length < PRESENCE_LISTED_MAX) here.push(this.#person(memberId))
    }
    this.#say(here, gone.slice(0, PRESENCE_LISTED_MAX))
  }

  #say(here: PersonHere[], gone: MemberId[]): void {
    const stillBehind = this.#tellWhole(this.#behind)
    const missed = this.#whisper(this.#encode({ isWhole: false, here, gone }))
    this.#behind = [...new Set([...stillBehind, ...missed])]
  }

  /** Answers who of them missed it once more. */
  #tellWhole(connections: readonly RoomConnection[]): RoomConnection[] {
    const present = connections.filter(({ isOpen, rooms }) => isOpen && rooms.has(this.#roomId))
    if (present.length === 0) return []
    const whole = this.#encodeWhole()
    return present.filter((connection) => !connection.whisper(whole))
  }

  #scheduleSweep(): void {
    this.#cancelSweep?.()
    this.#cancelSweep = null
    const sweepAt = Math.min(
      this.#presence.sweepAt ?? Number.POSITIVE_INFINITY,
      this.#elsewhere.sweepAt ?? Number.POSITIVE_INFINITY,
    )
    if (sweepAt === Number.POSITIVE_INFINITY) return
    this.#cancelSweep = this.#clock.after(Math.max(0, sweepAt - this.#clock.monotonic()), () => {
      for (const memberId of this.#presence.sweep(this.#clock.monotonic())) this.#went(memberId)
      this.#sweepElsewhere()
      this.#scheduleSweep()
    })
  }

  #sweepElsewhere(): void {
    const gossip = this.#gossip
    if (!gossip) return
    const isOverdue = (nodeId: NodeId, heardAt: number) => gossip.isOverdue(nodeId, heardAt)
    this.#changedElsewhere(this.#elsewhere.sweep(this.#clock.monotonic(), isOverdue))
  }

  #encodeWhole(): EncodedEvent {
    this.#whole ??= this.#encode({ isWhole: true, here: this.#listed(), gone: [] })
    return this.#whole
  }

  /** Those of this node first. */
  #listed(): PersonHere[] {
    const listed: PersonHere[] = []
    for (const memberId of this.#presence.members()) {
      if (listed.length >= PRESENCE_LISTED_MAX) return listed
      listed.push(this.#person(memberId))
    }
    for (const memberId of this.#elsewhere.members()) {
      if (listed.length >= PRESENCE_LISTED_MAX) return listed
      if (!this.#presence.has(memberId)) listed.push(this.#person(memberId))
    }
    return listed
  }

  #person(memberId: MemberId): PersonHere {
    return { memberId, name: this.#nameOf(memberId) ?? '' }
  }

  #nameOf(memberId: MemberId): string | null {
    return this.#names.get(memberId) ?? this.#elsewhere.nameOf(memberId)
  }

  #encode(lists: { isWhole: boolean; here: PersonHere[]; gone: MemberId[] }): EncodedEvent {
    const isComplete = this.#gossip === null || (this.#gossip.isComplete && !this.#elsewhere.isShort)
    return encodeForDelivery({
      type: 'presence',
      roomId: this.#roomId,
      count: this.count,
      ...lists,
      ...(isComplete ? {} : { isComplete }),
    })
  }
}

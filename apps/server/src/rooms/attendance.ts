import { type MemberId, type MemberRecord, PRESENCE_LISTED_MAX, type RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { PRESENCE_GATHER_MS, PRESENCE_TELLINGS } from '../limits.ts'
import { Presence } from './presence.ts'
import { type Bucket, fullBucket, takeToken } from './rate-limit.ts'
import { type EncodedEvent, encodeForDelivery, type RoomConnection } from './room-connection.ts'

/** Tells everyone in the room something that may be dropped; answers who missed it. */
type Whisper = (event: EncodedEvent) => RoomConnection[]

/** Who is in one room on this node, and who has to be told of it. */
export class Attendance {
  readonly #roomId: RoomId
  readonly #clock: Clock
  readonly #whisper: Whisper
  readonly #presence = new Presence()
  readonly #names = new Map<MemberId, string>()
  readonly #came = new Set<MemberId>()
  readonly #went = new Set<MemberId>()
  /** Connections that missed a telling. The next one brings them everything anew. */
  #behind: RoomConnection[] = []
  /** How often each of those of whom was told lately may be told of again. */
  readonly #tellings = new Map<MemberId, Bucket>()
  #telling: { at: number; cancel: () => void } | null = null
  /** Everybody who is here as one event; null once that is no longer so. */
  #whole: EncodedEvent | null = null
  #cancelSweep: (() => void) | null = null

  constructor(roomId: RoomId, clock: Clock, whisper: Whisper) {
    this.#roomId = roomId
    this.#clock = clock
    this.#whisper = whisper
  }

  /** How many members are here. */
  get count(): number {
    return this.#presence.count
  }

  /** Nobody is here, and nobody's grace is running. */
  get isOver(): boolean {
    return this.#presence.count === 0
  }

  /** A connection of this member is in: it is told who is here, and the others that the member came. */
  arrived(connection: RoomConnection, { memberId, name }: MemberRecord): void {
    this.#names.set(memberId, name)
    // Whoever comes back in time changes nothing that is told.
    if (this.#presence.come(memberId)) this.#note(memberId, this.#came, this.#went)
    connection.deliver(this.#encodeWhole())
  }

  /** A connection of this member is out: on purpose, or because its line went, which it may yet survive. */
  departed({ memberId }: MemberRecord, how: 'left' | 'lost'): void {
    if (how === 'lost') this.#presence.go(memberId, this.#clock.monotonic())
    else if (this.#presence.leave(memberId)) this.#note(memberId, this.#went, this.#came)
    this.#scheduleSweep()
  }

  /** A member took another name: whoever is here is listed under it from now on. */
  renamed({ memberId, name }: MemberRecord): void {
    if (!this.#presence.has(memberId) || this.#names.get(memberId) === name) return
    this.#names.set(memberId, name)
    this.#note(memberId, this.#came, this.#went)
  }

  /** A member was removed: not here any more, whatever is still open of theirs. */
  removed({ memberId }: MemberRecord): void {
    if (this.#presence.remove(memberId)) this.#note(memberId, this.#went, this.#came)
  }

  close(): void {
    this.#telling?.cancel()
    this.#cancelSweep?.()
  }

  #note(memberId: MemberId, as: Set<MemberId>, instead: Set<MemberId>): void {
    // Who comes and goes within one gathering is told of as what holds in the end.
    instead.delete(memberId)
    as.add(memberId)
    this.#whole = null
    this.#planTelling(PRESENCE_GATHER_MS)
  }

  #planTelling(afterMs: number): void {
    const at = this.#clock.monotonic() + afterMs
    if (this.#telling && this.#telling.at <= at) return
    this.#telling?.cancel()
    this.#telling = { at, cancel: this.#clock.after(afterMs, () => this.#tell()) }
  }

  #tell(): void {
    this.#telling = null
    const came = this.#due(this.#came)
    const went = this.#due(this.#went)
    this.#forgetTellings()
    if (came.length + went.length === 0) return
    const here = came.slice(0, PRESENCE_LISTED_MAX).map((memberId) => this.#person(memberId))
    const gone = went.slice(0, PRESENCE_LISTED_MAX)
    for (const memberId of went) this.#names.delete(memberId)
    const stillBehind = this.#tellWhole(this.#behind)
    const missed = this.#whisper(this.#encode({ isWhole: false, here, gone }))
    this.#behind = [...new Set([...stillBehind, ...missed])]
  }

  /** Takes out those who may be told of now. Who comes and goes all the time waits, and is told of as what holds by then. */
  #due(noted: Set<MemberId>): MemberId[] {
    const now = this.#clock.monotonic()
    const due: MemberId[] = []
    for (const memberId of noted) {
      const bucket = this.#tellings.get(memberId) ?? fullBucket(PRESENCE_TELLINGS)
      const taken = takeToken(PRESENCE_TELLINGS, bucket, now)
      if (taken.ok) {
        noted.delete(memberId)
        due.push(memberId)
        // Taken out and put in again, the one told of longest ago is always the first.
        this.#tellings.delete(memberId)
        this.#tellings.set(memberId, taken.bucket)
      } else this.#planTelling(taken.retryAfterMs)
    }
    return due
  }

  /** Buckets that are full again say nothing. */
  #forgetTellings(): void {
    const fullAfterMs = (PRESENCE_TELLINGS.burst / PRESENCE_TELLINGS.perSecond) * 1_000
    for (const [memberId, { at }] of this.#tellings) {
      if (this.#clock.monotonic() - at < fullAfterMs) return
      this.#tellings.delete(memberId)
    }
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
    const { sweepAt } = this.#presence
    if (sweepAt === null) return
    this.#cancelSweep = this.#clock.after(Math.max(0, sweepAt - this.#clock.monotonic()), () => {
      for (const memberId of this.#presence.sweep(this.#clock.monotonic()))
        this.#note(memberId, this.#went, this.#came)
      this.#scheduleSweep()
    })
  }

  #encodeWhole(): EncodedEvent {
    this.#whole ??= this.#encode({ isWhole: true, here: this.#listed(), gone: [] })
    return this.#whole
  }

  #listed(): { memberId: MemberId; name: string }[] {
    const listed = []
    for (const memberId of this.#presence.members()) {
      if (listed.length >= PRESENCE_LISTED_MAX) break
      listed.push(this.#person(memberId))
    }
    return listed
  }

  #person(memberId: MemberId): { memberId: MemberId; name: string } {
    return { memberId, name: this.#names.get(memberId) ?? '' }
  }

  #encode(lists: {
    isWhole: boolean
    here: { memberId: MemberId; name: string }[]
    gone: MemberId[]
  }): EncodedEvent {
    return encodeForDelivery({
      type: 'presence',
      roomId: this.#roomId,
      count: this.#presence.count,
      ...lists,
    })
  }
}

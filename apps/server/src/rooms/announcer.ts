import type { MemberId, RoomId } from '@confab/protocol'
import type { NodeId, PersonHere, PresenceSignal, Standing, WhoIsHereSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import { ANSWER_SPREAD_MS, PRESENCE_TOLD_MAX, WHOLE_TELLING_MS } from '../limits.ts'
import type { Allowance } from './elsewhere.ts'
import { Gathering } from './gathering.ts'

/** What a room's presence needs of what the nodes tell each other. */
export interface PresenceGossip {
  readonly nodeId: NodeId
  /** Whether what other nodes say gets through. */
  readonly isComplete: boolean
  readonly allowance: Allowance
  /** Above every number that was used. */
  readonly highestNumber: number
  tell(signal: PresenceSignal | WhoIsHereSignal): void
  stand(standing: Standing): void
  /** Nothing was heard for so long that a node whose word it was should be forgotten. */
  isOverdue(nodeId: NodeId, heardAt: number): boolean
  /** [0, 1) */
  random(): number
}

/** Who is in a room on this node. */
export type OwnPeople = {
  count(): number
  find(memberId: MemberId): PersonHere | null
  all(): PersonHere[]
}

/** Tells the other nodes who is in one room on this one. */
export class Announcer {
  readonly #roomId: RoomId
  readonly #clock: Clock
  readonly #gossip: PresenceGossip
  readonly #own: OwnPeople
  readonly #gathering: Gathering
  #number: number
  #toldWholeAt = Number.NEGATIVE_INFINITY
  #cancelAnswer: (() => void) | null = null

  constructor(roomId: RoomId, clock: Clock, gossip: PresenceGossip, own: OwnPeople) {
    this.#roomId = roomId
    this.#clock = clock
    this.#gossip = gossip
    this.#own = own
    this.#number = gossip.highestNumber
    this.#gathering = new Gathering(clock, (due) => this.#tellChanged(due))
  }

  /** This member came, went, or took another name. */
  changed(memberId: MemberId): void {
    this.#gathering.note(memberId)
  }

  /** Asks who is here: of one node, or of all. */
  ask(of: NodeId | null): void {
    const { nodeId } = this.#gossip
    this.#gossip.tell({ kind: 'who-is-here', roomId: this.#roomId, nodeId, of })
  }

  /** Another node asks. It is answered with others who ask at the time, and not all nodes answer in the same moment. */
  asked({ of }: WhoIsHereSignal): void {
    if (of === null ? this.#own.count() === 0 : of !== this.#gossip.nodeId) return
    const now = this.#clock.monotonic()
    const earliest = now + (of === null ? Math.floor(this.#gossip.random() * ANSWER_SPREAD_MS) : 0)
    const at = Math.max(earliest, this.#toldWholeAt + WHOLE_TELLING_MS)
    this.#cancelAnswer ??= this.#clock.after(at - now, () => {
      this.#cancelAnswer = null
      this.#toldWholeAt = this.#clock.monotonic()
      // Who missed nothing takes a list that goes on for additions, and has to hear who went.
      const gone = this.#gathering.takeAll().filter((memberId) => !this.#own.find(memberId))
      this.#tell(true, this.#own.all(), gone)
    })
  }

  /** Tells what is not told yet: the room is put away. */
  close(): void {
    this.#cancelAnswer?.()
    const changed = this.#gathering.takeAll()
    if (changed.length > 0) this.#tellChanged(changed)
  }

  #tellChanged(changed: readonly MemberId[]): void {
    const here: PersonHere[] = []
    const gone: MemberId[] = []
    for (const memberId of changed) {
      const person = this.#own.find(memberId)
      if (person) here.push(person)
      else gone.push(memberId)
    }
    // Where that is everybody, it says so, and whoever missed something has it all.
    const isWhole = here.length === this.#own.count()
    this.#tell(isWhole, here, isWhole ? [] : gone)
  }

  /** Long lists go out in pieces. */
  #tell(isWhole: boolean, here: readonly PersonHere[], gone: readonly MemberId[]): void {
    const [roomId, count] = [this.#roomId, this.#own.count()]
    const { nodeId } = this.#gossip
    for (let from = 0; from === 0 || from < Math.max(here.length, gone.length); from += PRESENCE_TOLD_MAX) {
      this.#number += 1
      this.#gossip.tell({
        kind: 'presence',
        roomId,
        nodeId,
        number: this.#number,
        isWhole: isWhole && from === 0,
        count,
        here: here.slice(from, from + PRESENCE_TOLD_MAX),
        gone: gone.slice(from, from + PRESENCE_TOLD_MAX),
      })
    }
    this.#gossip.stand({ roomId, number: this.#number, count })
  }
}

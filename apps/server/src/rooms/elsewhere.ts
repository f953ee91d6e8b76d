import type { MemberId } from '@confab/protocol'
import type { NodeId, PresenceSignal, Standing } from '../broker/signals.ts'
import { ASK_AGAIN_MS } from '../limits.ts'

/** What a node has in the room, as far as it was heard. */
type KnownNode = {
  /** Of the last signal that was heard. */
  number: number
  /** None before it was missed. */
  isSure: boolean
  /** When it was last heard that this is so, and when it was last asked whether, in monotonic milliseconds. */
  heardAt: number
  askedAt: number
  /** When it is forgotten, for a node that left; null for one that is there. */
  endsAt: number | null
  people: Map<MemberId, string>
}

/** What hearing something came to: who came, went or has another name, and whether the node is to be asked for everything. */
export type Heard = { changed: MemberId[]; isToAsk: boolean }

/** How many people a node may remember of all others, and how many it does: one for all its rooms. */
export type Allowance = { left: number }

/**
 * Who is in one room on other nodes, from what they say of it, which may be lost, come twice or in the wrong order. A member is
 * here as long as any node has them. Holds no timer: times come in as monotonic milliseconds.
 */
export class Elsewhere {
  readonly #allowance: Allowance
  readonly #nodes = new Map<NodeId, KnownNode>()
  readonly #people = new Map<MemberId, { name: string; nodes: number }>()
  #isShort = false

  constructor(allowance: Allowance) {
    this.#allowance = allowance
  }

  /** How many members are here on other nodes. */
  get count(): number {
    return this.#people.size
  }

  /** There were more than could be remembered. */
  get isShort(): boolean {
    return this.#isShort
  }

  /** When the next node that left is to be forgotten; null when none is. */
  get sweepAt(): number | null {
    let first: number | null = null
    for (const { endsAt } of this.#nodes.values())
      if (endsAt !== null && (first === null || endsAt < first)) first = endsAt
    return first
  }

  has(memberId: MemberId): boolean {
    return this.#people.has(memberId)
  }

  nameOf(memberId: MemberId): string | null {
    return this.#people.get(memberId)?.name ?? null
  }

  members(): IterableIterator<MemberId> {
    return this.#people.keys()
  }

  /** A member took another name. True when that is news of somebody who is here. */
  rename(memberId: MemberId, name: string): boolean {
    const person = this.#people.get(memberId)
    if (!person || person.name === name) return false
    person.name = name
    return true
  }

  /** A member is none any more, whatever nodes say of them until they have learnt it as well. True when they were here. */
  remove(memberId: MemberId): boolean {
    const changed = new Set<MemberId>()
    for (const known of this.#nodes.values()) this.#remove(known, memberId, changed)
    return changed.size > 0
  }

  /** A node said who is here. */
  hear(signal: PresenceSignal, now: number): Heard {
    const { nodeId, number, isWhole, here, gone, count } = signal
    const known = this.#nodes.get(nodeId) ?? this.#meet(nodeId)
    if (number <= known.number || known.endsAt !== null) return { changed: [], isToAsk: false }
    const isNext = known.isSure && number === known.number + 1
    const changed = new Set<MemberId>()
    // Who missed nothing needs no new beginning, and with a list that goes on would take those behind for gone.
    if (isWhole && !(isNext && here.length < count)) {
      const listed = new Set(here.map(({ memberId }) => memberId))
      for (const memberId of known.people.keys())
        if (!listed.has(memberId)) this.#remove(known, memberId, changed)
    }
    for (const memberId of gone) this.#remove(known, memberId, changed)
    for (const { memberId, name } of here) this.#put(known, memberId, name, changed)
    known.number = number
    known.isSure = isNext || isWhole
    known.heardAt = now
    return { changed: [...changed], isToAsk: this.#isToAsk(known, now) }
  }

  /** A node said how far it has spoken: if not as far as it was heard, something was missed. */
  stands(nodeId: NodeId, { number, count }: Omit<Standing, 'roomId'>, now: number): Heard {
    const known = this.#nodes.get(nodeId) ?? (count > 0 ? this.#meet(nodeId) : null)
    // What was said since is newer than this.
    if (!known || number < known.number || known.endsAt !== null) return { changed: [], isToAsk: false }
    known.heardAt = now
    // Words and changes come in any order between them: who is back may have been heard of before it was heard that they were removed.
    const isAsHeard = number === known.number && (count === known.people.size || this.#isShort)
    if (!isAsHeard) known.isSure = false
    if (count > 0) return { changed: [], isToAsk: this.#isToAsk(known, now) }
    known.number = number
    known.isSure = true
    return { changed: this.#removeAll(known), isToAsk: false }
  }

  /** A node is there no more. Those who were on it alone stay until `endsAt`: they may be on their way to another. */
  leave(nodeId: NodeId, endsAt: number): void {
    const known = this.#nodes.get(nodeId)
    if (known) known.endsAt ??= endsAt
  }

  /** Forgets a node with all it had; answers who went. */
  forget(nodeId: NodeId): MemberId[] {
    const known = this.#nodes.get(nodeId)
    if (!known) return []
    this.#nodes.delete(nodeId)
    if (this.#nodes.size === 0) this.#isShort = false
    return this.#removeAll(known)
  }

  /** Forgets nodes that left long enough ago, and those of which nothing was heard for too long; answers who went. */
  sweep(now: number, isOverdue: (nodeId: NodeId, heardAt: number) => boolean): MemberId[] {
    const gone: MemberId[] = []
    for (const [nodeId, { endsAt, heardAt }] of this.#nodes)
      if (endsAt === null ? isOverdue(nodeId, heardAt) : endsAt <= now) gone.push(...this.forget(nodeId))
    return gone
  }

  /** Nobody is remembered any more. */
  close(): void {
    for (const nodeId of this.#nodes.keys()) this.forget(nodeId)
  }

  #meet(nodeId: NodeId): KnownNode {
    const known: KnownNode = {
      number: -1,
      isSure: false,
      heardAt: Number.NEGATIVE_INFINITY,
      askedAt: Number.NEGATIVE_INFINITY,
      endsAt: null,
      people: new Map(),
    }
    this.#nodes.set(nodeId, known)
    return known
  }

  #isToAsk(known: KnownNode, now: number): boolean {
    if (known.isSure || now - known.askedAt < ASK_AGAIN_MS) return false
    known.askedAt = now
    return true
  }

  #put(known: KnownNode, memberId: MemberId, name: string, changed: Set<MemberId>): void {
    const isNew = !known.people.has(memberId)
    if (isNew && this.#allowance.left <= 0) {
      this.#isShort = true
      return
    }
    if (isNew) this.#allowance.left -= 1
    const before = known.people.get(memberId)
    known.people.set(memberId, name)
    const person = this.#people.get(memberId)
    if (!person) {
      this.#people.set(memberId, { name, nodes: 1 })
      changed.add(memberId)
      return
    }
    if (isNew) person.nodes += 1
    if (person.name === name || before === name) return
    person.name = name
    changed.add(memberId)
  }

  #remove(known: KnownNode, memberId: MemberId, changed: Set<MemberId>): void {
    if (!known.people.delete(memberId)) return
    this.#allowance.left += 1
    const person = this.#people.get(memberId)
    if (!person || --person.nodes > 0) return
    this.#people.delete(memberId)
    changed.add(memberId)
  }

  #removeAll(known: KnownNode): MemberId[] {
    const changed = new Set<MemberId>()
    for (const memberId of known.people.keys()) this.#remove(known, memberId, changed)
    return [...changed]
  }
}

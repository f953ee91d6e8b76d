import type { NodeId } from '../broker/signals.ts'
import { ALIVE_MS, LEASE_MS, NODES_MAX } from '../limits.ts'

type Neighbour = {
  /** When something was heard of it last, in monotonic milliseconds. */
  heardAt: number
  /** The stamp of the last word that it lives: what has none above it is late, or said again by somebody else. */
  at: number
  /** It said that it ends: what still comes from it is late. */
  isLeaving: boolean
  /** In what time it tells where all its rooms stand, in milliseconds. */
  roundMs: number
}

/** The other nodes: which there are, and until when what they said holds. Holds no timer: times come in as monotonic milliseconds. */
export class Neighbours {
  readonly #all = new Map<NodeId, Neighbour>()

  /** How many live, as far as is known. */
  get count(): number {
    let count = 0
    for (const { isLeaving } of this.#all.values()) if (!isLeaving) count += 1
    return count
  }

  /** A node says that it lives: `new` when it was not known, `late` when that is nothing to go by. */
  lives(
    nodeId: NodeId,
    { at, roundMs }: { at: number; roundMs: number },
    now: number,
  ): 'new' | 'known' | 'late' {
    const known = this.#all.get(nodeId)
    if (known ? known.isLeaving || at <= known.at : this.#all.size >= NODES_MAX) return 'late'
    this.#all.set(nodeId, { heardAt: now, at, isLeaving: false, roundMs })
    return known ? 'known' : 'new'
  }

  /** A node says something else. True when it is known to live: then that shows that it still does. */
  speaks(nodeId: NodeId, now: number): boolean {
    const known = this.#all.get(nodeId)
    if (!known || known.isLeaving) return false
    known.heardAt = now
    return true
  }

  /** It said that it ends. True when it was thought to live. */
  left(nodeId: NodeId, now: number): boolean {
    const known = this.#all.get(nodeId)
    if (!known || known.isLeaving) return false
    // Kept for a while, so that a late word does not bring it back.
    this.#all.set(nodeId, { ...known, isLeaving: true, heardAt: now })
    return true
  }

  roundMsOf(nodeId: NodeId): number {
    return this.#all.get(nodeId)?.roundMs ?? ALIVE_MS
  }

  /** Nobody could be heard until now, so silence says nothing. */
  extend(now: number): void {
    for (const neighbour of this.#all.values()) neighbour.heardAt = now
  }

  /** Those who were silent for too long, and are forgotten. */
  sweep(now: number): NodeId[] {
    const silent: NodeId[] = []
    for (const [nodeId, { heardAt, isLeaving }] of this.#all) {
      if (now - heardAt < LEASE_MS) continue
      this.#all.delete(nodeId)
      if (!isLeaving) silent.push(nodeId)
    }
    return silent
  }
}

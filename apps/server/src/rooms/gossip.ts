import { PRESENCE_GRACE_MS, type RoomId } from '@confab/protocol'
import type { Broker } from '../broker/broker.ts'
import type { AliveSignal, NodeId, PresenceSignal, Standing, WhoIsHereSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import {
  ALIVE_MS,
  ANSWER_SPREAD_MS,
  LEASE_MS,
  PEOPLE_ELSEWHERE_MAX,
  ROOMS_TOLD_MAX,
  ROUNDS_UNCONFIRMED_MAX,
} from '../limits.ts'
import type { Log } from '../observability/log.ts'
import type { PresenceGossip } from './announcer.ts'
import type { Attendance } from './attendance.ts'
import { Neighbours } from './neighbours.ts'
import type { Stamps } from './stamps.ts'
import { Standings } from './standings.ts'

/** The broker has to be away, or back, for so many beats until people are told: it may be a moment only. */
const BEATS_UNTIL_TOLD = 2

/** How long it takes from one portion of rooms to the next when all are told something, in milliseconds. */
const PORTION_MS = 50

/** What the gossip of a node stands on. */
export type GossipSurroundings = {
  nodeId: NodeId
  broker: Broker
  clock: Clock
  log: Log
  stamps: Stamps
  /** [0, 1) */
  random: () => number
  /** Presence in a room that is open on this node. */
  find(roomId: RoomId): Attendance | null
  /** The same of all rooms. */
  all(): Iterable<Attendance>
}

/**
 * What the nodes tell each other of who is where. Nobody keeps it but they themselves: what a node said holds as long as it is
 * heard to live, so a broker that loses words, or all it has, costs nothing but time.
 */
export class Gossip implements PresenceGossip {
  readonly nodeId: NodeId
  readonly allowance = { left: PEOPLE_ELSEWHERE_MAX }
  readonly random: () => number
  readonly #surroundings: GossipSurroundings
  readonly #neighbours = new Neighbours()
  readonly #standings = new Standings()
  readonly #stopListening: () => void
  #isComplete = true
  /** For how many beats the broker was as it is not said to be. */
  #beatsOtherwise = 0
  /** When the broker came back last, in monotonic milliseconds. */
  #connectedAt = Number.NEGATIVE_INFINITY
  #beatAt: number
  #hasLeft = false
  #cancelBeat = () => {}
  #cancelTelling = () => {}
  #cancelGreeting: (() => void) | null = null

  constructor(surroundings: GossipSurroundings) {
    this.#surroundings = surroundings
    this.nodeId = surroundings.nodeId
    this.random = surroundings.random
    this.#beatAt = surroundings.clock.monotonic()
    this.#stopListening = surroundings.broker.listen((signal) => {
      if (signal.kind === 'alive') this.#hearAlive(signal)
    })
    this.#sayAlive(false)
    this.#scheduleBeat()
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  get highestNumber(): number {
    return this.#standings.highest
  }

  /** How many other nodes there are, as far as is known. */
  get neighbours(): number {
    return this.#neighbours.count
  }

  tell(signal: PresenceSignal | WhoIsHereSignal): void {
    if (!this.#hasLeft) this.#surroundings.broker.publish(signal)
  }

  stand(standing: Standing): void {
    this.#standings.set(standing)
  }

  isOverdue(nodeId: NodeId, heardAt: number): boolean {
    const since = Math.max(heardAt, this.#connectedAt)
    const allowedMs = ROUNDS_UNCONFIRMED_MAX * this.#neighbours.roundMsOf(nodeId)
    return this.#surroundings.broker.isConnected && this.#surroundings.clock.monotonic() - since > allowedMs
  }

  /** A node says who is in a room: nothing to go by as long as nobody knows that it lives. */
  hear(attendance: Attendance, signal: PresenceSignal): void {
    if (this.#neighbours.speaks(signal.nodeId, this.#surroundings.clock.monotonic())) attendance.hear(signal)
  }

  /** This node ends: its people are about to come elsewhere, and nothing more is said of them. */
  leave(): void {
    if (this.#hasLeft) return
    this.#sayAlive(true)
    this.#hasLeft = true
    this.#cancelBeat()
    this.#cancelGreeting?.()
  }

  close(): void {
    this.leave()
    this.#cancelTelling()
    this.#stopListening()
  }

  #hearAlive({ nodeId, at, isLeaving, roundMs, standings }: AliveSignal): void {
    const { clock, stamps, log, find, all } = this.#surroundings
    // Whoever lives has heard of the others' stamps and is above them: this is a word of long ago.
    if (at < stamps.highest - LEASE_MS) return
    stamps.heard(at)
    if (isLeaving) {
      if (!this.#neighbours.left(nodeId, clock.monotonic())) return
      log.info('node-left', { node: nodeId })
      const endsAt = clock.monotonic() + PRESENCE_GRACE_MS
      for (const attendance of all()) attendance.nodeLeft(nodeId, endsAt)
      return
    }
    const heard = this.#neighbours.lives(nodeId, { at, roundMs }, clock.monotonic())
    if (heard === 'late') return
    if (heard === 'new') {
      log.info('node-met', { node: nodeId })
      this.#greet()
    }
    for (const standing of standings) find(standing.roomId)?.stands(nodeId, standing)
  }

  /** A node that has just come knows of nobody yet, and hears it from all of them, though not in one moment. */
  #greet(): void {
    const afterMs = Math.floor(this.random() * ANSWER_SPREAD_MS)
    this.#cancelGreeting ??= this.#surroundings.clock.after(afterMs, () => {
      this.#cancelGreeting = null
      this.#sayAlive(false)
    })
  }

  #scheduleBeat(): void {
    const { clock } = this.#surroundings
    this.#cancelBeat = clock.after(ALIVE_MS, () => {
      this.#beat(clock.monotonic())
      this.#scheduleBeat()
    })
  }

  #beat(now: number): void {
    const { broker, log, all } = this.#surroundings
    this.#sayAlive(false)
    // Who was away itself, or slept, has not heard that anybody was silent.
    const isAwake = now - this.#beatAt < LEASE_MS / 2
    this.#beatAt = now
    if (!broker.isConnected || !isAwake) this.#neighbours.extend(now)
    if (!broker.isConnected) this.#connectedAt = now
    for (const nodeId of this.#neighbours.sweep(now)) {
      log.warn('node-silent', { node: nodeId })
      for (const attendance of all()) attendance.nodeLost(nodeId)
    }
    this.#beatsOtherwise = broker.isConnected === this.#isComplete ? 0 : this.#beatsOtherwise + 1
    if (this.#beatsOtherwise < BEATS_UNTIL_TOLD) return
    this.#beatsOtherwise = 0
    this.#isComplete = broker.isConnected
    this.#tellCompleteness([...all()])
  }

  #sayAlive(isLeaving: boolean): void {
    const { broker, stamps } = this.#surroundings
    if (this.#hasLeft) return
    broker.broadcast({
      kind: 'alive',
      nodeId: this.nodeId,
      at: stamps.next(),
      isLeaving,
      roundMs: this.#standings.roundMs,
      standings: isLeaving ? [] : this.#standings.next(),
    })
  }

  /** Everybody is told, but not everybody in one moment. */
  #tellCompleteness(attendances: readonly Attendance[]): void {
    this.#cancelTelling()
    for (const attendance of attendances.slice(0, ROOMS_TOLD_MAX)) attendance.tellCompleteness()
    const rest = attendances.slice(ROOMS_TOLD_MAX)
    if (rest.length > 0)
      this.#cancelTelling = this.#surroundings.clock.after(PORTION_MS, () => this.#tellCompleteness(rest))
  }
}

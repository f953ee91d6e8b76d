import type { Clock } from '@confab/client'
import type { RoomId } from '@confab/protocol'
import type { Broker, RoomListener } from '@confab/server/src/broker/broker.ts'
import type { AliveSignal, NodeSignal, RoomSignal } from '@confab/server/src/broker/signals.ts'
import type { Chance } from './chance.ts'

/** How unreliable the broker is: probabilities of each, and the longest delay in milliseconds. */
export type ExchangeWeather = { lost: number; repeated: number; delayMsMax: number }

/** What the nodes tell each other, broken on purpose. */
export type ExchangeSabotage = {
  /** With `skipped` a span claims to follow whatever its reader has. */
  gaps?: 'skipped'
  /** With `late` a doorbell keeps a removal to itself. */
  removals?: 'late'
  /** With `untold` no node says where its presence stands, so nobody notices a lost word. */
  standings?: 'untold'
  /** With `endless` dead nodes are still heard to live. */
  leases?: 'endless'
}

/** How often a dead node is heard where leases are endless, in milliseconds. */
const GHOST_MS = 3_000

type Ear = { node: Ears; roomId: RoomId; listener: RoomListener }
type Ears = { isConnected: boolean; listeners: Set<(signal: NodeSignal) => void>; last: AliveSignal | null }

/** A broker between simulated nodes that loses, repeats and reorders, and from which nodes can be cut off. */
export class LossyExchange {
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #sabotage: ExchangeSabotage
  readonly #rooms = new Map<RoomId, Set<Ear>>()
  readonly #nodes = new Set<Ears>()
  #weather: ExchangeWeather

  constructor(clock: Clock, chance: Chance, weather: ExchangeWeather, sabotage: ExchangeSabotage = {}) {
    this.#clock = clock
    this.#chance = chance
    this.#weather = weather
    this.#sabotage = sabotage
  }

  /** From now on everything arrives, once, and soon. */
  calm(): void {
    this.#weather = { lost: 0, repeated: 0, delayMsMax: 20 }
    for (const node of this.#nodes) this.#connect(node)
  }

  createBroker(): Broker & { cutOff(): void; mend(): void } {
    const own: Ears = { isConnected: true, listeners: new Set(), last: null }
    this.#nodes.add(own)
    return {
      get isConnected() {
        return own.isConnected
      },
      publish: (signal) => {
        for (const ear of this.#rooms.get(signal.roomId) ?? [])
          this.#carry(own, ear.node, () => {
            if (this.#rooms.get(signal.roomId)?.has(ear)) ear.listener.hear(this.#tamper(signal))
          })
      },
      broadcast: (signal) => {
        own.last = signal.kind === 'alive' ? signal : own.last
        this.#broadcast(own, signal)
      },
      subscribe: (roomId, listener) => {
        const ear = { node: own, roomId, listener }
        const ears = this.#rooms.get(roomId) ?? new Set()
        this.#rooms.set(roomId, ears.add(ear))
        this.#clock.after(this.#chance.below(10), () => {
          if (own.isConnected && ears.has(ear)) listener.ready()
        })
        return () => ears.delete(ear)
      },
      listen: (hear) => {
        own.listeners.add(hear)
        return () => own.listeners.delete(hear)
      },
      close: async () => {
        this.#nodes.delete(own)
        own.listeners.clear()
        for (const ears of this.#rooms.values())
          for (const ear of ears) if (ear.node === own) ears.delete(ear)
        if (this.#sabotage.leases === 'endless') this.#haunt(own)
      },
      cutOff: () => {
        own.isConnected = false
      },
      mend: () => this.#connect(own),
    }
  }

  #connect(node: Ears): void {
    if (node.isConnected) return
    node.isConnected = true
    for (const ears of this.#rooms.values())
      for (const { node: listening, listener } of ears) if (listening === node) listener.ready()
  }

  #broadcast(from: Ears, signal: NodeSignal): void {
    const told = signal.kind === 'alive' && this.#sabotage.standings ? { ...signal, standings: [] } : signal
    for (const node of this.#nodes)
      this.#carry(from, node, () => {
        for (const hear of node.listeners) hear(told)
      })
  }

  #haunt(dead: Ears): void {
    if (!dead.last) return
    // A lively ghost: each word is newer, and there is all the time in the world to tell of its rooms.
    dead.last = { ...dead.last, at: dead.last.at + GHOST_MS, roundMs: 1e9, standings: [] }
    this.#broadcast(dead, dead.last)
    this.#clock.after(GHOST_MS, () => this.#haunt(dead))
  }

  #carry(from: Ears, to: Ears, hear: () => void): void {
    if (from === to || !from.isConnected) return
    const { lost, repeated, delayMsMax } = this.#weather
    const times = this.#chance.happens(lost) ? 0 : this.#chance.happens(repeated) ? 2 : 1
    for (let i = 0; i < times; i++)
      this.#clock.after(this.#chance.below(delayMsMax), () => to.isConnected && hear())
  }

  #tamper(signal: RoomSignal): RoomSignal {
    if (signal.kind !== 'doorbell') return signal
    if (this.#sabotage.removals === 'late')
      return { ...signal, encodedSpan: signal.encodedSpan.replaceAll('"role":"removed"', '"role":"member"') }
    if (this.#sabotage.gaps !== 'skipped') return signal
    const span = JSON.parse(signal.encodedSpan)
    return { ...signal, after: 0, encodedSpan: JSON.stringify({ ...span, after: 0 }) }
  }
}

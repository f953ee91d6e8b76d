import type { Clock } from '@confab/client'
import type { RoomId } from '@confab/protocol'
import type { Broker } from '@confab/server/src/broker/broker.ts'
import type { NodeSignal, RoomSignal } from '@confab/server/src/broker/signals.ts'
import type { Chance } from './chance.ts'

/** How unreliable the broker is: probabilities of each, and the longest delay in milliseconds. */
export type ExchangeWeather = { lost: number; repeated: number; delayMsMax: number }

/** Breaks the doorbells on purpose: with `skipped` a span claims to follow whatever its reader has. */
export type GapSabotage = { gaps?: 'skipped' }

/** A broker between simulated nodes that loses, repeats and reorders. */
export class LossyExchange {
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #weather: ExchangeWeather
  readonly #sabotage: GapSabotage
  readonly #listeners = new Set<{ broker: Broker; roomId: RoomId; hear: (signal: RoomSignal) => void }>()
  readonly #nodes = new Set<{ broker: Broker; hear: (signal: NodeSignal) => void }>()

  constructor(clock: Clock, chance: Chance, weather: ExchangeWeather, sabotage: GapSabotage = {}) {
    this.#clock = clock
    this.#chance = chance
    this.#weather = weather
    this.#sabotage = sabotage
  }

  createBroker(): Broker {
    const broker: Broker = {
      isConnected: true,
      publish: (signal) => {
        for (const listener of this.#listeners)
          if (listener.broker !== broker && listener.roomId === signal.roomId)
            this.#carry(() => {
              if (this.#listeners.has(listener)) listener.hear(this.#tamper(signal))
            })
      },
      broadcast: (signal) => {
        for (const listener of this.#nodes)
          if (listener.broker !== broker)
            this.#carry(() => {
              if (this.#nodes.has(listener)) listener.hear(signal)
            })
      },
      subscribe: (roomId, { hear }) => {
        const listener = { broker, roomId, hear }
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
      listen: (hear) => {
        const listener = { broker, hear }
        this.#nodes.add(listener)
        return () => this.#nodes.delete(listener)
      },
      close: async () => {
        for (const listeners of [this.#listeners, this.#nodes])
          for (const listener of listeners)
            if (listener.broker === broker) listeners.delete(listener as never)
      },
    }
    return broker
  }

  #carry(hear: () => void): void {
    const { lost, repeated, delayMsMax } = this.#weather
    const times = this.#chance.happens(lost) ? 0 : this.#chance.happens(repeated) ? 2 : 1
    for (let i = 0; i < times; i++) this.#clock.after(this.#chance.below(delayMsMax), hear)
  }

  #tamper(signal: RoomSignal): RoomSignal {
    if (this.#sabotage.gaps !== 'skipped' || signal.kind !== 'doorbell') return signal
    const span = JSON.parse(signal.encodedSpan)
    return { ...signal, after: 0, encodedSpan: JSON.stringify({ ...span, after: 0 }) }
  }
}

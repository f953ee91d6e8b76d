import type { Clock } from '@confab/client'
import type { RoomId } from '@confab/protocol'
import type { Broker, Doorbell } from '@confab/server/src/broker/broker.ts'
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
  readonly #listeners = new Set<{ broker: Broker; roomId: RoomId; hear: (doorbell: Doorbell) => void }>()

  constructor(clock: Clock, chance: Chance, weather: ExchangeWeather, sabotage: GapSabotage = {}) {
    this.#clock = clock
    this.#chance = chance
    this.#weather = weather
    this.#sabotage = sabotage
  }

  createBroker(): Broker {
    const broker: Broker = {
      publish: (doorbell) => this.#publish(broker, this.#tamper(doorbell)),
      subscribe: (roomId, hear) => {
        const listener = { broker, roomId, hear }
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
      },
      close: async () => {
        for (const listener of this.#listeners)
          if (listener.broker === broker) this.#listeners.delete(listener)
      },
    }
    return broker
  }

  #publish(from: Broker, doorbell: Doorbell): void {
    for (const listener of this.#listeners) {
      if (listener.broker === from || listener.roomId !== doorbell.roomId) continue
      const { lost, repeated, delayMsMax } = this.#weather
      const times = this.#chance.happens(lost) ? 0 : this.#chance.happens(repeated) ? 2 : 1
      for (let i = 0; i < times; i++)
        this.#clock.after(this.#chance.below(delayMsMax), () => {
          if (this.#listeners.has(listener)) listener.hear(doorbell)
        })
    }
  }

  #tamper(doorbell: Doorbell): Doorbell {
    if (this.#sabotage.gaps !== 'skipped') return doorbell
    const span = JSON.parse(doorbell.encodedSpan)
    return { ...doorbell, after: 0, encodedSpan: JSON.stringify({ ...span, after: 0 }) }
  }
}

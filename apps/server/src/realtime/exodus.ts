import type { Broker } from '../broker/broker.ts'
import type { Clock } from '../clock.ts'
import { EXODUS_AFTER_MS, EXODUS_LOOK_MS, WELL_HEARD_MS, WELL_SAID_MS } from '../limits.ts'

/** What an exodus goes by, and what it does. */
export type ExodusOptions = {
  clock: Clock
  broker: Pick<Broker, 'broadcast' | 'listen'>
  /** This node's store takes nothing. */
  isDegraded(): boolean
  /** Tells everyone to come back, which a load balancer will have them do elsewhere. */
  sendAway(): void
}

/**
 * Sends people to another node when the store is out of reach of this one alone. While it is so for all, they stay: here they read, and
 * see each other, and nowhere is better. That it is this node alone it hears from another that is well. It happens once each time,
 * however long it lasts: who comes again was sent by somebody who knows better.
 */
export class Exodus {
  readonly #options: ExodusOptions
  #degradedAt: number | null = null
  #heardWellAt = Number.NEGATIVE_INFINITY
  #saidWellAt = Number.NEGATIVE_INFINITY
  #isOver = false
  readonly #stopListening: () => void
  #cancel = () => {}

  constructor(options: ExodusOptions) {
    this.#options = options
    this.#stopListening = options.broker.listen(({ kind }) => {
      if (kind === 'well') this.#heardWellAt = options.clock.monotonic()
    })
    this.#look()
  }

  close(): void {
    this.#cancel()
    this.#stopListening()
  }

  #look(): void {
    const { clock, isDegraded, sendAway } = this.#options
    this.#cancel = clock.after(EXODUS_LOOK_MS, () => this.#look())
    const now = clock.monotonic()
    if (!isDegraded()) {
      this.#degradedAt = null
      this.#isOver = false
      if (now - this.#saidWellAt < WELL_SAID_MS) return
      this.#saidWellAt = now
      this.#options.broker.broadcast({ kind: 'well' })
      return
    }
    this.#degradedAt ??= now
    const isAlone = this.#heardWellAt > this.#degradedAt && now - this.#heardWellAt < WELL_HEARD_MS
    if (this.#isOver || !isAlone || now - this.#degradedAt < EXODUS_AFTER_MS) return
    this.#isOver = true
    sendAway()
  }
}

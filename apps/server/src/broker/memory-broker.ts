import type { RoomId } from '@confab/protocol'
import type { Broker } from './broker.ts'
import { Listeners } from './listeners.ts'
import type { NodeSignal, RoomSignal } from './signals.ts'

/** Where the brokers of several nodes in one process meet. A lone node has one to itself, and nobody ever rings. */
export type MemoryExchange = { createBroker(): Broker }

type Ears = { rooms: Listeners<RoomId, RoomSignal>; nodes: Listeners<'all', NodeSignal> }

/** Makes an exchange. It loses, repeats and reorders nothing; those who listen may not count on that. */
export function createMemoryExchange(): MemoryExchange {
  const nodes = new Set<Ears>()
  return {
    createBroker() {
      const own: Ears = { rooms: new Listeners(), nodes: new Listeners() }
      nodes.add(own)

      /** After the publisher's own work, as from a network, so that a fault in one node's listener is not another node's. */
      function tell(hear: (ears: Ears) => void): void {
        if (!nodes.has(own)) return
        for (const ears of nodes) if (ears !== own) queueMicrotask(() => hear(ears))
      }

      return {
        isConnected: true,
        publish: (signal) => tell(({ rooms }) => rooms.tell(signal.roomId, signal)),
        broadcast: (signal) => tell((ears) => ears.nodes.tell('all', signal)),
        subscribe(roomId, { hear, ready }) {
          const stop = own.rooms.add(roomId, hear)
          let isListening = true
          queueMicrotask(() => isListening && nodes.has(own) && ready())
          return () => {
            isListening = false
            stop()
          }
        },
        listen: (listener) => own.nodes.add('all', listener),
        async close() {
          nodes.delete(own)
          own.rooms.clear()
          own.nodes.clear()
        },
      }
    },
  }
}

import type { RoomId } from '@confab/protocol'
import type { Broker, Doorbell } from './broker.ts'

type Listener = (doorbell: Doorbell) => void
type Subscriptions = Map<RoomId, Set<Listener>>

/** Where the brokers of several nodes in one process meet. A lone node has one to itself, and nobody ever rings. */
export type MemoryExchange = { createBroker(): Broker }

/** Makes an exchange. It loses, repeats and reorders nothing; those who listen may not count on that. */
export function createMemoryExchange(): MemoryExchange {
  const nodes = new Set<Subscriptions>()
  return {
    createBroker() {
      const own: Subscriptions = new Map()
      nodes.add(own)
      return {
        publish(doorbell) {
          if (!nodes.has(own)) return
          for (const node of nodes) if (node !== own) ring(node, doorbell)
        },
        subscribe(roomId, listener) {
          // A wrapper of its own, so that one function may listen twice and stop once.
          const heard: Listener = (doorbell) => listener(doorbell)
          const listeners = own.get(roomId) ?? new Set()
          own.set(roomId, listeners.add(heard))
          return () => {
            listeners.delete(heard)
            if (listeners.size === 0 && own.get(roomId) === listeners) own.delete(roomId)
          }
        },
        async close() {
          nodes.delete(own)
          own.clear()
        },
      }
    },
  }
}

/** After the publisher's own work, as from a network, so that a fault in one node's listener is not another node's. */
function ring(node: Subscriptions, doorbell: Doorbell): void {
  queueMicrotask(() => {
    for (const listener of node.get(doorbell.roomId) ?? []) listener(doorbell)
  })
}

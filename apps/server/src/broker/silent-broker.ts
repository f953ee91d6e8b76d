import type { Broker } from './broker.ts'

/** No broker at all: nodes on one PostgreSQL without Redis learn of each other's changes by looking into the store. */
export function createSilentBroker(): Broker {
  return {
    isConnected: false,
    publish() {},
    broadcast() {},
    subscribe: () => () => {},
    listen: () => () => {},
    async close() {},
  }
}

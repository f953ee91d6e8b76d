import type { Broker } from './broker/broker.ts'
import { createMemoryExchange } from './broker/memory-broker.ts'
import { createRedisBroker } from './broker/redis-broker.ts'
import { createSilentBroker } from './broker/silent-broker.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Counters } from './observability/counters.ts'
import type { Log } from './observability/log.ts'
import { openPostgresStore } from './store/postgres/postgres-store.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'
import type { Store } from './store/store.ts'

/** What a node stands on. */
export type Backing = {
  store: Store
  broker: Broker
  /** No other node can have the same store. */
  isAlone: boolean
  /** What all nodes of the store share and nobody else knows. */
  sharedKey?: Uint8Array
}

/** What opening it takes. */
export type BackingOptions = {
  log: Log
  clock: Clock
  counters: Counters
  /** Makes every commit this much slower, as a bad disk would. For tests. */
  commitDelayMs: number
  /** The store turned out to be one that cannot be trusted any more. */
  damaged(): void
  /** What the node knows of its rooms is of a history that is no more. */
  renewed(): void
}

/** Opens the store and the broker the settings name: the one place that knows which there are. */
export async function openBacking(config: Config, options: BackingOptions): Promise<Backing> {
  const { log, clock, counters } = options
  if (config.databaseUrl === null) {
    const { commitDelayMs, damaged } = options
    const store = await openSqliteStore({ directory: config.dataDirectory, commitDelayMs, log, damaged })
    return { store, broker: createMemoryExchange().createBroker(), isAlone: true }
  }
  const { databaseUrl, redisUrl } = config
  const { store, brokerKey } = await openPostgresStore({ url: databaseUrl, log, onRenewed: options.renewed })
  const broker =
    redisUrl === null
      ? createSilentBroker()
      : await createRedisBroker({ url: redisUrl, key: brokerKey, log, clock, counters })
  return { store, broker, isAlone: false, sharedKey: brokerKey }
}

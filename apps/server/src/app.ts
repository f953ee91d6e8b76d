import { decodeCommandCompiled } from '@confab/protocol/compiled'
import Fastify, { type FastifyInstance } from 'fastify'
import { createMemoryExchange } from './broker/memory-broker.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { addHealthRoutes } from './http/health.ts'
import { addHttpErrors } from './http/http-errors.ts'
import { addWebApp } from './http/web-app.ts'
import { BODY_BYTES_MAX, REQUEST_MS_MAX } from './limits.ts'
import { errorFields, type Log } from './observability/log.ts'
import { createNode } from './realtime/node.ts'
import { addWebSocketRoute } from './realtime/websocket-route.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'

/** How long connections that were told to go may take to do so, in milliseconds. */
const GOODBYE_MS = 2_000

/** What the process adds to its settings. `webDirectory` holds the built app; without one the server serves only `/ws`. */
export type AppOptions = {
  log: Log
  webDirectory: string | null
  clock?: Clock
  /** Makes every commit this much slower, as a bad disk would. For tests. */
  commitDelayMs?: number
}

/** A whole node: the one place that knows which store and broker there are. */
export async function createApp(config: Config, options: AppOptions): Promise<FastifyInstance> {
  const { log, webDirectory, clock = systemClock, commitDelayMs = 0 } = options
  const store = await openSqliteStore({ directory: config.dataDirectory, commitDelayMs })
  const broker = createMemoryExchange().createBroker()
  const node = createNode({ store, broker, clock, log, sweepMs: null, decode: decodeCommandCompiled })

  let isReady = true
  const app = Fastify({
    logger: false,
    trustProxy: config.trustedProxies ? [...config.trustedProxies] : false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    forceCloseConnections: 'idle',
    // While closing, Fastify's own 503 passes all hooks by, and with them the plugin that ends the socket of an upgrade that
    // is refused: one client coming back would hold the drain until its end. The route answers 503 itself.
    return503OnClosing: false,
  })
  addHttpErrors(app, log)
  addHealthRoutes(app, () => isReady)

  await addWebSocketRoute(app, {
    connections: node.connections,
    allowedOrigins: config.allowedOrigins,
    log,
    isReady: () => isReady,
    drain: async () => {
      isReady = false
      await node.drain()
      await goodbye(app, clock)
    },
  })
  if (webDirectory) await addWebApp(app, webDirectory, log)

  app.addHook('onClose', async () => {
    await node.close()
    await store.close().catch((error: unknown) => log.error('store-close-failed', errorFields(error)))
    await broker.close()
  })
  return app
}

/** Waits for the lines to end by themselves, then ends what is left: a mute client would hold the process for half a minute. */
async function goodbye(app: FastifyInstance, clock: Clock): Promise<void> {
  const { clients } = app.websocketServer
  await new Promise<void>((resolve) => {
    const until = clock.monotonic() + GOODBYE_MS
    const look = () => {
      if (clients.size === 0 || clock.monotonic() >= until) resolve()
      else clock.after(20, look)
    }
    look()
  })
  for (const client of clients) client.terminate()
}

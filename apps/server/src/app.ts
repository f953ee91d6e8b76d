import { decodeCommandCompiled } from '@confab/protocol/compiled'
import Fastify, { type FastifyInstance } from 'fastify'
import { openBacking } from './backing.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config, MetricsAddress } from './config.ts'
import { DeedPurge } from './deeds/deed-purge.ts'
import { Deeds } from './deeds/deeds.ts'
import { ExportPlaces } from './export/export-places.ts'
import { Exports } from './export/exports.ts'
import { OwnExports } from './export/own/own-exports.ts'
import { openFiles } from './files/files.ts'
import { UploadLimits } from './files/upload-limits.ts'
import { addAboutRoute, creationOf } from './http/about-route.ts'
import { addAccountRoutes } from './http/account-routes.ts'
import { addArrivalRoute } from './http/arrival-route.ts'
import { addContractRoutes } from './http/contract-routes.ts'
import { addDeedRoutes } from './http/deed-routes.ts'
import { addExportRoutes } from './http/export-routes.ts'
import { addFileRoutes } from './http/file-routes.ts'
import { addHandoffRoutes } from './http/handoff-routes.ts'
import { addHealthRoutes } from './http/health.ts'
import { addHttpErrors } from './http/http-errors.ts'
import { watchLastRequests } from './http/last-requests.ts'
import { serveMetrics } from './http/metrics.ts'
import { addOwnExportRoutes } from './http/own-export-routes.ts'
import { addReportRoutes } from './http/report-routes.ts'
import { addUploadRoutes } from './http/upload-routes.ts'
import { addWebApp } from './http/web-app.ts'
import { Accounts } from './identities/accounts.ts'
import { Challenges } from './identities/challenges.ts'
import { Handoffs } from './identities/handoffs.ts'
import { Passwords } from './identities/passwords.ts'
import { SignIns } from './identities/sign-ins.ts'
import {
  BODY_BYTES_MAX,
  HEAD_BYTES_MAX,
  PAGE_CONNECTIONS_MAX,
  REQUEST_LOOK_MS,
  REQUEST_MS_MAX,
} from './limits.ts'
import { type Counters, createCounters } from './observability/counters.ts'
import { errorFields, type Log, type LogFields } from './observability/log.ts'
import { watchLoopDelay } from './observability/loop-delay.ts'
import { createMetrics, type Figures } from './observability/metrics.ts'
import { startNightWatch } from './observability/night-watch.ts'
import { VERSION } from './observability/version.ts'
import { openOperatorSocket } from './operator/operator-socket.ts'
import { createPush } from './push/push.ts'
import { createPushTransport } from './push/push-transport.ts'
import { AddressLimits } from './realtime/address-limits.ts'
import { Exodus } from './realtime/exodus.ts'
import { createNode } from './realtime/node.ts'
import { createUpgradeGate } from './realtime/upgrade-gate.ts'
import { addWebSocketRoute } from './realtime/websocket-route.ts'
import { ReportSweep } from './reports/report-sweep.ts'
import { Reports } from './reports/reports.ts'
import { keepIndexed } from './search/indexing.ts'
import { watchCommits } from './store/commit-watch.ts'

/** How long connections that were told to go may take to do so, in milliseconds. */
const GOODBYE_MS = 2_000

/** What the process adds to its settings. `webDirectory` holds the built app; without one the server serves only `/ws`. */
export type AppOptions = {
  log: Log
  webDirectory: string | null
  clock?: Clock
  /** Makes every commit this much slower, as a bad disk would. For tests. */
  commitDelayMs?: number
  /** Where everything for push services goes instead. For tests. */
  pushVia?: string
}

/** A whole node, its parts joined. */
export async function createApp(config: Config, options: AppOptions): Promise<FastifyInstance> {
  const { log, webDirectory, clock = systemClock, commitDelayMs = 0, pushVia = null } = options
  let isReady = true
  let isDamaged = false
  const counters = createCounters()
  let startOver = () => {}
  const backing = await openBacking(config, {
    log,
    clock,
    counters,
    commitDelayMs,
    damaged: () => {
      isReady = false
      isDamaged = true
    },
    renewed: () => startOver(),
  })
  const { broker, isAlone, sharedKey } = backing
  const indexing = keepIndexed(backing.store, clock, log)
  const watch = watchCommits(indexing.store, clock, { isShared: !isAlone })
  const { store } = watch
  const files = await openFiles(config.files, {
    table: store.files,
    clock,
    counters,
    log,
    dataDirectory: isAlone ? config.dataDirectory : null,
  })
  const push =
    config.push &&
    createPush({
      ...config.push,
      table: store.attention,
      clock,
      log,
      counters,
      transport: createPushTransport({ via: pushVia }),
    })
  const passwords = new Passwords()
  const node = createNode({
    passwords,
    store,
    broker,
    clock,
    log,
    counters,
    isAlone,
    ...(sharedKey && { sharedKey }),
    decode: decodeCommandCompiled,
    hellosPerSecond: config.hellosPerSecond,
    commandsPerSecond: config.commandsPerSecond,
    creationKeys: config.about.creationKeys,
    limits: config.limits,
    files,
    push,
  })

  startOver = node.startOver
  // A backup that was restored, or a server that stood still, has what is kept no longer.
  await node.expire()

  // With PostgreSQL the commands work on the store itself, and every node finds out.
  const operatorSocket = isAlone ? await openOperatorSocket(config.dataDirectory, node.operator, log) : null

  const exodus = isAlone
    ? null
    : new Exodus({
        clock,
        broker,
        isDegraded: watch.isDegraded,
        sendAway: () => {
          log.warn('people-sent-away', { connections: node.figures().connectionsOpen })
          node.connections.closeAll()
        },
      })

  const gate = createUpgradeGate()
  const app = Fastify({
    logger: false,
    trustProxy: config.trustedProxies ? [...config.trustedProxies] : false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    http: {
      headersTimeout: REQUEST_MS_MAX,
      maxHeaderSize: HEAD_BYTES_MAX,
      // By default a request that takes too long is only noticed after half a minute.
      connectionsCheckingInterval: REQUEST_LOOK_MS,
      shouldUpgradeCallback: gate.shouldUpgrade,
    },
    forceCloseConnections: 'idle',
    // While closing, Fastify's own 503 passes all hooks by, and with them the plugin that ends the socket of an upgrade that
    // is refused: one client coming back would hold the drain until its end. The route answers 503 itself.
    return503OnClosing: false,
  })
  // Past a count Node leaves headers out without a word, and the last one is the address a proxy added. Their bytes are bound enough.
  app.server.maxHeadersCount = 0
  app.server.maxConnections = config.connectionsMax + PAGE_CONNECTIONS_MAX
  gate.watch(app.server)
  const lastRequests = watchLastRequests(app.server, clock, (count) => log.warn('requests-cut', { count }))
  addHttpErrors(app, log)
  addHealthRoutes(app, () => {
    if (isDamaged) return 'store-damaged'
    if (!isReady) return 'draining'
    return watch.isDegraded() ? 'store-unavailable' : null
  })

  const { allowedOrigins } = config
  await addAboutRoute(app, config)
  addArrivalRoute(app)
  await addUploadRoutes(app, {
    uploads: files?.uploads ?? null,
    limits: new UploadLimits(() => clock.monotonic(), config.limits.uploadsPerAddress),
    store,
    counters,
    allowedOrigins,
    isReady: () => isReady,
  })
  const challenges = new Challenges({ store, clock })
  await addAccountRoutes(app, {
    accounts: new Accounts({
      store,
      clock,
      passwords,
      challenges,
      ended: node.ended,
      eraseWords: node.eraseWords,
    }),
    signIns: new SignIns({
      store,
      clock,
      passwords,
      challenges,
      triesPerAddress: config.limits.triesPerAddress,
    }),
    allowedOrigins,
    isReady: () => isReady,
  })
  await addContractRoutes(app, {
    contract: node.contract,
    allowedOrigins,
    isReady: () => isReady,
  })
  await addHandoffRoutes(app, {
    handoffs: new Handoffs({ store, clock }),
    allowedOrigins,
    isReady: () => isReady,
  })
  await addDeedRoutes(app, {
    deeds: new Deeds({ store, clock }),
    allowedOrigins,
    isReady: () => isReady,
  })
  await addReportRoutes(app, {
    reports: new Reports({ store, clock, log }),
    allowedOrigins,
    isReady: () => isReady,
  })
  const places = new ExportPlaces(() => clock.monotonic(), counters)
  await addExportRoutes(app, {
    exports: new Exports({ store, clock, places, storage: files?.storage ?? null }),
    allowedOrigins,
    isReady: () => isReady,
  })
  await addOwnExportRoutes(app, {
    exports: new OwnExports({ store, clock, places }),
    storage: files?.storage ?? null,
    allowedOrigins,
    isReady: () => isReady,
  })
  if (files) await addFileRoutes(app, { ...files, store, counters, allowedOrigins })
  await addWebSocketRoute(app, {
    connections: node.connections,
    allowedOrigins: config.allowedOrigins,
    connectionsMax: config.connectionsMax,
    addresses: new AddressLimits(config.connectionsPerAddress, () => clock.monotonic()),
    log,
    counters,
    isReady: () => isReady,
    drain: async () => {
      isReady = false
      const startedAt = clock.monotonic()
      const { connectionsOpen: connections, changesWaiting: changes } = node.figures()
      await node.drain()
      const cut = await goodbye(app, clock)
      lastRequests.end()
      log.info('drained', { connections, changes, cut, forMs: Math.round(clock.monotonic() - startedAt) })
    },
  })
  if (webDirectory) await addWebApp(app, webDirectory, log)

  const reportSweep = new ReportSweep({ store, clock, log })
  const deedPurge = new DeedPurge({ store, clock, log })
  const endNightWatch = startNightWatch({ counters, clock, log })
  app.addHook('onClose', async () => {
    endNightWatch()
    await operatorSocket?.close()
    exodus?.close()
    watch.stop()
    await reportSweep.close()
    await deedPurge.close()
    await node.close()
    await push?.close()
    await indexing.stop()
    await files?.close()
    await store.close().catch((error: unknown) => log.error('store-close-failed', errorFields(error)))
    await broker.close()
    log.info('stopped')
  })
  let metrics: string | null = null
  if (config.metrics) {
    try {
      metrics = await addMetrics(app, config.metrics, {
        clock,
        counters,
        figures: () => ({ ...node.figures(), reportsOpen: reportSweep.openCount }),
      })
    } catch (error) {
      await app.close()
      throw error
    }
  }
  app.addHook('onListen', async () => log.info('started', { ...startFields(app, config), metrics }))
  return app
}

/** `/metrics` on its own port, as long as the app is there: while it drains, too. Answers the address. */
async function addMetrics(
  app: FastifyInstance,
  address: MetricsAddress,
  { clock, counters, figures }: { clock: Clock; counters: Counters; figures: () => Figures },
): Promise<string> {
  const loop = watchLoopDelay(clock)
  app.addHook('onClose', () => loop.stop())
  const metrics = createMetrics({ counters, figures, loopDelaySeconds: loop.delaySeconds })
  const served = await serveMetrics(metrics, address)
  app.addHook('onClose', () => served.close())
  return addressText(address.host, served.port)
}

/** What runs, and how: no setting is a secret, and one that becomes so does not belong here. */
function startFields(app: FastifyInstance, config: Config): LogFields {
  const listening = app.server.address()
  return {
    version: VERSION,
    node: process.versions.node,
    address: typeof listening === 'object' && listening ? addressText(config.host, listening.port) : null,
    store: config.databaseUrl === null ? config.dataDirectory : 'postgresql',
    broker: config.redisUrl === null ? null : 'redis',
    allowedOrigins: config.allowedOrigins.join(' '),
    trustedProxies: config.trustedProxies?.join(' ') ?? null,
    logLevel: config.logLevel,
    connectionsMax: config.connectionsMax,
    connectionsPerAddress: config.connectionsPerAddress,
    hellosPerSecond: config.hellosPerSecond,
    commandsPerSecond: config.commandsPerSecond,
    files: config.files.storage?.kind ?? null,
    fileBytesMax: config.files.fileBytesMax,
    push: config.push !== null,
    roomsPerAddress: config.limits.roomsPerAddress.burst,
    triesPerAddress: config.limits.triesPerAddress.burst,
    uploadsPerAddress: config.limits.uploadsPerAddress.burst,
    membersPerRoom: config.limits.membersPerRoom,
    messageLengthMax: config.limits.messageLengthMax,
    creation: creationOf(config.about),
    termsUrl: config.about.termsUrl,
    contact: config.about.contact,
  }
}

function addressText(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * Waits for the lines to end by themselves, then ends what is left: a mute client would hold the process for half a minute.
 * Answers how many that were.
 */
async function goodbye(app: FastifyInstance, clock: Clock): Promise<number> {
  const { clients } = app.websocketServer
  await new Promise<void>((resolve) => {
    const until = clock.monotonic() + GOODBYE_MS
    const look = () => {
      if (clients.size === 0 || clock.monotonic() >= until) resolve()
      else clock.after(20, look)
    }
    look()
  })
  const left = clients.size
  for (const client of clients) client.terminate()
  return left
}

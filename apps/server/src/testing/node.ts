import { readAboutConfig } from '../about-config.ts'
import { createApp } from '../app.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { readFilesConfig } from '../files-config.ts'
import { COMMAND_BUCKET, CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, HELLOS } from '../limits.ts'
import { readLimitsConfig } from '../limits-config.ts'
import type { Log, LogFields } from '../observability/log.ts'
import { Caller } from './caller.ts'
import { parsePrometheusText } from './prometheus-text.ts'
import { aDirectory } from './store-for-tests.ts'

type Line = { level: string; event: string; fields: LogFields }

/** A log that keeps its lines; `failures` are those of the level `error`. */
export function keepingLog(): Log & { lines: Line[]; readonly failures: Line[] } {
  const lines: Line[] = []
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields })
    }
  return {
    lines,
    get failures() {
      return lines.filter(({ level }) => level === 'error')
    },
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  }
}

/** A whole server of this process, listening, with its log kept. */
export async function startNode(
  options: {
    config?: Partial<Config>
    webDirectory?: string
    commitDelayMs?: number
    pushVia?: string
    clock?: Clock
  } = {},
) {
  const { directory, remove } = aDirectory()
  const log = keepingLog()
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDirectory: directory,
    databaseUrl: null,
    redisUrl: null,
    allowedOrigins: [],
    trustedProxies: null,
    metrics: null,
    logLevel: 'info',
    connectionsMax: CONNECTIONS_MAX,
    connectionsPerAddress: CONNECTIONS_PER_ADDRESS_MAX,
    hellosPerSecond: HELLOS.perSecond,
    commandsPerSecond: COMMAND_BUCKET.perSecond,
    files: readFilesConfig({}, directory),
    about: readAboutConfig({}),
    limits: readLimitsConfig({}),
    push: null,
    ...options.config,
  }
  const { webDirectory = null, commitDelayMs = 0, pushVia, clock } = options
  const app = await createApp(config, {
    log,
    webDirectory,
    commitDelayMs,
    ...(pushVia !== undefined && { pushVia }),
    ...(clock && { clock }),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  const origin = `http://127.0.0.1:${address.port}`
  const metricsOrigin = `http://${log.lines.find(({ event }) => event === 'started')?.fields.metrics}`
  return {
    app,
    log,
    origin,
    dataDirectory: directory,
    metricsOrigin,
    /** Everything `/metrics` tells. */
    scrape: async () => parsePrometheusText(await (await fetch(`${metricsOrigin}/metrics`)).text()),
    connect: (headers?: Record<string, string>) =>
      Caller.connect(`ws://127.0.0.1:${address.port}/ws`, headers),
    async close() {
      await app.close()
      remove()
    },
  }
}

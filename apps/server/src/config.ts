import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type AboutConfig, readAboutConfig } from './about-config.ts'
import { ConfigError, readCount } from './environment.ts'
import { type FilesConfig, readFilesConfig } from './files-config.ts'
import { COMMAND_BUCKET, CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, HELLOS } from './limits.ts'
import { type LimitsConfig, readLimitsConfig } from './limits-config.ts'
import { LOG_LEVELS, type LogLevel } from './observability/log.ts'
import type { PushSettings } from './push/push.ts'
import { readPushConfig } from './push-config.ts'

/** Everything that can be set from outside. */
export type Config = {
  port: number
  host: string
  dataDirectory: string
  /** The PostgreSQL that keeps everything; null for the file in the data directory. Holds a password, most likely: never logged. */
  databaseUrl: string | null
  /** The Redis over which nodes on one PostgreSQL tell each other; null for none. The same holds. */
  redisUrl: string | null
  /** Origins besides the server's own whose pages may connect. */
  allowedOrigins: readonly string[]
  /** Addresses of proxies whose X-Forwarded-For is believed; null for none. */
  trustedProxies: readonly string[] | null
  /** Where `/metrics` is served; null for nowhere. */
  metrics: MetricsAddress | null
  /** The least of what is logged. */
  logLevel: LogLevel
  /** Connections this node holds at once. */
  connectionsMax: number
  /** Connections one address holds at once; the machine's own address is not counted. */
  connectionsPerAddress: number
  /** Hellos this node hears in a second. */
  hellosPerSecond: number
  /** Commands one connection may give each second. */
  commandsPerSecond: number
  files: FilesConfig
  about: AboutConfig
  limits: LimitsConfig
  /** How people are called who are not here; null where nobody is. */
  push: PushSettings | null
}

/** An address of this machine, for metrics alone. */
export type MetricsAddress = { host: string; port: number }

export { ConfigError }

/** Reads the environment: the only place that does. Throws a `ConfigError` that names what is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const port = readPort('PORT', environment.PORT) ?? 3000
  const servers = readServers(environment)
  const dataDirectory = readDataDirectory(environment)
  return {
    port,
    host: readHost('HOST', environment.HOST) ?? '0.0.0.0',
    dataDirectory,
    ...servers,
    allowedOrigins: readList(environment.CONFAB_ALLOWED_ORIGINS).map(readOrigin),
    trustedProxies: readProxies(environment.CONFAB_TRUST_PROXY),
    metrics: readMetrics(environment, port),
    logLevel: readLogLevel(environment.CONFAB_LOG_LEVEL),
    connectionsMax: readCount(environment, 'CONFAB_CONNECTIONS_MAX', CONNECTIONS_MAX),
    connectionsPerAddress: readCount(
      environment,
      'CONFAB_CONNECTIONS_PER_ADDRESS',
      CONNECTIONS_PER_ADDRESS_MAX,
    ),
    hellosPerSecond: readCount(environment, 'CONFAB_HELLOS_PER_SECOND', HELLOS.perSecond),
    commandsPerSecond: readCount(environment, 'CONFAB_COMMANDS_PER_SECOND', COMMAND_BUCKET.perSecond),
    files: readFilesConfig(environment, servers.databaseUrl === null ? dataDirectory : null),
    about: readAboutConfig(environment),
    limits: readLimitsConfig(environment),
    push: readPushConfig(environment),
  }
}

/** Where the data lies: all that the commands beside the server need to know. */
export const readDataDirectory = (environment: Record<string, string | undefined>): string =>
  resolve(environment.CONFAB_DATA_DIR || 'data')

/** The PostgreSQL that keeps everything; null when that is the data directory. What is wrong with a URL is said without it: it may hold a password. */
export function readDatabaseUrl({ DATABASE_URL }: Record<string, string | undefined>): string | null {
  const databaseUrl = DATABASE_URL || null
  if (databaseUrl !== null && !isUrl(databaseUrl, /^postgres(ql)?:$/))
    throw new ConfigError('DATABASE_URL must be like postgres://name:password@host:5432/database, but is not')
  return databaseUrl
}

/** PostgreSQL and Redis. */
function readServers(
  environment: Record<string, string | undefined>,
): Pick<Config, 'databaseUrl' | 'redisUrl'> {
  const databaseUrl = readDatabaseUrl(environment)
  const redisUrl = environment.REDIS_URL || null
  if (redisUrl !== null && !(isUrl(redisUrl, /^rediss?:$/) && isRedisPlace(new URL(redisUrl))))
    throw new ConfigError(
      'REDIS_URL must be like redis://host:6379 or rediss://name:password@host, but is not',
    )
  if (redisUrl !== null && databaseUrl === null)
    throw new ConfigError(
      'REDIS_URL needs DATABASE_URL beside it: Redis only tells other nodes what PostgreSQL has, and without PostgreSQL there is one node',
    )
  return { databaseUrl, redisUrl }
}

const isUrl = (text: string, protocol: RegExp): boolean =>
  URL.canParse(text) && protocol.test(new URL(text).protocol)

/** A host, and at most the number of a database. Anything more would be passed over in silence. */
const isRedisPlace = ({ username, password, hostname, pathname, search, hash }: URL): boolean =>
  hostname !== '' &&
  /^\/?\d{0,5}$/.test(pathname) &&
  search === '' &&
  hash === '' &&
  isDecodable(username + password)

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function readPort(name: string, text: string | undefined): number | null {
  if (text === undefined || text === '') return null
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new ConfigError(`${name} must be a number from 0 to 65535, but is "${text}"`)
  return port
}

function readHost(name: string, text: string | undefined): string | null {
  if (text === undefined || text === '') return null
  if (!/^[A-Za-z0-9.:-]+$/.test(text))
    throw new ConfigError(`${name} must be an address or a host name to listen on, but is "${text}"`)
  return text
}

function readMetrics(
  environment: Record<string, string | undefined>,
  publicPort: number,
): MetricsAddress | null {
  const port = readPort('CONFAB_METRICS_PORT', environment.CONFAB_METRICS_PORT)
  const host = readHost('CONFAB_METRICS_HOST', environment.CONFAB_METRICS_HOST) ?? '127.0.0.1'
  if (port === null) return null
  if (port === publicPort && port !== 0)
    throw new ConfigError(`CONFAB_METRICS_PORT must be another port than PORT, but is ${port} as well`)
  return { host, port }
}

function readLogLevel(text: string | undefined): LogLevel {
  if (text === undefined || text === '') return 'info'
  const level = LOG_LEVELS.find((known) => known === text)
  if (level === undefined)
    throw new ConfigError(`CONFAB_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, but is "${text}"`)
  return level
}

function readOrigin(text: string): string {
  const wrong = new ConfigError(
    `CONFAB_ALLOWED_ORIGINS must be origins like https://chat.example.org, separated by commas, but has "${text}"`,
  )
  // An asterisk is a host name to the parser, and would never match one.
  if (!URL.canParse(text) || text.includes('*')) throw wrong
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol) || (url.origin !== text && `${url.origin}/` !== text)) throw wrong
  return url.origin
}

function readProxies(text: string | undefined): string[] | null {
  const proxies = readList(text)
  for (const proxy of proxies)
    if (!isNetwork(proxy))
      throw new ConfigError(
        `CONFAB_TRUST_PROXY must be addresses or networks like 10.0.0.0/8, or loopback, separated by commas, but has "${proxy}"`,
      )
  return proxies.length > 0 ? proxies : null
}

/** An address, a network of them, or one of the names that the proxy check knows. */
function isNetwork(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

function readList(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

import { isIP } from 'node:net'
import { resolve } from 'node:path'

/** Everything that can be set from outside. */
export type Config = {
  port: number
  host: string
  dataDirectory: string
  /** Origins besides the server's own whose pages may connect. */
  allowedOrigins: readonly string[]
  /** Addresses of proxies whose X-Forwarded-For is believed; null for none. */
  trustedProxies: readonly string[] | null
}

/** A setting that cannot be used; its message names the variable. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the environment: the only place that does. Throws a `ConfigError` that names what is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  return {
    port: readPort(environment.PORT),
    host: readHost(environment.HOST),
    dataDirectory: resolve(environment.CONFAB_DATA_DIR || 'data'),
    allowedOrigins: readList(environment.CONFAB_ALLOWED_ORIGINS).map(readOrigin),
    trustedProxies: readProxies(environment.CONFAB_TRUST_PROXY),
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined || text === '') return 3000
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new ConfigError(`PORT must be a number from 0 to 65535, but is "${text}"`)
  return port
}

function readHost(text: string | undefined): string {
  if (text === undefined || text === '') return '0.0.0.0'
  if (!/^[A-Za-z0-9.:-]+$/.test(text))
    throw new ConfigError(`HOST must be an address or a host name to listen on, but is "${text}"`)
  return text
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

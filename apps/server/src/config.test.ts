import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { readFilesConfig } from './files-config.ts'
import { readLimitsConfig } from './limits-config.ts'

test('with nothing set everything has a value', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '0.0.0.0',
    dataDirectory: resolve('data'),
    databaseUrl: null,
    redisUrl: null,
    allowedOrigins: [],
    trustedProxies: null,
    metrics: null,
    logLevel: 'info',
    connectionsMax: 20_000,
    connectionsPerAddress: 2_000,
    hellosPerSecond: 1_000,
    commandsPerSecond: 20,
    files: readFilesConfig({}, resolve('data')),
    about: { creationKeys: [], termsUrl: null, contact: null },
    limits: readLimitsConfig({}),
    push: { contact: null, hosts: [] },
  })
})

test('an empty value is none', () => {
  const empty = {
    PORT: '',
    HOST: '',
    CONFAB_DATA_DIR: '',
    DATABASE_URL: '',
    REDIS_URL: '',
    CONFAB_ALLOWED_ORIGINS: ' , ',
    CONFAB_TRUST_PROXY: '',
    CONFAB_METRICS_PORT: '',
    CONFAB_METRICS_HOST: '',
    CONFAB_LOG_LEVEL: '',
    CONFAB_CONNECTIONS_MAX: '',
    CONFAB_CONNECTIONS_PER_ADDRESS: '',
    CONFAB_HELLOS_PER_SECOND: '',
  }
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('everything can be set', () => {
  expect(
    readConfig({
      PORT: '0',
      HOST: '::1',
      CONFAB_DATA_DIR: '/var/lib/confab',
      DATABASE_URL: 'postgres://confab:s3cret@db.example.org/confab?sslmode=verify-full',
      REDIS_URL: 'rediss://confab:s3cret@redis.example.org:6380/2',
      CONFAB_ALLOWED_ORIGINS: 'https://chat.example.org/, http://localhost:5173',
      CONFAB_TRUST_PROXY: 'loopback, 10.0.0.0/8,fd00::/8',
      CONFAB_METRICS_PORT: '9464',
      CONFAB_METRICS_HOST: '10.0.0.7',
      CONFAB_LOG_LEVEL: 'warn',
      CONFAB_CONNECTIONS_MAX: '500',
      CONFAB_CONNECTIONS_PER_ADDRESS: '20',
      CONFAB_HELLOS_PER_SECOND: '50',
      CONFAB_COMMANDS_PER_SECOND: '200',
      CONFAB_PUSH: 'on',
      CONFAB_PUSH_CONTACT: 'mailto:ana@example.org',
      CONFAB_CREATION_KEY: 'kitchen-Hj3x9Qpw',
      CONFAB_TERMS_URL: 'https://example.org/terms',
      CONFAB_CONTACT: 'mailto:ana@example.org',
      CONFAB_PUSH_HOSTS: 'push.example.org, *.Push.example.net:8443',
    }),
  ).toEqual({
    port: 0,
    host: '::1',
    dataDirectory: '/var/lib/confab',
    databaseUrl: 'postgres://confab:s3cret@db.example.org/confab?sslmode=verify-full',
    redisUrl: 'rediss://confab:s3cret@redis.example.org:6380/2',
    allowedOrigins: ['https://chat.example.org', 'http://localhost:5173'],
    trustedProxies: ['loopback', '10.0.0.0/8', 'fd00::/8'],
    metrics: { host: '10.0.0.7', port: 9464 },
    logLevel: 'warn',
    connectionsMax: 500,
    connectionsPerAddress: 20,
    hellosPerSecond: 50,
    commandsPerSecond: 200,
    files: readFilesConfig({}, null),
    limits: readLimitsConfig({}),
    about: {
      creationKeys: ['kitchen-Hj3x9Qpw'],
      termsUrl: 'https://example.org/terms',
      contact: 'mailto:ana@example.org',
    },
    push: { contact: 'mailto:ana@example.org', hosts: ['push.example.org', '*.push.example.net:8443'] },
  })
})

describe('what cannot be used is said with its name', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3000.5'],
    ['PORT', '0x10'],
    ['PORT', ' 80'],
    ['DATABASE_URL', 'confab.db'],
    ['DATABASE_URL', 'mysql://db.example.org/confab'],
    ['DATABASE_URL', 'file:///var/lib/confab'],
    ['REDIS_URL', 'redis.example.org:6379'],
    ['REDIS_URL', 'http://redis.example.org'],
    ['REDIS_URL', 'redis://'],
    ['REDIS_URL', 'redis://redis.example.org/first'],
    ['REDIS_URL', 'redis://redis.example.org?tls=true'],
    ['REDIS_URL', 'redis://ana:100%@redis.example.org'],
    ['HOST', 'local host'],
    ['HOST', 'http://localhost'],
    ['CONFAB_ALLOWED_ORIGINS', '*'],
    ['CONFAB_ALLOWED_ORIGINS', 'null'],
    ['CONFAB_ALLOWED_ORIGINS', 'chat.example.org'],
    ['CONFAB_ALLOWED_ORIGINS', 'https://chat.example.org/room'],
    ['CONFAB_ALLOWED_ORIGINS', 'https://ana@chat.example.org'],
    ['CONFAB_ALLOWED_ORIGINS', 'https://*.example.org'],
    ['CONFAB_ALLOWED_ORIGINS', 'ftp://chat.example.org'],
    ['CONFAB_ALLOWED_ORIGINS', 'https://chat.example.org,file:///'],
    ['CONFAB_TRUST_PROXY', 'true'],
    ['CONFAB_TRUST_PROXY', '*'],
    ['CONFAB_TRUST_PROXY', 'proxy.example.org'],
    ['CONFAB_TRUST_PROXY', '10.0.0.0/8, everyone'],
    ['CONFAB_TRUST_PROXY', '10.0.0.0/33'],
    ['CONFAB_TRUST_PROXY', '10.0.0'],
    ['CONFAB_TRUST_PROXY', 'abc'],
    ['CONFAB_METRICS_PORT', 'on'],
    ['CONFAB_METRICS_PORT', '65536'],
    ['CONFAB_METRICS_PORT', '3000'],
    ['CONFAB_METRICS_HOST', 'http://localhost'],
    ['CONFAB_LOG_LEVEL', 'debug'],
    ['CONFAB_PUSH', 'yes'],
    ['CONFAB_PUSH_CONTACT', 'ana@example.org'],
    ['CONFAB_PUSH_CONTACT', 'mailto:ana'],
    ['CONFAB_PUSH_CONTACT', 'http://example.org'],
    ['CONFAB_PUSH_HOSTS', 'https://push.example.org'],
    ['CONFAB_PUSH_HOSTS', '*'],
    ['CONFAB_PUSH_HOSTS', '*.org'],
    ['CONFAB_PUSH_HOSTS', 'localhost'],
    ['CONFAB_PUSH_HOSTS', 'push.example.org/x'],
    ['CONFAB_CONNECTIONS_MAX', '0'],
    ['CONFAB_CONNECTIONS_MAX', 'many'],
    ['CONFAB_CONNECTIONS_PER_ADDRESS', '-1'],
    ['CONFAB_CONNECTIONS_PER_ADDRESS', '1.5'],
    ['CONFAB_HELLOS_PER_SECOND', '1e3'],
    ['CONFAB_HELLOS_PER_SECOND', '99999999'],
  ])('%s=%s', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(name)
  })
})

test('Redis without PostgreSQL is refused: one file is one node’s', () => {
  const read = () => readConfig({ REDIS_URL: 'redis://localhost:6379' })
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(/REDIS_URL needs DATABASE_URL/)
})

test.each(['redis://redis.example.org', 'redis://:s3cret@[::1]:6379/', 'rediss://10.0.0.7/0'])(
  '%s is a Redis',
  (redisUrl) => {
    const databaseUrl = 'postgresql:///confab?host=/var/run/postgresql'
    expect(readConfig({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl })).toMatchObject({
      databaseUrl,
      redisUrl,
    })
  },
)

test.each([
  { DATABASE_URL: 'mysql://ana:s3cret@db.example.org/confab' },
  { REDIS_URL: 'redis://ana:s3cret@redis.example.org/first' },
  { REDIS_URL: 'redis://ana:s3cret@redis.example.org' },
])('a password in a setting is not said: %o', (environment) => {
  expect(() => readConfig(environment)).toThrow(ConfigError)
  expect(() => readConfig(environment)).not.toThrow(/s3cret|ana/)
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '@confab/server/src/config.ts'
import { describe, expect, test } from 'vitest'
import { ROOT, read, readYaml, SETTINGS, secondsOf } from './repository.ts'

type Service = {
  image: string
  build?: string
  restart: string
  environment?: Record<string, string | number>
  ports?: string[]
  volumes?: string[]
  networks?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[] }
  stop_grace_period?: string
  read_only: boolean
  cap_drop: string[]
  security_opt: string[]
  command?: string[]
  deploy: { resources: { limits: { cpus: string; memory: string } } }
}
type Compose = {
  services: Record<string, Service>
  volumes: Record<string, unknown>
  networks?: Record<string, unknown>
}

/** The longest a drain takes, in seconds. */
const DRAIN_SECONDS_MAX = 25

const alone = readYaml<Compose>('deploy/compose.yaml')
const cluster = readYaml<Compose>('deploy/compose.cluster.yaml')
const nodes = Object.entries(cluster.services).filter(([name]) => name.startsWith('confab-'))
const balancer = read('deploy/cluster/Caddyfile')

/** The environment of a service as the server gets it, with a password in its place. */
const environmentOf = ({ environment = {} }: Service): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      `${value}`.replace(/\$\{\w+:\?[^}]*\}/, 'word'),
    ]),
  )

const everywhere = [...Object.values(alone.services), ...Object.values(cluster.services)]

describe.each([
  ['compose.yaml', alone],
  ['compose.cluster.yaml', cluster],
])('%s', (file, { services, volumes, networks = {} }) => {
  test('uses the volumes, networks, services and files that there are', () => {
    for (const service of Object.values(services)) {
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':')
        const isThere = source.startsWith('.') ? existsSync(join(ROOT, 'deploy', source)) : source in volumes
        expect(isThere, volume).toBe(true)
      }
      for (const network of service.networks ?? []) expect(networks).toHaveProperty(network)
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const needed = services[name]
        expect(needed, name).toBeDefined()
        // The image of the nodes brings a check of its own.
        if (condition === 'service_healthy' && needed?.build === undefined)
          expect(needed?.healthcheck).toBeDefined()
      }
      if (service.build) expect(existsSync(join(ROOT, 'deploy', service.build, 'Dockerfile'))).toBe(true)
    }
  })

  test('says how to start it with the file’s own name', () => {
    expect(read(`deploy/${file}`)).toContain(`--file deploy/${file} up --detach --build`)
  })
})

test('every service may do little, is bounded, and comes back', () => {
  for (const service of everywhere) {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    })
    expect(service.deploy.resources.limits).toMatchObject({
      cpus: expect.any(String),
      memory: expect.any(String),
    })
  }
})

test('the server understands every setting, and the README has it', () => {
  const servers = everywhere.filter(({ image }) => image === 'confab')
  expect(servers).toHaveLength(4)
  for (const server of servers) {
    const environment = environmentOf(server)
    for (const name of Object.keys(environment)) expect(SETTINGS).toContain(name)
    expect(() => readConfig(environment)).not.toThrow()
    expect(secondsOf(server.stop_grace_period ?? '0s')).toBeGreaterThan(DRAIN_SECONDS_MAX)
  }
})

test('alone, one server keeps everything in its volume, and only this machine reaches it', () => {
  const [service, ...more] = Object.values(alone.services)
  expect(more).toEqual([])
  expect(service?.volumes).toEqual(['data:/data'])
  expect(service?.ports).toEqual(['127.0.0.1:3000:3000'])
  expect(service?.environment).not.toHaveProperty('DATABASE_URL')
})

describe('the cluster', () => {
  test('has three equal nodes, and nobody but the balancer is reached from outside', () => {
    expect(nodes).toHaveLength(3)
    for (const [, node] of nodes) expect(node).toEqual(nodes[0]?.[1])
    const open = Object.entries(cluster.services).filter(([, { ports }]) => ports)
    expect(open.map(([name]) => name)).toEqual(['balancer'])
    expect(cluster.networks?.inside).toEqual({ internal: true })
    for (const [name, { networks }] of Object.entries(cluster.services))
      if (name !== 'balancer') expect(networks).toEqual(['inside'])
  })

  test('has the database and the Redis that its nodes are told of', () => {
    const { DATABASE_URL = '', REDIS_URL = '' } = environmentOf(nodes[0]?.[1] as Service)
    const { postgres, valkey } = cluster.services
    const { hostname, username, pathname } = new URL(DATABASE_URL)
    expect([hostname, username]).toEqual(['postgres', postgres?.environment?.POSTGRES_USER])
    expect(pathname).toBe('/confab')
    expect(new URL(REDIS_URL).hostname).toBe('valkey')
    expect(valkey?.image).toMatch(/^valkey\//)
    // First on disk, then told.
    expect(postgres?.command).toContain('synchronous_commit=on')
    expect(postgres?.image).toMatch(/^postgres:\d+$/)
  })

  test('balances over all nodes, by whether they take people', () => {
    const [, targets = ''] = /reverse_proxy (.*) \{/.exec(balancer) ?? []
    expect(targets.split(' ')).toEqual(nodes.map(([name]) => `${name}:3000`))
    expect(balancer).toContain('health_uri /readyz')
    expect(cluster.services.balancer?.volumes).toContain('./cluster/Caddyfile:/etc/caddy/Caddyfile:ro')
  })

  test('tells how to replace its nodes one after the other', () => {
    expect(read('deploy/compose.cluster.yaml')).toContain(
      `for node in ${nodes.map(([name]) => name).join(' ')};`,
    )
  })
})

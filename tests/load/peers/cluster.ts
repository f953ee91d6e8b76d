import { freePort, Postgres, Redis } from '@confab/throwaway'
import { createClient } from 'redis'
import type { Peer, RunningPeer } from '../peer.ts'
import { cpuSecondsOfTree, moveToServerCore } from '../process-figures.ts'
import { confab, enteringAt, FOR_LOADS, SERVER } from './confab.ts'
import { type SpawnedServer, spawnServer } from './spawn-server.ts'

/** What a cluster did so far: CPU seconds by who used them, and what was counted. */
export type ClusterWork = {
  nodesCpu: number
  postgresCpu: number
  redisCpu: number
  /** Changes written, and the commits they were written in. */
  changes: number
  commits: number
  /** Questions put to PostgreSQL. Once everybody is in, those are readings of what no doorbell told in order, and sweeps. */
  readings: number
  doorbellsHeard: number
  /** What PostgreSQL wrote ahead, and what went in and out of Redis, in bytes. */
  walBytes: number
  redisInBytes: number
  redisOutBytes: number
}

/** A node, and where it tells its metrics. */
export type ClusterNode = SpawnedServer & { metricsPort: number }

/** A PostgreSQL that writes through to the disk and a Redis, with nodes on them; all of it on the server's core. */
export class Cluster {
  readonly postgres: Postgres
  readonly redis: Redis
  nodes: ClusterNode[] = []
  #databaseUrl = ''

  private constructor(postgres: Postgres, redis: Redis) {
    this.postgres = postgres
    this.redis = redis
  }

  /** What the nodes are to stand on. */
  static async start(): Promise<Cluster> {
    const settings = { shared_buffers: '256MB', max_wal_size: '4GB' }
    const [postgres, redis] = await Promise.all([
      Postgres.start({ isDurable: true, settings }),
      Redis.start(),
    ])
    for (const { pid } of [postgres, redis]) if (pid !== null) moveToServerCore(pid)
    return new Cluster(postgres, redis)
  }

  /** Starts so many nodes on a database nobody has used. */
  async startNodes(count: number): Promise<void> {
    this.#databaseUrl = await this.postgres.createDatabase()
    for (let i = 0; i < count; i++) await this.addNode()
  }

  /** One node more on the same database. */
  async addNode(): Promise<ClusterNode> {
    const metricsPort = await freePort()
    const server = await spawnServer(SERVER, {
      ...FOR_LOADS,
      DATABASE_URL: this.#databaseUrl,
      REDIS_URL: this.redis.url,
      CONFAB_METRICS_PORT: String(metricsPort),
    })
    const node = { ...server, metricsPort }
    this.nodes.push(node)
    return node
  }

  async stopNodes(): Promise<void> {
    await Promise.all(this.nodes.splice(0).map((node) => node.stop()))
  }

  async destroy(): Promise<void> {
    await this.stopNodes()
    await Promise.all([this.postgres.destroy(), this.redis.destroy()])
  }

  /** CPU seconds of all of it. */
  cpuSeconds(): number {
    const { nodesCpu, postgresCpu, redisCpu } = this.#cpu()
    return nodesCpu + postgresCpu + redisCpu
  }

  /** CPU seconds of one node. */
  cpuSecondsOfNode(index: number): number {
    const pid = this.nodes[index]?.pid
    return pid === undefined ? 0 : cpuSecondsOfTree(pid)
  }

  /** So many nodes as one server: members of a room are spread over all of them. They stand on what stays when they stop. */
  peer(count: number): Peer {
    const start = async (): Promise<RunningPeer> => {
      await this.startNodes(count)
      const portOf = (room: number, member: number) => this.nodes[(room + member) % count]?.port ?? 0
      return {
        pid: this.nodes[0]?.pid ?? 0,
        cpuSeconds: () => this.cpuSeconds(),
        enter: enteringAt(portOf),
        stop: () => this.stopNodes(),
      }
    }
    return { ...confab, start }
  }

  /** What was done so far. */
  async work({ isRedisAsked = true } = {}): Promise<ClusterWork> {
    const counted = await Promise.all(this.nodes.map(({ metricsPort }) => metricsAt(metricsPort)))
    const sum = (name: string) => counted.reduce((total, text) => total + metricIn(text, name), 0)
    const [wal] = await this.postgres.query("SELECT pg_current_wal_lsn() - '0/0' AS bytes")
    const { inBytes, outBytes } = isRedisAsked ? await redisTraffic(this.redis) : { inBytes: 0, outBytes: 0 }
    return {
      ...this.#cpu(),
      changes: sum('confab_changes_total{outcome="applied"}'),
      commits: sum('confab_commit_duration_seconds_count'),
      readings: sum('confab_store_read_duration_seconds_count'),
      doorbellsHeard: sum('confab_signals_heard_total{kind="doorbell"}'),
      walBytes: Number(wal?.bytes),
      redisInBytes: inBytes,
      redisOutBytes: outBytes,
    }
  }

  #cpu(): Pick<ClusterWork, 'nodesCpu' | 'postgresCpu' | 'redisCpu'> {
    const of = (pid: number | null) => (pid === null ? 0 : cpuSecondsOfTree(pid))
    return {
      nodesCpu: this.nodes.reduce((sum, { pid }) => sum + of(pid), 0),
      postgresCpu: of(this.postgres.pid),
      redisCpu: of(this.redis.pid),
    }
  }
}

/** What was done between two looks. */
export function workBetween(before: ClusterWork, after: ClusterWork): ClusterWork {
  const entries = Object.entries(after).map(([name, value]) => [
    name,
    value - before[name as keyof ClusterWork],
  ])
  return Object.fromEntries(entries) as ClusterWork
}

async function metricsAt(port: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
}

function metricIn(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return line ? Number(line.slice(name.length + 1)) : 0
}

async function redisTraffic(redis: Redis): Promise<{ inBytes: number; outBytes: number }> {
  const client = await createClient({ url: redis.url }).connect()
  const stats = await client.info('stats')
  client.destroy()
  const of = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(stats)?.[1])
  return { inBytes: of('total_net_input_bytes'), outBytes: of('total_net_output_bytes') }
}

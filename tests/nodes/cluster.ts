import { Balancer, Postgres, type PostgresOptions, Redis } from '@confab/throwaway'
import { afterAll } from 'vitest'
import { Conversation } from '../processes/conversation.ts'
import { pause, type Scene } from '../processes/scene.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { TcpProxy } from '../processes/tcp-proxy.ts'
import { LossyRedis, type RedisWeather } from './lossy-redis.ts'

/** How long nodes may take until the balancer sends them people, in milliseconds. */
const READY_MS_MAX = 60_000

/** One of the nodes, with its own ways to PostgreSQL and to Redis. */
export type ClusterNode = { server: ServerProcess; toPostgres: TcpProxy; toRedis: LossyRedis }

/** How a cluster is. Without `postgres` or `redis` it has its own; `weather` is that of everybody's way to Redis. */
export type ClusterOptions = {
  nodes?: number
  environment?: Record<string, string>
  postgres?: Postgres
  postgresOptions?: PostgresOptions
  redis?: Redis
  weather?: RedisWeather
  seed?: number
}

/** Several nodes on one PostgreSQL and one Redis behind a balancer. */
export class Cluster {
  readonly nodes: readonly ClusterNode[]
  readonly balancer: Balancer
  readonly postgres: Postgres
  readonly redis: Redis
  /** The name of the nodes' database. */
  readonly database: string
  readonly #own: readonly { destroy(): Promise<void> }[]

  private constructor(
    nodes: readonly ClusterNode[],
    balancer: Balancer,
    { postgres, redis, database }: { postgres: Postgres; redis: Redis; database: string },
    own: readonly { destroy(): Promise<void> }[],
  ) {
    this.nodes = nodes
    this.balancer = balancer
    this.postgres = postgres
    this.redis = redis
    this.database = database
    this.#own = own
  }

  /** A cluster whose nodes are ready, on a database nobody has used. */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const { nodes: count = 3, environment = {}, weather, seed = 1 } = options
    const own: { destroy(): Promise<void> }[] = []
    try {
      const postgres = options.postgres ?? (await Postgres.start(options.postgresOptions))
      if (!options.postgres) own.push(postgres)
      const redis = options.redis ?? (await Redis.start())
      if (!options.redis) own.push(redis)
      const database = new URL(await postgres.createDatabase())
      const nodes = await Promise.all(
        Array.from({ length: count }, async (_, i): Promise<ClusterNode> => {
          const toPostgres = await TcpProxy.open(postgres.port)
          const toRedis = await LossyRedis.open(redis.port, seed + i, weather)
          const url = new URL(database)
          url.port = String(toPostgres.port)
          const server = await ServerProcess.start({
            environment: {
              DATABASE_URL: url.href,
              REDIS_URL: `redis://127.0.0.1:${toRedis.line.port}`,
              ...environment,
            },
          })
          const end = () => {
            toPostgres.close()
            toRedis.line.close()
            return server.destroy()
          }
          own.push({ destroy: end })
          return { server, toPostgres, toRedis }
        }),
      )
      const balancer = await Balancer.open(nodes.map(({ server }) => server.port))
      own.push({ destroy: () => balancer.close() })
      const cluster = new Cluster(
        nodes,
        balancer,
        { postgres, redis, database: database.pathname.slice(1) },
        own,
      )
      await cluster.whenReady()
      return cluster
    } catch (error) {
      for (const part of own.reverse()) await part.destroy()
      throw error
    }
  }

  /** Where people come in, by whichever node takes them. */
  get url(): string {
    return `ws://127.0.0.1:${this.balancer.port}/ws`
  }

  /** The nodes themselves, past the balancer. */
  get nodeUrls(): string[] {
    return this.nodes.map(({ server }) => server.url)
  }

  node(index: number): ClusterNode {
    const node = this.nodes[index]
    if (!node) throw new Error(`there is no node ${index}`)
    return node
  }

  /** Resolves when the balancer sends people to all nodes. */
  async whenReady(): Promise<void> {
    const until = performance.now() + READY_MS_MAX
    while (this.balancer.readyPorts.length < this.nodes.length) {
      if (performance.now() > until)
        throw new Error(`not all nodes are ready\n${this.nodes.map(({ server }) => server.log).join('\n')}`)
      await pause(20)
    }
  }

  async destroy(): Promise<void> {
    for (const part of [...this.#own].reverse()) await part.destroy()
  }
}

/** The cluster of all tests of a file; when they are over it goes, with all its data. */
export async function openCluster(options?: ClusterOptions): Promise<Cluster> {
  const cluster = await Cluster.start(options)
  afterAll(() => cluster.destroy())
  return cluster
}

/** Rooms of so many people each, who come to the nodes in turn, past the balancer. */
export async function openRooms(
  scene: Scene,
  cluster: Cluster,
  { count, talkers }: { count: number; talkers: number },
): Promise<Conversation[]> {
  const rooms: Conversation[] = []
  for (let i = 0; i < count; i++)
    rooms.push(await Conversation.open(scene, cluster, talkers, ...cluster.nodeUrls))
  return rooms
}

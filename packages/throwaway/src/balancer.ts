import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** How often each node is asked whether it takes people, and how long it may think, in milliseconds. */
const LOOK_MS = 200
const LOOK_MS_MAX = 1_000

/** Where the balancer listens; on a free port, if it is not told. */
export type BalancerOptions = { port?: number; host?: string }

type Target = { port: number; isReady: boolean; sockets: Set<Socket> }

/**
 * A load balancer for nodes on this machine: it hands each new connection to the next node that says it is ready, and looks at nothing
 * else. What it handed over stays where it is: a node that can do no more for its people sends them away itself.
 */
export class Balancer {
  readonly #server: Server
  readonly #targets: Target[]
  #next = 0
  #isClosed = false

  private constructor(server: Server, nodePorts: readonly number[]) {
    this.#server = server
    this.#targets = nodePorts.map((port) => ({ port, isReady: false, sockets: new Set() }))
    server.on('connection', (near) => this.#carry(near))
    for (const target of this.#targets) void this.#watch(target)
  }

  static async open(
    nodePorts: readonly number[],
    { port = 0, host = '127.0.0.1' }: BalancerOptions = {},
  ): Promise<Balancer> {
    const server = createServer({ pauseOnConnect: true, noDelay: true }).listen(port, host)
    await once(server, 'listening')
    return new Balancer(server, nodePorts)
  }

  get port(): number {
    const address = this.#server.address()
    if (typeof address !== 'object' || !address) throw new Error('the balancer is closed')
    return address.port
  }

  /** The ports of the nodes that get new connections at present. */
  get readyPorts(): number[] {
    return this.#targets.filter(({ isReady }) => isReady).map(({ port }) => port)
  }

  /** How many connections each node has, in the order they were named. */
  get counts(): number[] {
    return this.#targets.map(({ sockets }) => sockets.size)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#server.close()
    for (const { sockets } of this.#targets) for (const socket of sockets) socket.destroy()
    await once(this.#server, 'close')
  }

  async #watch(target: Target): Promise<void> {
    while (!this.#isClosed) {
      target.isReady = await fetch(`http://127.0.0.1:${target.port}/readyz`, {
        signal: AbortSignal.timeout(LOOK_MS_MAX),
      })
        .then((answer) => answer.status === 200)
        .catch(() => false)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }

  #carry(near: Socket, isTried: ReadonlySet<Target> = new Set()): void {
    near.on('error', () => {})
    const target = this.#choose(isTried)
    if (!target) {
      near.destroy()
      return
    }
    const far = connect({ port: target.port, host: '127.0.0.1', noDelay: true })
    far.once('connect', () => {
      far.off('error', next)
      far.on('error', () => near.destroy())
      target.sockets.add(near)
      near.once('close', () => {
        target.sockets.delete(near)
        far.destroy()
      })
      far.once('close', () => near.destroy())
      if (near.destroyed) far.destroy()
      near.pipe(far)
      far.pipe(near)
    })
    const next = () => {
      target.isReady = false
      this.#carry(near, new Set([...isTried, target]))
    }
    far.once('error', next)
  }

  #choose(isTried: ReadonlySet<Target>): Target | undefined {
    const ready = this.#targets.filter((target) => target.isReady && !isTried.has(target))
    this.#next += 1
    return ready[this.#next % ready.length]
  }
}

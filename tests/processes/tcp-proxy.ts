import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

type Pair = { near: Socket; far: Socket; isSilent: boolean }

/** A network between clients and a server that can break: all lines at once, or without a word. */
export class TcpProxy {
  readonly port: number
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  /** What waits for the server to give up a line that fell silent. */
  #onFarGone = () => {}

  private constructor(server: Server, port: number, targetPort: number) {
    this.#server = server
    this.port = port
    server.on('connection', (near) => this.#join(near, connect(targetPort, '127.0.0.1')))
  }

  static async open(targetPort: number): Promise<TcpProxy> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('no port')
    return new TcpProxy(server, address.port, targetPort)
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`
  }

  /** Breaks every line, both ends at once. */
  cut(): number {
    const cut = [...this.#pairs]
    for (const { near, far } of cut) {
      near.destroy()
      far.destroy()
    }
    return cut.length
  }

  /**
   * From now on nothing gets through on the lines there are, in either direction, and neither end is told. Resolves once the
   * server has given all of them up.
   */
  fallSilent(): Promise<void> {
    const silent = [...this.#pairs]
    for (const pair of silent) pair.isSilent = true
    return new Promise((resolve) => {
      this.#onFarGone = () => silent.every(({ far }) => far.destroyed) && resolve()
    })
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  #join(near: Socket, far: Socket): void {
    const pair: Pair = { near, far, isSilent: false }
    this.#pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true)
      from.on('error', () => {})
      from.on('data', (data) => {
        if (!pair.isSilent) to.write(data)
      })
      from.on('close', () => {
        if (!pair.isSilent) to.destroy()
        if (near.destroyed && far.destroyed) this.#pairs.delete(pair)
        this.#onFarGone()
      })
    }
  }
}

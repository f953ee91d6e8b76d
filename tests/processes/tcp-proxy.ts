import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

type Pair = { near: Socket; far: Socket; isSilent: boolean }

/** What becomes of what the server sends on one line; `send` passes on. */
export type Tampering = (send: (data: Buffer) => void) => (data: Buffer) => void

/** What a line is opened with: `tamper` is asked for each line anew. */
type TcpProxyOptions = { tamper?: Tampering }

const untouched: Tampering = (send) => send

/** A network between clients and a server that can break: all lines at once, for a while, or without a word. */
export class TcpProxy {
  readonly port: number
  readonly #server: Server
  readonly #tamper: Tampering
  readonly #pairs = new Set<Pair>()
  #mood: 'passing' | 'refusing' | 'frozen' = 'passing'
  /** How long everything is on its way, in milliseconds, in each direction. */
  delayMs = 0
  /** What waits for the server to give up a line that fell silent. */
  #onFarGone = () => {}

  private constructor(
    server: Server,
    port: number,
    targetPort: number,
    { tamper = untouched }: TcpProxyOptions,
  ) {
    this.#server = server
    this.port = port
    this.#tamper = tamper
    server.on('connection', (near) => {
      if (this.#mood === 'refusing') near.resetAndDestroy()
      else this.#join(near, connect(targetPort, '127.0.0.1'))
    })
  }

  static async open(targetPort: number, options: TcpProxyOptions = {}): Promise<TcpProxy> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (typeof address !== 'object' || !address) throw new Error('no port')
    return new TcpProxy(server, address.port, targetPort, options)
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

  /** Breaks every line and takes no new one until it is mended. */
  refuse(): void {
    this.#mood = 'refusing'
    this.cut()
  }

  /** Nothing passes any more, on lines there are or new ones, and neither end is told; it waits until the line is mended. */
  freeze(): void {
    this.#mood = 'frozen'
    for (const { near, far } of this.#pairs) {
      near.pause()
      far.pause()
    }
  }

  /** All is well again, and what waited goes on. */
  mend(): void {
    this.#mood = 'passing'
    for (const { near, far } of this.#pairs) {
      near.resume()
      far.resume()
    }
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
    const toNear = this.#tamper((data) => near.write(data))
    for (const [from, to, pass] of [
      [near, far, (data: Buffer) => far.write(data)],
      [far, near, toNear],
    ] as const) {
      from.setNoDelay(true)
      from.on('error', () => {})
      const passLater = delayed(pass, () => this.delayMs)
      from.on('data', (data: Buffer) => {
        if (!pair.isSilent) passLater(data)
      })
      from.on('close', () => {
        if (!pair.isSilent) to.destroy()
        if (near.destroyed && far.destroyed) this.#pairs.delete(pair)
        this.#onFarGone()
      })
      if (this.#mood === 'frozen') from.pause()
    }
  }
}

/** Passes everything on in order, each piece this much later. */
function delayed(pass: (data: Buffer) => void, delayMs: () => number): (data: Buffer) => void {
  const waiting: { dueAt: number; data: Buffer }[] = []
  const passDue = () => {
    for (;;) {
      const [first] = waiting
      if (!first) return
      const waitMs = first.dueAt - performance.now()
      if (waitMs > 0) {
        setTimeout(passDue, Math.ceil(waitMs))
        return
      }
      waiting.shift()
      pass(first.data)
    }
  }
  return (data) => {
    const ms = delayMs()
    if (ms === 0 && waiting.length === 0) return pass(data)
    waiting.push({ dueAt: performance.now() + ms, data })
    if (waiting.length === 1) setTimeout(passDue, ms)
  }
}

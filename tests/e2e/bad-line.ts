import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** What the line does to what passes over it. `sockets-refused` lets pages load, but opens no WebSocket. */
type Mood = 'good' | 'stalled' | 'cut' | 'sockets-refused'

type Pair = { near: Socket; far: Socket; isWebSocket: boolean; brought: number }

/**
 * A line to a server that can be cut, stalled and mended. A browser told to be offline keeps the sockets it has; here the
 * bytes themselves stop.
 */
export class BadLine {
  readonly #listener: Server
  readonly #port: number
  readonly #pairs = new Set<Pair>()
  #mood: Mood = 'good'
  #trap: { bytes: number; sprung(): void } | null = null

  private constructor(farPort: number, listener: Server) {
    this.#port = farPort
    this.#listener = listener
    listener.on('connection', (near) => this.#carry(near))
  }

  /** A good line, for now, to the server at this origin. */
  static async to(origin: string): Promise<BadLine> {
    const listener = createServer({ pauseOnConnect: true })
    const line = new BadLine(Number(new URL(origin).port), listener)
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    return line
  }

  /** What a browser behind this line takes for the server. */
  get origin(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`
  }

  /** Ends every connection and refuses new ones. */
  cut(): void {
    this.#mood = 'cut'
    for (const pair of this.#pairs) end(pair)
  }

  /** Ends every WebSocket and opens none: the app's files come from elsewhere, say, and only the server is away. */
  refuseSockets(): void {
    this.#mood = 'sockets-refused'
    for (const pair of this.#pairs) if (pair.isWebSocket) end(pair)
  }

  /** Ends the next connection that brings so many bytes from the server, in the middle of them; the answer is that it did. */
  cutAfter(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      for (const pair of this.#pairs) pair.brought = 0
      this.#trap = { bytes, sprung: resolve }
    })
  }

  /** Nothing passes any more, and nobody is told: a tunnel, a closed lid. */
  stall(): void {
    this.#mood = 'stalled'
    for (const { near, far } of this.#pairs) {
      near.pause()
      far.pause()
    }
  }

  /** What is stalled goes on, and new connections pass. */
  mend(): void {
    this.#mood = 'good'
    for (const { near, far } of this.#pairs) {
      near.resume()
      far.resume()
    }
  }

  async close(): Promise<void> {
    this.cut()
    this.#listener.close()
    await once(this.#listener, 'close')
  }

  #carry(near: Socket): void {
    if (this.#mood === 'cut') {
      near.resetAndDestroy()
      return
    }
    const pair: Pair = { near, far: connect(this.#port, '127.0.0.1'), isWebSocket: false, brought: 0 }
    const { far } = pair
    this.#pairs.add(pair)
    near.once('data', (head: Buffer) => {
      pair.isWebSocket = head.toString('latin1').startsWith('GET /ws ')
      if (pair.isWebSocket && this.#mood === 'sockets-refused') end(pair)
    })
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => {
      pair.brought += bytes.length
      if (this.#trap && pair.brought > this.#trap.bytes) {
        this.#trap.sprung()
        this.#trap = null
        end(pair)
      } else near.write(bytes)
    })
    for (const socket of [near, far]) {
      socket.on('error', () => end(pair))
      socket.on('close', () => {
        end(pair)
        this.#pairs.delete(pair)
      })
    }
    if (this.#mood === 'stalled') far.pause()
    else near.resume()
  }
}

function end({ near, far }: Pair): void {
  near.destroy()
  far.destroy()
}

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** A line as people have it on the road: how long a byte is on its way there and back, and how many pass in a second, each way. */
export type LineQuality = { roundTripMs: number; bytesPerSecondDown: number; bytesPerSecondUp: number }

/** What browsers' tools and the usual measurements of pages call a slow 4G. */
export const SLOW_4G: LineQuality = {
  roundTripMs: 150,
  bytesPerSecondDown: (1.6 * 1024 * 1024) / 8,
  bytesPerSecondUp: (750 * 1024) / 8,
}

/**
 * A line to a server that takes its time: every byte is half a round trip on its way, a new connection takes a whole one, and all
 * connections share what passes in a second.
 */
export class SlowLine {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
  }

  static async to(targetPort: number, quality: LineQuality): Promise<SlowLine> {
    const oneWayMs = quality.roundTripMs / 2
    const down = new Pipe(quality.bytesPerSecondDown, oneWayMs)
    const up = new Pipe(quality.bytesPerSecondUp, oneWayMs)
    const server = createServer({ noDelay: true, pauseOnConnect: true })
    const line = new SlowLine(server)
    server.on('connection', (near) => {
      const far = connect(targetPort, '127.0.0.1')
      for (const socket of [near, far]) {
        line.#sockets.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => line.#sockets.delete(socket))
      }
      // The handshake of before the first byte.
      setTimeout(() => near.resume(), quality.roundTripMs)
      near.on('data', (bytes) => up.carry(bytes.length, () => far.write(bytes)))
      far.on('data', (bytes) => down.carry(bytes.length, () => near.write(bytes)))
      near.on('end', () => up.carry(0, () => far.end()))
      far.on('end', () => down.carry(0, () => near.end()))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return line
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}

/** One direction: what is put in comes out in order, after its time on the way and its turn. */
class Pipe {
  readonly #bytesPerMs: number
  readonly #delayMs: number
  #freeAt = 0

  constructor(bytesPerSecond: number, delayMs: number) {
    this.#bytesPerMs = bytesPerSecond / 1000
    this.#delayMs = delayMs
  }

  carry(bytes: number, arrive: () => void): void {
    const now = performance.now()
    this.#freeAt = Math.max(now, this.#freeAt) + bytes / this.#bytesPerMs
    setTimeout(arrive, this.#freeAt + this.#delayMs - now)
  }
}

import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** What a proxy does to what passes. Left out, it lets it through. */
export type Meddling = {
  /** Passes WebSockets. */
  upgrades?: boolean
  /** Changes the headers of a request. */
  asked?(headers: Record<string, string>): void
  /** Changes the headers of an answer. */
  answered?(headers: Record<string, string>): void
  /** Bodies longer than this are turned away, in bytes. */
  bodyMax?: number
  /** Ends what was opened after this long, in milliseconds. */
  cutsAfterMs?: number
}

/** A proxy in front of a local port, set up as badly as it is told. */
export class HalfProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => this.#sockets.add(socket))
  }

  static async to(port: number, meddling: Meddling): Promise<HalfProxy> {
    const { upgrades = true, asked, answered, bodyMax = Number.POSITIVE_INFINITY, cutsAfterMs } = meddling
    const forward = (asking: IncomingMessage) => {
      const headers = { ...asking.headers } as Record<string, string>
      asked?.(headers)
      return request({ host: '127.0.0.1', port, path: asking.url, method: asking.method, headers })
    }
    const server = createServer((asking, answering) => {
      if (Number(asking.headers['content-length'] ?? 0) > bodyMax) {
        asking.resume()
        answering.writeHead(413).end()
        return
      }
      const onward = forward(asking)
      onward.on('response', (answer) => {
        const headers = { ...answer.headers } as Record<string, string>
        answered?.(headers)
        answering.writeHead(answer.statusCode ?? 502, headers)
        answer.pipe(answering)
      })
      onward.on('error', () => answering.writeHead(502).end())
      asking.pipe(onward)
    })
    const proxy = new HalfProxy(server)
    server.on('upgrade', (asking, near: Socket) => {
      near.on('error', () => {})
      if (!upgrades) {
        near.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
        return
      }
      const onward = forward(asking)
      onward.on('upgrade', (answer, far) => {
        proxy.#sockets.add(far as Socket)
        const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`)
        near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`)
        far
          .on('error', () => {})
          .pipe(near)
          .pipe(far)
        if (cutsAfterMs !== undefined) setTimeout(() => near.destroy(), cutsAfterMs)
      })
      onward.on('response', (answer) =>
        near.end(`HTTP/1.1 ${answer.statusCode} No\r\ncontent-length: 0\r\n\r\n`),
      )
      onward.on('error', () => near.destroy())
      onward.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }
}

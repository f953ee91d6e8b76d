import { once } from 'node:events'
import type { Command, ServerEvent } from '@confab/protocol'
import { SUBPROTOCOL } from '@confab/protocol'
import WebSocket from 'ws'
import { createApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Log, LogFields } from '../observability/log.ts'
import { aDirectory } from './store-for-tests.ts'

/** A log that keeps its lines. */
export function keepingLog(): Log & { lines: { level: string; event: string; fields: LogFields }[] } {
  const lines: { level: string; event: string; fields: LogFields }[] = []
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields })
    }
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}

/** A whole server of this process, listening, with its log kept. */
export async function startNode(
  options: { config?: Partial<Config>; webDirectory?: string; commitDelayMs?: number } = {},
) {
  const { directory, remove } = aDirectory()
  const log = keepingLog()
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    dataDirectory: directory,
    allowedOrigins: [],
    trustedProxies: null,
    ...options.config,
  }
  const { webDirectory = null, commitDelayMs = 0 } = options
  const app = await createApp(config, { log, webDirectory, commitDelayMs })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const address = app.server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    app,
    log,
    origin,
    connect: (headers?: Record<string, string>) =>
      Caller.connect(`ws://127.0.0.1:${address.port}/ws`, headers),
    async close() {
      await app.close()
      remove()
    },
  }
}

/** The other end of a line, frame by frame. */
export class Caller {
  readonly socket: WebSocket
  readonly events: ServerEvent[] = []
  closed: { code: number; reason: string } | null = null
  #wake = () => {}

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('message', (data) => {
      this.events.push(...(JSON.parse(data.toString()) as ServerEvent[]))
      this.#wake()
    })
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() }
      this.#wake()
    })
  }

  static async connect(url: string, headers: Record<string, string> = {}): Promise<Caller> {
    const caller = new Caller(new WebSocket(url, [SUBPROTOCOL], { headers }))
    await once(caller.socket, 'open')
    return caller
  }

  send(command: Command): void {
    this.socket.send(JSON.stringify(command))
  }

  /** The first event of a type that fits, of those to come and those that came. */
  async next<Type extends ServerEvent['type']>(
    type: Type,
    fits: (event: Extract<ServerEvent, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<ServerEvent, { type: Type }>> {
    for (;;) {
      const found = this.events.find(
        (event): event is Extract<ServerEvent, { type: Type }> =>
          event.type === type && fits(event as Extract<ServerEvent, { type: Type }>),
      )
      if (found) return found
      if (this.closed) throw new Error(`closed with ${this.closed.code} before a ${type} came`)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** How the line ended. */
  async end(): Promise<{ code: number; reason: string }> {
    while (!this.closed)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return this.closed
  }
}

import { once } from 'node:events'
import { type Command, type ServerEvent, SUBPROTOCOL } from '@confab/protocol'
import WebSocket from 'ws'

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

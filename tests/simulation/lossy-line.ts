import type { Clock, OpenSocket, Socket, SocketListeners } from '@confab/client'
import { joinFrame } from '@confab/protocol'
import type { Line } from '@confab/server/src/realtime/line.ts'
import type { EncodedEvent } from '@confab/server/src/rooms/room-connection.ts'

/** The server's end of a line: what it hears. */
export type ServerEnd = { receive(text: string): void; gone(): void }

/** What may be seen of a line from outside. */
export type Tap = { toClient(text: string): void }

/** How a line behaves. `latencyMs` is asked for every piece; nothing overtakes. */
export type LineWeather = { latencyMs(): number; tap: Tap }

/** One simulated TCP connection with WebSocket frames on it: ordered, delayed, and cut with what was under way lost. */
export class LossyLine implements Line {
  readonly #clock: Clock
  readonly #weather: LineWeather
  readonly #client: SocketListeners
  #server: ServerEnd | null = null
  #isCut = false
  #isClientDone = false
  #isServerDone = false
  #dueAt = { client: 0, server: 0 }

  constructor(clock: Clock, weather: LineWeather, client: SocketListeners) {
    this.#clock = clock
    this.#weather = weather
    this.#client = client
  }

  /** Both ends are there. */
  connect(server: ServerEnd): void {
    this.#server = server
    this.#carry('client', () => this.#client.opened())
  }

  /** Nobody answered. */
  refuse(): void {
    this.#isServerDone = true
    this.#carry('client', () => this.#endClient(1006, ''))
  }

  get unsentBytes(): number {
    return 0
  }

  send(events: EncodedEvent): number {
    if (this.#isServerDone) return 0
    const text = joinFrame([events.text])
    this.#carry('client', () => {
      this.#weather.tap.toClient(text)
      this.#client.received(text)
    })
    return text.length
  }

  close(code: number, reason = ''): void {
    if (this.#isServerDone) return
    this.#isServerDone = true
    this.#carry('client', () => this.#endClient(code, reason))
  }

  terminate(): void {
    this.cut()
  }

  /** The client's end. */
  readonly socket: Socket = {
    send: (text) => {
      if (!this.#isClientDone) this.#carry('server', () => this.#server?.receive(text))
    },
    close: () => {
      if (this.#isClientDone) return
      this.#isClientDone = true
      this.#carry('server', () => this.#endServer())
    },
  }

  /** Cuts the line. What is under way is lost; with `silently` neither end is told, as when a network just goes away. */
  cut({ silently = false } = {}): void {
    if (this.#isCut) return
    this.#isCut = true
    if (silently) return
    this.#clock.after(this.#weather.latencyMs(), () => this.#endClient(1006, ''))
    this.#clock.after(this.#weather.latencyMs(), () => this.#endServer())
  }

  #carry(to: 'client' | 'server', arrive: () => void): void {
    const now = this.#clock.now()
    this.#dueAt[to] = Math.max(this.#dueAt[to], now + this.#weather.latencyMs())
    this.#clock.after(this.#dueAt[to] - now, () => {
      if (this.#isCut || (to === 'client' ? this.#isClientDone : this.#isServerDone && !this.#server)) return
      arrive()
    })
  }

  #endClient(code: number, reason: string): void {
    if (this.#isClientDone) return
    this.#isClientDone = true
    this.#client.closed(code, reason)
    this.#carry('server', () => this.#endServer())
  }

  #endServer(): void {
    const server = this.#server
    this.#server = null
    this.#isServerDone = true
    server?.gone()
  }
}

/** An `OpenSocket` on lossy lines; `accept` connects or refuses each. */
export function openLossyLine(
  clock: Clock,
  weather: LineWeather,
  accept: (line: LossyLine) => void,
): OpenSocket {
  return (_url, _subprotocol, listeners) => {
    const line = new LossyLine(clock, weather, listeners)
    accept(line)
    return line.socket
  }
}

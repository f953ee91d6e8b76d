import type { Clock } from '../clock.ts'
import type { OpenSocket, Socket, SocketListeners } from '../connection.ts'

/** One end of a fake line. */
export interface SocketEnd extends Socket {
  /** Who hears what arrives here; what arrived before waits. */
  listen(listeners: SocketListeners): void
  readonly isOpen: boolean
}

/** Two ends of one line. Nothing gets lost and nothing overtakes. */
export interface SocketPair {
  readonly client: SocketEnd
  readonly server: SocketEnd
  /** Delivers everything under way, what that causes too; answers how many things arrived. */
  flush(): number
  /** Cuts the line: what is under way is lost, and both ends hear of it with `code`. */
  cut(code?: number, reason?: string): void
  /** From now on nothing arrives any more and nobody is told: a line that died without a word. */
  freeze(): void
}

type Parcel = { to: 'client' | 'server'; dueAt: number; deliver: (listeners: SocketListeners) => void }

/**
 * Makes a line between a client and a server. Without `latencyMs` nothing arrives before `flush`; with it everything
 * arrives by itself that many clock milliseconds after it was sent.
 */
export function createSocketPair(clock: Clock, options: { latencyMs?: number } = {}): SocketPair {
  const { latencyMs } = options
  const listeners: { client: SocketListeners | null; server: SocketListeners | null } = {
    client: null,
    server: null,
  }
  const open = { client: true, server: true }
  let underWay: Parcel[] = []
  let isFrozen = false

  /** Delivers the first thing that was under way long enough and that somebody listens for. */
  function deliverNext(now: number): boolean {
    const index = underWay.findIndex(({ to, dueAt }) => dueAt <= now && listeners[to] !== null)
    const [parcel] = index < 0 ? [] : underWay.splice(index, 1)
    const listener = parcel && listeners[parcel.to]
    if (!parcel || !listener) return false
    parcel.deliver(listener)
    return true
  }

  function deliverDue(): void {
    while (deliverNext(clock.monotonic()));
  }

  function send(to: 'client' | 'server', deliver: (listener: SocketListeners) => void): void {
    if (isFrozen) return
    underWay.push({ to, dueAt: clock.monotonic() + (latencyMs ?? 0), deliver })
    if (latencyMs !== undefined) clock.after(latencyMs, deliverDue)
  }

  function sendClosing(to: 'client' | 'server', code: number, reason: string): void {
    send(to, (listener) => {
      open[to] = false
      listeners[to] = null
      listener.closed(code, reason)
    })
  }

  function createEnd(here: 'client' | 'server', there: 'client' | 'server'): SocketEnd {
    return {
      get isOpen() {
        return open[here]
      },
      send(text) {
        if (open[here]) send(there, (listener) => listener.received(text))
      },
      close(code, reason = '') {
        if (!open[here]) return
        open[here] = false
        // Whoever closes hears no more frames, only that it is closed, as with a WebSocket.
        underWay = underWay.filter(({ to }) => to !== here)
        sendClosing(there, code, reason)
        sendClosing(here, code, reason)
      },
      listen(heard) {
        listeners[here] = heard
        if (latencyMs !== undefined) clock.after(0, deliverDue)
      },
    }
  }

  const pair: SocketPair = {
    client: createEnd('client', 'server'),
    server: createEnd('server', 'client'),
    flush() {
      let arrived = 0
      while (deliverNext(Number.POSITIVE_INFINITY)) arrived += 1
      return arrived
    },
    cut(code = 1006, reason = '') {
      underWay = []
      for (const to of ['client', 'server'] as const) {
        const listener = listeners[to]
        open[to] = false
        listeners[to] = null
        listener?.closed(code, reason)
      }
    },
    freeze() {
      isFrozen = true
      underWay = []
    },
  }
  send('client', (listener) => listener.opened())
  send('server', (listener) => listener.opened())
  return pair
}

/** An `OpenSocket` whose server end goes to `accept`, once for every line a client opens. */
export function openFakeSocket(
  clock: Clock,
  accept: (pair: SocketPair, url: string, subprotocol: string) => void,
  options: { latencyMs?: number } = {},
): OpenSocket {
  return (url, subprotocol, listeners) => {
    const pair = createSocketPair(clock, options)
    pair.client.listen(listeners)
    accept(pair, url, subprotocol)
    return pair.client
  }
}

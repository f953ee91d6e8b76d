import {
  type Command,
  type DecodeFrame,
  encodeCommand,
  type Hello,
  type ServerEvent,
  SUBPROTOCOL,
} from '@confab/protocol'
import { assertNever } from './answer.ts'
import type { Random } from './backoff.ts'
import { type Clock, createAlarm } from './clock.ts'
import {
  type ConnectionEffect,
  type ConnectionInput,
  type ConnectionState,
  stepConnection,
} from './connection-state.ts'

/** An open line, or one that opens: what is left of a WebSocket for those who send. */
export interface Socket {
  send(text: string): void
  close(code: number, reason?: string): void
}

/** What a line tells. After `closed` it says no more. */
export type SocketListeners = {
  opened(): void
  received(text: string): void
  closed(code: number, reason: string): void
}

/** Opens a line. Tests and simulations pass their own. May throw, which counts as a line that closed at once. */
export type OpenSocket = (url: string, subprotocol: string, listeners: SocketListeners) => Socket

/** The platform's WebSocket: browsers and Node alike. */
export const openPlatformSocket: OpenSocket = (url, subprotocol, listeners) => {
  const socket = new WebSocket(url, subprotocol)
  socket.onopen = () => listeners.opened()
  // A binary frame is none of ours; as empty text it fails to decode, which is what it deserves.
  socket.onmessage = ({ data }) => listeners.received(typeof data === 'string' ? data : '')
  socket.onclose = ({ code, reason }) => listeners.closed(code, reason)
  // Every error is followed by a close, which tells more.
  socket.onerror = () => {}
  return {
    send(text) {
      // One that is closing tells so in a moment, and takes nothing more: browsers complain of what is said to it.
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: (code, reason) => socket.close(code, reason),
  }
}

/** One line at a time to the server, opened again for as long as it takes. */
export interface Connection {
  readonly state: ConnectionState
  /** Which line this is: changes with every socket, so that an answer for one is not given to the next. */
  readonly line: number
  /** Tells the connection what happened. */
  step(input: ConnectionInput): void
  /** Sends a command if the line is open; a command for a line that is not is dropped. */
  send(command: Command): void
}

/** What a connection needs. */
export type ConnectionOptions = {
  url: string
  clock: Clock
  random: Random
  openSocket: OpenSocket
  decodeFrame: DecodeFrame
  /** Made anew for each line: cursors move. */
  hello(): Hello
  /** A probe that wants answering; the client knows the refs. */
  probe(): Command
  received(events: readonly ServerEvent[]): void
  changed(before: ConnectionState, after: ConnectionState): void
}

/** Performs what `stepConnection` decides. The only place that sees a WebSocket. */
export function createConnection(options: ConnectionOptions): Connection {
  const { clock } = options
  const alarm = createAlarm(clock)
  let state: ConnectionState = { name: 'idle' }
  let socket: Socket | null = null
  let line = 0

  function step(input: ConnectionInput): void {
    const before = state
    const moment = { now: clock.monotonic(), wallNow: clock.now(), chance: options.random() }
    const next = stepConnection(before, input, moment)
    state = next.state
    for (const effect of next.effects) perform(effect)
    if (before !== next.state) options.changed(before, next.state)
  }

  function perform(effect: ConnectionEffect): void {
    switch (effect.name) {
      case 'open-socket':
        return openSocket()
      case 'close-socket':
        return closeSocket()
      case 'say-hello':
        return send(options.hello())
      case 'send-probe':
        return send(options.probe())
      case 'set-alarm':
        return alarm.set(effect.delayMs, () => step({ name: 'alarm' }))
      case 'clear-alarm':
        return alarm.clear()
      default:
        return assertNever(effect)
    }
  }

  function openSocket(): void {
    line += 1
    const mine = line
    // A line that was replaced is deaf: whatever it still says belongs to nobody (D9).
    const isMine = () => line === mine
    try {
      socket = options.openSocket(options.url, SUBPROTOCOL, {
        opened: () => isMine() && step({ name: 'opened' }),
        received: (text) => isMine() && receive(text),
        closed(code, reason) {
          if (!isMine()) return
          socket = null
          line += 1
          step({ name: 'closed', code, reason })
        },
      })
    } catch {
      // Not now: the state that asked for the socket is not in place yet.
      clock.after(0, () => isMine() && step({ name: 'closed', code: 1006, reason: '' }))
    }
  }

  function closeSocket(): void {
    const old = socket
    socket = null
    line += 1
    try {
      old?.close(1000)
    } catch {
      // A socket that cannot even be closed is as good as closed.
    }
  }

  function receive(text: string): void {
    const events = options.decodeFrame(text)
    if (events === null) return step({ name: 'unreadable' })
    step({ name: 'heard' })
    try {
      options.received(events)
    } catch (error) {
      // A bug of ours: told aloud, and the line begins anew, because what was half applied is made whole by a resume.
      queueMicrotask(() => {
        throw error
      })
      step({ name: 'unreadable' })
    }
  }

  function send(command: Command): void {
    try {
      socket?.send(encodeCommand(command))
    } catch {
      // The close that follows tells the state; what was sent has an unknown outcome like on any dropped line.
    }
  }

  return {
    get state() {
      return state
    },
    get line() {
      return line
    },
    step,
    send,
  }
}
